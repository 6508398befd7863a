"""The list of people by given name at the end of the PDF: names and the pages that have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from congvu.alphabet import letter, order
from congvu.directory import PersonEntry
from directory_site.pdf.columns import Columns
from directory_site.pdf.fonts import Letters, composed
from directory_site.pdf.objects import reference
from directory_site.pdf.pages import Book, Bookmark, Goal, Spot, Style
from directory_site.pdf.tags import Element

TITLE = "Danh sách theo tên"
_COLUMNS, _SIZE = 3, 8.5
# What a name leaves to the first number, and how far further lines of numbers stand in.
_ROOM, _INDENT = 30.0, 20.0

Listed = tuple[PersonEntry, Spot]


def by_name(book: Book, listed: Iterable[Listed], places: Mapping[int, int]) -> Bookmark:
    """Write the list on new pages and return its bookmark; people who are listed by their
    function only have no name to stand here.

    Args:
        book: empty.
        listed: people and where they stand.
        places: the place of each page, from 1, by its object's number.
    """
    bookmark = Bookmark(TITLE, book.spot())
    book.run(TITLE)
    part = book.part
    book.paragraph(part, TITLE, Style("H2", 16, bold=True, after=4))
    book.paragraph(part, "Xếp theo tên, rồi đến họ và tên đệm; số là trang.", Style(after=4))
    columns = Columns(book, _COLUMNS, book.letters(_SIZE).line)
    spots: dict[tuple[str, str], dict[int, Spot]] = {}
    for person, spot in listed:
        if person.name:
            key = composed(person.given), composed(person.name)
            spots.setdefault(key, {}).setdefault(places[spot.sheet.number], spot)
    names = sorted(spots, key=lambda key: (order(key[0]), order(key[1]), key))
    for first, group in groupby(names, key=lambda key: letter(key[0])):
        section = part.child("Sect")
        _letter(columns, section, first)
        for key in group:
            _entry(columns, section, key[1], spots[key])
        section.close()
    part.close()
    return bookmark


def _letter(columns: Columns, section: Element, first: str) -> None:
    columns.need(4)
    book, owner = columns.book, columns.book.tags.reserve()
    letters = book.letters(_SIZE + 3, bold=True)
    book.y -= 6
    piece = book.show("H3", owner, letters, (columns.left, book.y - letters.ascent), [first])
    book.tags.put(owner, "H3", section.number, str(piece), f"/Pg {book.sheet.number} 0 R")
    section.adopt(owner)
    book.y -= letters.line + 2


def _entry(columns: Columns, section: Element, name: str, spots: Mapping[int, Spot]) -> None:
    book, tags = columns.book, columns.book.tags
    letters = book.letters(_SIZE)
    names = letters.lines(name, columns.width - _ROOM)
    rooms = (columns.width - letters.width(names[-1]) - 6, columns.width - _INDENT)
    rows = _rows(letters, spots, rooms)
    # A column has more lines than a name can have pages: each line holds several numbers.
    columns.need(len(names) + len(rows) - 1)
    owner = tags.reserve()
    right = columns.left + columns.width
    base = book.y - letters.ascent
    names[-1] += " "
    kids = [str(book.show("P", owner, letters, (columns.left, base), names))]
    base -= (len(names) - 1) * letters.line
    for row in rows:
        at = right - sum(letters.width(text) for text, _, _ in row)
        for text, page, spot in row:
            link, end = tags.reserve(), at + letters.width(text)
            piece = book.show("Link", link, letters, (at, base), [text])
            goal = Goal(spot.entry, f"Trang {page}")
            book.link(owner, goal, (at, base - 2, end, base + _SIZE), link, str(piece))
            kids.append(reference(link))
            at = end
        base -= letters.line
    tags.put(owner, "P", section.number, " ".join(kids), f"/Pg {book.sheet.number} 0 R")
    section.adopt(owner)
    book.y -= (len(names) + len(rows) - 1) * letters.line


def _rows(
    letters: Letters, spots: Mapping[int, Spot], rooms: tuple[float, float]
) -> list[list[tuple[str, int, Spot]]]:
    """Return the numbers of pages, a comma after all but the last, line by line.

    Args:
        letters: how they are written.
        spots: where the numbers lead.
        rooms: the width of the first line and of the others, in points.
    """
    rows: list[list[tuple[str, int, Spot]]] = [[]]
    (room, further), wide, last = rooms, 0.0, max(spots)
    for page in sorted(spots):
        text = str(page) if page == last else f"{page}, "
        wide += letters.width(text)
        if rows[-1] and wide > room:
            rows.append([])
            wide, room = letters.width(text), further
        rows[-1].append((text, page, spots[page]))
    return rows
