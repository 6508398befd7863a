"""Common parts of pages: front matter, kinds of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from congvu.directory import UnitEntry
from congvu.office import Office
from directory_site.text import front_matter

# The headings of the front page, in their order.
KINDS = {
    "leadership": "Lãnh đạo huyện",
    "division": "Phòng, ban chuyên môn",
    "public_service": "Đơn vị sự nghiệp",
    "town": "Thị trấn",
    "commune": "Xã",
}


@dataclass(frozen=True)
class Page:
    """One page: its path in the site's sources and its Markdown."""

    path: str
    text: str


def known_as(unit: UnitEntry) -> str:
    """Return the text by which a unit is sorted in lists: for a commune its place, not «UBND»."""
    return unit.place or unit.name


def site_name(office: Office) -> str:
    """Return the directory's name, short enough for a phone's title bar."""
    return f"Danh bạ {office.name}"


def page(
    path: str,
    title: str,
    description: str,
    blocks: Iterable[str],
    crumbs: Iterable[tuple[str, str]] = (),
    **more: str,
) -> Page:
    """Make a page.

    Args:
        path: path of the file below the site's sources.
        title: as a text, without the site's name.
        description: one sentence for search engines, as a text.
        blocks: the page's Markdown; each block is a paragraph, heading, table or HTML block.
        crumbs: the pages between the front page and this one: text, path from the site's root.
        more: ``json_ld``, the page's JSON-LD (`directory_site.json_ld`), and ``updated``, the day
            of the last change of its content, for the sitemap.
    """
    head = front_matter(title, description, crumbs, **more)
    return Page(path, head + "\n" + "\n\n".join(blocks) + "\n")
