"""Pages that lead to other pages, with their position in the site for people and programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from directory_site import json_ld
from directory_site.json_ld import Trail
from directory_site.markdown.parts import Page, page
from directory_site.source import Source

# Pages with other pages below them: text, path from the site's root.
FUNCTIONS = ("Việc cần làm", "viec/")
LETTERS = ("A–Z", "a-z/")


class Head(NamedTuple):
    """A page's title, one sentence about it, and the pages above it below the front page."""

    title: str
    description: str
    above: Trail = ()


def browsing_page(source: Source, path: str, head: Head, blocks: Iterable[str]) -> Page:
    """Make a page that tells programs only its position in the site.

    Args:
        source: the site's source.
        path: path of the file below the site's sources.
        head: title, sentence and pages above, as texts.
        blocks: the page's Markdown.
    """
    data = json_ld.crumbs(source, (*head.above, (head.title, address(path))))
    return page(path, head.title, head.description, blocks, head.above, json_ld=data)


def address(path: str) -> str:
    """Return the path of a page from the site's root, by its file below the site's sources.

    >>> address("viec/index.md"), address("viec/ho-tich.md"), address("index.md")
    ('viec/', 'viec/ho-tich/', '')
    """
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"
