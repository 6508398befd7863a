"""The list of people by given name at the end of the PDF: names and the pages that have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from congvu.alphabet import letter, order
from congvu.directory import PersonEntry
from directory_site.pdf.fonts import Font, composed
from directory_site.pdf.objects import reference
from directory_site.pdf.pages import ASCENT, BOTTOM, LEADING, LEFT, RIGHT, TOP, Book, Bookmark, Spot
from directory_site.pdf.tags import Element

TITLE = "Danh sách theo tên"
_COLUMNS, _GAP, _SIZE = 3, 16.0, 8.5
_LINE = _SIZE * LEADING
_WIDTH = (RIGHT - LEFT - (_COLUMNS - 1) * _GAP) / _COLUMNS
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
    part = book.tags.document.child("Part")
    book.paragraph(part, "H2", TITLE, bold=True, size=16, after=4)
    book.paragraph(part, "P", "Xếp theo tên, rồi đến họ và tên đệm; số là trang.", after=8)
    columns = _Columns(book)
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


class _Columns:
    """Where the next entry stands: columns are filled one after the other."""

    def __init__(self, book: Book) -> None:
        self.book, self._column, self._top = book, 0, book.y

    @property
    def left(self) -> float:
        """The left edge of the column."""
        return LEFT + self._column * (_WIDTH + _GAP)

    def need(self, lines: float) -> None:
        """Go to the next column, or page, unless there is room for so many lines."""
        if self.book.y - lines * _LINE >= BOTTOM:
            return
        self._column += 1
        if self._column == _COLUMNS:
            self.book.turn()
            self._column, self._top = 0, TOP
        self.book.y = self._top


def _letter(columns: _Columns, section: Element, first: str) -> None:
    columns.need(4)
    book, owner = columns.book, columns.book.tags.reserve()
    size = _SIZE + 3
    place = (columns.left, book.y - 6 - ASCENT * size)
    piece = book.show("H3", owner, book.bold, size, place, [first])
    book.tags.put(owner, "H3", section.number, str(piece), f"/Pg {book.sheet.number} 0 R")
    section.adopt(owner)
    book.y -= 6 + size * LEADING + 2


def _entry(columns: _Columns, section: Element, name: str, spots: dict[int, Spot]) -> None:
    book, tags, font = columns.book, columns.book.tags, columns.book.regular
    names = font.lines(name, _SIZE, _WIDTH - _ROOM)
    rows = _rows(font, spots, _WIDTH - font.width(names[-1]) * _SIZE - 6)
    owner = tags.reserve()
    lines = len(names) + len(rows) - 1
    # An entry with more pages than a column has lines can't be: each line holds several.
    columns.need(lines)
    left, right = columns.left, columns.left + _WIDTH
    base = book.y - ASCENT * _SIZE
    names[-1] += " "
    kids = [str(book.show("P", owner, font, _SIZE, (left, base), names))]
    base -= (len(names) - 1) * _LINE
    for row in rows:
        at = right - sum(font.width(text) for text, _, _ in row) * _SIZE
        for text, page, spot in row:
            link = tags.reserve()
            wide = font.width(text) * _SIZE
            piece = book.show("Link", link, font, _SIZE, (at, base), [text])
            box = (at, base - 2, at + wide, base + _SIZE)
            book.link(owner, spot.target, f"Trang {page}", box, link, str(piece))
            kids.append(reference(link))
            at += wide
        base -= _LINE
    tags.put(owner, "P", section.number, " ".join(kids), f"/Pg {book.sheet.number} 0 R")
    section.adopt(owner)
    book.y -= lines * _LINE


def _rows(font: Font, spots: dict[int, Spot], room: float) -> list[list[tuple[str, int, Spot]]]:
    """Return the numbers of pages, a comma after all but the last, line by line."""
    rows: list[list[tuple[str, int, Spot]]] = [[]]
    wide, last = 0.0, max(spots)
    for page, spot in sorted(spots.items(), key=lambda one: one[0]):
        text = str(page) if page == last else f"{page}, "
        wide += font.width(text) * _SIZE
        if rows[-1] and wide > room:
            rows.append([])
            wide, room = font.width(text) * _SIZE, _WIDTH - _INDENT
        rows[-1].append((text, page, spot))
    return rows
