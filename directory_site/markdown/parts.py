"""What pages have in common: their head, kinds of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from congvu.directory import UnitEntry
from congvu.office import Office
from directory_site.text import front_matter

# Headings of the front page, in the order in which they stand.
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
    """Return where people look for a unit: a commune not under the U of «UBND», but by its place.

    Lists of units are sorted by it.
    """
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
    """Put a page together.

    Args:
        path: of the file, below the site's sources.
        title: as a text, without the site's name.
        description: one sentence for search engines, as a text.
        blocks: the page's Markdown, a paragraph, heading, table or HTML block each.
        crumbs: pages above this one below the front page: text, address from the site's root.
        more: ``json_ld``, what programs read about the page (`directory_site.json_ld`), and
            ``updated``, the day on which what stands here changed last, for the sitemap.
    """
    head = front_matter(title, description, crumbs, **more)
    return Page(path, head + "\n" + "\n\n".join(blocks) + "\n")
