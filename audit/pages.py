"""Which pages stand for all: of every kind of page as many as show all that the kind can hold.

A kind is an address whose second part is anything: ``/don-vi/*/``. The kinds come from the built
site, so that a page that nobody thought of is audited too.
"""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

_Feature = tuple[str, str, str]


class _Features(HTMLParser):
    """Gathers what a page is made of: elements with their classes, roles and places."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[_Feature] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        said = dict(attrs)
        self.found.add((tag, said.get("class") or "", said.get("role") or said.get("type") or ""))


def by_kind(site: Path) -> dict[str, list[str]]:
    """Return the addresses of all pages, by kind, both in order."""
    kinds = defaultdict(list)
    for file in sorted(site.rglob("*.html")):
        path = "/" + file.relative_to(site).as_posix().removesuffix("index.html")
        first, *others = path.strip("/").split("/")
        kind = f"/{first}/{'*/' * len(others)}" if path.endswith("/") and first else path
        kinds[kind].append(path)
    return dict(sorted(kinds.items()))


def samples(site: Path) -> dict[str, list[str]]:
    """Return addresses by kind: the shortest and longest page, and what else has anything new."""
    return {kind: _cover(site, paths) for kind, paths in by_kind(site).items()}


def _cover(site: Path, paths: list[str]) -> list[str]:
    sizes = {path: len(_html(site, path)) for path in paths}
    ordered = sorted(paths, key=lambda path: (sizes[path], path))
    chosen = [ordered[0], ordered[-1]]
    features = {path: _features(_html(site, path)) for path in paths}
    seen = features[chosen[0]] | features[chosen[1]]
    # Those that have most of the rest first: they make others needless.
    for path in sorted(paths, key=lambda path: (-len(features[path] - seen), path)):
        if features[path] - seen:
            chosen.append(path)
            seen |= features[path]
    return sorted(set(chosen))


def _features(html: str) -> set[_Feature]:
    parser = _Features()
    parser.feed(html)
    return parser.found


def _html(site: Path, path: str) -> str:
    name = path.lstrip("/")
    file = site / (f"{name}index.html" if path.endswith("/") else name)
    return file.read_text(encoding="utf-8")
