"""The units in the PDF, by kind: mailbox, what they do, sections and people in order of rank."""

from __future__ import annotations

from collections.abc import Iterable

from congvu.alphabet import order
from congvu.directory import PersonEntry, UnitEntry
from directory_site.cards import shows_people
from directory_site.markdown.parts import KINDS
from directory_site.pdf.by_name import Listed
from directory_site.pdf.fonts import composed
from directory_site.pdf.pages import LEFT, RIGHT, Book, Bookmark, Style, mail
from directory_site.pdf.tables import ROW, SIZE, Cell, Table, column
from directory_site.pdf.tags import Element
from directory_site.source import Source
from directory_site.text import day_text

_NAME, _TITLE, _ADDRESS = "Họ và tên", "Chức danh", "Địa chỉ thư"
_WIDE = RIGHT - LEFT
_NAME_STYLE = Style("H3", 13, bold=True, after=3)
_MOST_TOGETHER = 400.0


def units(book: Book, source: Source) -> tuple[list[Bookmark], list[Listed]]:
    """Write all units; return their bookmarks by kind, and everybody with the place of the row."""
    part = book.part
    shown = shows_people(source.office)
    everybody = [person for unit in source.directory.units for person in unit.people]
    people = _people_table(book, everybody, shown=shown)
    sections = Table(book, ("Bộ phận", "Hộp thư"), (_WIDE / 2, _WIDE / 2))
    bookmarks: list[Bookmark] = []
    listed: list[Listed] = []
    for title, members in by_kind(source.directory.units):
        below = []
        kind = part.child("Sect")
        for place, unit in enumerate(members):
            section = kind.child("Sect")
            name = composed(unit.name)
            book.need(_height(book, unit, name) + (50 if place == 0 else 20))
            book.y -= 0 if book.fresh else 20
            book.run(name)
            if place == 0:
                above = book.spot()
                book.paragraph(section, title, Style("H2", 16, bold=True, after=8))
            below.append(Bookmark(name, book.spot()))
            _unit(book, section, unit, name)
            if unit.sections:
                sections.write(
                    section,
                    (
                        (Cell(composed(one.name)), Cell(one.address, mail=True))
                        for one in unit.sections
                    ),
                )
                book.y -= 8
            if unit.people:
                book.need(3 * ROW)
                rows = (_cells(person, shown=shown) for person in unit.people)
                listed += zip(unit.people, people.write(section, rows), strict=True)
            section.close()
        kind.close()
        bookmarks.append(Bookmark(title, above, tuple(below)))
    part.close()
    return bookmarks, listed


def by_kind(units: Iterable[UnitEntry]) -> list[tuple[str, list[UnitEntry]]]:
    """Return the kinds that there are, with their units, in the order of the front page."""
    groups = [
        (title, sorted((unit for unit in units if unit.kind == kind), key=_place))
        for kind, title in KINDS.items()
    ]
    return [(title, members) for title, members in groups if members]


def _place(unit: UnitEntry) -> str:
    return order(unit.place or unit.name)


def _unit(book: Book, section: Element, unit: UnitEntry, name: str) -> None:
    book.paragraph(section, name, _NAME_STYLE)
    owner, link = book.tags.reserve(), book.tags.reserve()
    label, letters, strong = "Hộp thư chung: ", book.letters(SIZE), book.letters(SIZE, bold=True)
    base, left = book.y - letters.ascent, LEFT + letters.width(label)
    first = book.show("P", owner, letters, (LEFT, base), [label])
    second = book.show("Link", link, strong, (left, base), [unit.address])
    area = (left, base - 3, left + strong.width(unit.address), base + SIZE)
    book.link(owner, mail(unit.address), area, link, str(second))
    entries = f"/Pg {book.sheet.number} 0 R"
    book.tags.put(owner, "P", section.number, f"{first} {link} 0 R", entries)
    section.adopt(owner)
    book.y -= letters.line + 1
    if unit.functions:
        book.paragraph(section, _functions(unit), Style(size=SIZE, after=1))
    if unit.former_names:
        former = composed(f"Tên cũ: {'; '.join(unit.former_names)}")
        book.paragraph(section, former, Style(size=SIZE, after=1))
    made = f"Căn cứ: Quyết định số {unit.decision.number}; thay đổi lần cuối ngày "
    book.paragraph(section, composed(made + day_text(unit.updated)), Style(size=SIZE, after=5))


def _functions(unit: UnitEntry) -> str:
    return composed(f"Giải quyết: {'; '.join(unit.functions)}")


def _height(book: Book, unit: UnitEntry, name: str) -> float:
    """Return how much of a unit has to stand together: its head and two rows of its table."""
    letters, strong = book.letters(SIZE), book.letters(_NAME_STYLE.size, bold=True)
    high = len(strong.lines(name, _WIDE)) * strong.line
    high += (len(letters.lines(_functions(unit), _WIDE)) + 2) * letters.line
    rows = min(2, len(unit.sections or unit.people))
    return min(high + 20 + (ROW * (rows + 1) if rows else 0), _MOST_TOGETHER)


def _people_table(book: Book, people: list[PersonEntry], *, shown: bool) -> Table:
    # Most people are no heads, but a column that fits in bold fits them all.
    names = (_NAME, *(composed(person.name) for person in people))
    name = column(book.letters(SIZE, bold=True), names, 150)
    if not shown:
        return Table(book, (_NAME, _TITLE), (name, _WIDE - name))
    addresses = (_ADDRESS, *(person.address for person in people))
    address = column(book.letters(SIZE), addresses, 210)
    return Table(book, (_NAME, _TITLE, _ADDRESS), (name, _WIDE - name - address, address))


def _cells(person: PersonEntry, *, shown: bool) -> tuple[Cell, ...]:
    cells = (Cell(composed(person.name), bold=person.is_head), Cell(composed(person.title)))
    return (*cells, Cell(person.address, mail=True)) if shown else cells
