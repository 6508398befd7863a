"""Every link of the built site leads somewhere: pages, files, places in pages.

This is our own code, since existing tools are too slow or large. LinkChecker took 98 s for a site
of 30,000 people, linkinator 12 s for one of 600, and lychee (2.7 s) is a program of 318 MB.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from directory_site.publish.page_facts import PageFacts

# All pages have many links in common.
_split = lru_cache(maxsize=None)(urlsplit)
_CSS_LINK = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
# This page is served for any missing address, so its links must be right from everywhere.
_FROM_ANYWHERE = {"404.html": "/khong/co/trang/nay/"}


def broken_links(site: Path, pages: Mapping[str, PageFacts], address: str) -> Iterator[str]:
    """Yield a Vietnamese sentence for each missing target of a link.

    Args:
        site: the built site.
        pages: its pages' facts, by path from the site's root.
        address: the site's URL, «https://danhba.…/».
    """
    known = {str(file.relative_to(site)) for file in site.rglob("*") if file.is_file()}
    missing: dict[tuple[str, str], list[str]] = {}
    for path, link in _links(site, pages, known):
        target, fragment = _target(path, link, address)
        if target is None:
            continue
        if target not in known:
            missing.setdefault((target, ""), []).append(path)
        elif fragment and target in pages and fragment not in pages[target].ids:
            missing.setdefault((target, fragment), []).append(path)
    for (target, fragment), paths in missing.items():
        others = len(set(paths)) - 1
        where = f"/{paths[0]}" + (f" và {others} trang khác" if others else "")
        what = f"chỗ «#{fragment}» ở trang /{target}" if fragment else f"/{target}"
        yield f"Liên kết hỏng: không có {what}; liên kết nằm ở trang {where}."


def _links(
    site: Path, pages: Mapping[str, PageFacts], known: set[str]
) -> Iterator[tuple[str, str]]:
    for path, facts in pages.items():
        for link in facts.links:
            yield path, link
    for path in sorted(known):
        if path.endswith(".css"):
            for link in _CSS_LINK.findall((site / path).read_text(encoding="utf-8")):
                yield path, link
        elif path.endswith(".xml"):
            for link in etree.parse(site / path).xpath(
                "//@href | //*[local-name() = 'loc']/text()"
            ):
                yield path, str(link)


def _target(path: str, link: str, address: str) -> tuple[str | None, str]:
    """Return the target file of a page's link (None for other sites), and its fragment.

    It does not use `urljoin`, which took most of the time of all checks.
    """
    parts, ours = _split(link.strip()), _split(address)
    if (parts.scheme or ours.scheme, parts.netloc or ours.netloc) != (ours.scheme, ours.netloc):
        return None, ""
    if not parts.path and not parts.netloc:
        return path, unquote(parts.fragment)
    folder = posixpath.dirname(_FROM_ANYWHERE.get(path, f"/{path}"))
    target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))).lstrip("/")
    if posixpath.basename(parts.path) in ("", ".", ".."):
        target = posixpath.join(target, "index.html")
    return target, unquote(parts.fragment)
