"""Chooses sample pages: from every kind of page, enough pages to show everything it can have.

A kind is a path with any second part: ``/don-vi/*/``. The kinds come from the built site, so that
new pages are audited too.
"""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

_Feature = tuple[str, str, str]


class _Features(HTMLParser):
    """Collects the parts of a page: elements with classes and roles, sections."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[_Feature] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record an element."""
        said = dict(attrs)
        part = said.get("id") if tag == "h2" else said.get("role") or said.get("type")
        self.found.add((tag, said.get("class") or "", part or ""))


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
    """Return sample pages by kind: the longest page, and pages with and without each part.

    Missing parts count too: a unit without people is different from one with people.
    """
    return {kind: _cover(site, paths) for kind, paths in by_kind(site).items()}


def _cover(site: Path, paths: list[str]) -> list[str]:
    texts = {path: html(site, path) for path in paths}
    found = {path: _features(text) for path, text in texts.items()}
    every = set[_Feature]().union(*found.values())
    shows = {
        path: {(feature, feature in features) for feature in every}
        for path, features in found.items()
    }
    wanted = set[tuple[_Feature, bool]]().union(*shows.values())
    chosen = [max(paths, key=lambda path: (len(texts[path]), path))]
    while wanted := wanted - shows[chosen[-1]]:
        chosen.append(max(paths, key=lambda path: (len(wanted & shows[path]), path)))
    return sorted(chosen)


def _features(text: str) -> set[_Feature]:
    parser = _Features()
    parser.feed(text)
    return parser.found


def html(site: Path, path: str) -> str:
    """Return the page of an address."""
    name = path.lstrip("/")
    file = site / (f"{name}index.html" if path.endswith("/") else name)
    return file.read_text(encoding="utf-8")
