"""The units in the PDF, by kind: mailbox, what they do, sections and people in order of rank."""

from __future__ import annotations

from collections.abc import Iterable

from congvu.alphabet import order
from congvu.directory import PersonEntry, UnitEntry
from directory_site.cards import shows_people
from directory_site.markdown.parts import KINDS
from directory_site.pdf.by_name import Listed
from directory_site.pdf.fonts import composed
from directory_site.pdf.pages import ASCENT, LEADING, LEFT, RIGHT, Book, Bookmark, uri
from directory_site.pdf.tables import LINE, ROW, SIZE, Cell, Table, widths
from directory_site.pdf.tags import Element
from directory_site.source import Source

_NAME, _TITLE, _ADDRESS = "Họ và tên", "Chức danh", "Địa chỉ thư"
_WIDE = RIGHT - LEFT


def units(book: Book, source: Source) -> tuple[list[Bookmark], list[Listed]]:
    """Write all units; return their bookmarks by kind, and everybody with the place of the row."""
    part = book.tags.document.child("Part")
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
            book.y -= 20
            book.need(_height(book, unit, name) + (30 if place == 0 else 0))
            if place == 0:
                above = book.spot()
                book.paragraph(section, "H2", title, bold=True, size=16, after=8)
            book.run(name)
            below.append(Bookmark(name, book.spot()))
            _unit(book, section, unit, name)
            if unit.sections:
                rows = ((Cell(composed(one.name)), Cell(one.address, mail=True))
                        for one in unit.sections)  # fmt: skip
                sections.write(section, rows)
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
        (title, sorted((unit for unit in units if unit.kind == kind),
                       key=lambda unit: order(unit.place or unit.name)))
        for kind, title in KINDS.items()
    ]  # fmt: skip
    return [(title, members) for title, members in groups if members]


def _unit(book: Book, section: Element, unit: UnitEntry, name: str) -> None:
    book.paragraph(section, "H3", name, bold=True, size=13, after=3)
    owner, link = book.tags.reserve(), book.tags.reserve()
    base = book.y - ASCENT * SIZE
    label = "Hộp thư chung: "
    left = LEFT + book.regular.width(label) * SIZE
    first = book.show("P", owner, book.regular, SIZE, (LEFT, base), [label])
    second = book.show("Link", link, book.bold, SIZE, (left, base), [unit.address])
    right = left + book.bold.width(unit.address) * SIZE
    book.link(owner, uri(f"mailto:{unit.address}"), unit.address,
              (left, base - 3, right, base + SIZE), link, str(second))  # fmt: skip
    book.tags.put(owner, "P", section.number, f"{first} {link} 0 R",
                  f"/Pg {book.sheet.number} 0 R")  # fmt: skip
    section.adopt(owner)
    book.y -= LINE + 2
    if unit.functions:
        book.paragraph(section, "P", composed(f"Giải quyết: {'; '.join(unit.functions)}."))
    day = unit.updated
    book.paragraph(
        section, "P",
        composed(f"Căn cứ: Quyết định số {unit.decision.number}; "
                 f"thay đổi gần nhất ngày {day.day}/{day.month}/{day.year}."),
        after=6,
    )  # fmt: skip


def _height(book: Book, unit: UnitEntry, name: str) -> float:
    """Return how much of a unit has to stand together: its head and two rows of its table."""
    doing = "; ".join(unit.functions)
    lines = len(book.bold.lines(name, 13, _WIDE)) * 13 * LEADING
    lines += (len(book.regular.lines(composed(doing), SIZE, _WIDE)) + 2) * LINE
    rows = min(2, len(unit.sections or unit.people))
    return min(lines + 20 + (ROW * (rows + 1) if rows else 0), 400)


def _people_table(book: Book, people: list[PersonEntry], *, shown: bool) -> Table:
    names = [composed(person.name) for person in people]
    # Most people are no heads, but a column that fits in bold fits them all.
    if not shown:
        name, _ = widths(book.bold, ((*names, _NAME), ()), (220, 0))
        return Table(book, (_NAME, _TITLE), (name, _WIDE - name))
    addresses = (*(person.address for person in people), _ADDRESS)
    name, address = widths(book.bold, ((*names, _NAME), addresses), (160, 220))
    return Table(book, (_NAME, _TITLE, _ADDRESS), (name, _WIDE - name - address, address))


def _cells(person: PersonEntry, *, shown: bool) -> tuple[Cell, ...]:
    cells = (Cell(composed(person.name), bold=person.is_head), Cell(composed(person.title)))
    return (*cells, Cell(person.address, mail=True)) if shown else cells
