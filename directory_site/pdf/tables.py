"""Tables of the PDF: rows that are never broken, a head that comes again on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory_site.pdf.fonts import Letters
from directory_site.pdf.objects import reference
from directory_site.pdf.pages import BOTTOM, LEFT, RIGHT, Book, Spot, mail
from directory_site.pdf.tags import Element

SIZE = 9.5
# Above and below the text of a row.
_PADDING = 2.4
# A row of one line, with its rule.
ROW = 17.0
_GAP = 10.0
# A cell with more lines goes on in a row of its own: a row has to fit onto a page.
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, its face, and whether it is an address to write to."""

    text: str
    bold: bool = False
    mail: bool = False


class Table:
    """Columns that all tables of one kind share: widths in points, from the left margin on."""

    def __init__(self, book: Book, headings: Sequence[str], widths: Sequence[float]) -> None:
        self._book, self._headings = book, headings
        self._regular, self._bold = book.letters(SIZE), book.letters(SIZE, bold=True)
        self._places: list[tuple[float, float]] = []
        left = LEFT
        for width in widths:
            self._places.append((left, width - _GAP))
            left += width

    def write(self, parent: Element, rows: Iterable[Sequence[Cell]]) -> list[Spot]:
        """Write one table and return the places of its rows.

        The caller sees to it that the head does not stand alone at the foot of a page.
        """
        book = self._book
        table = parent.child("Table")
        head = table.child("THead")
        self._head(head)
        head.close()
        body = table.child("TBody")
        spots = []
        for cells in rows:
            lines = [
                self._lines(cell, width)
                for cell, (_, width) in zip(cells, self._places, strict=True)
            ]
            highest = max(1, *map(len, lines))
            for start in range(0, highest, _MOST_LINES):
                part = [one[start : start + _MOST_LINES] for one in lines]
                height = min(highest - start, _MOST_LINES) * self._regular.line + 2 * _PADDING
                if book.y - height < BOTTOM:
                    book.turn()
                    self._repeat_head()
                if start == 0:
                    spots.append(book.spot())
                self._row(body, cells, part)
                book.y -= height
                book.sheet.rule(LEFT, RIGHT, book.y)
        body.close()
        table.close()
        return spots

    def _lines(self, cell: Cell, width: float) -> list[str]:
        if not cell.text:
            return []
        letters = self._letters(cell)
        if cell.mail and letters.width(cell.text) > width:
            local, at, domain = cell.text.partition("@")
            return [*letters.lines(local, width), *letters.lines(at + domain, width)]
        return letters.lines(cell.text, width)

    def _letters(self, cell: Cell) -> Letters:
        return self._bold if cell.bold else self._regular

    @property
    def _base(self) -> float:
        """Where the base line of a row's first line stands."""
        return self._book.y - _PADDING - self._regular.ascent

    def _row(self, parent: Element, cells: Sequence[Cell], lines: Sequence[list[str]]) -> None:
        book = self._book
        file, tags, sheet = book.file, book.tags, book.sheet
        row, page = file.reserve(), sheet.number
        base = self._base
        kids = []
        for cell, shown, (left, _) in zip(cells, lines, self._places, strict=True):
            if not shown:
                kids.append(reference(tags.leaf("TD", row, page, "")))
                continue
            holder = file.reserve()
            kids.append(reference(holder))
            owner = file.reserve() if cell.mail else holder
            letters = self._letters(cell)
            kind = "Link" if cell.mail else "TD"
            piece = book.show(kind, owner, letters, (left, base), shown)
            if cell.mail:
                right = left + max(map(letters.width, shown))
                bottom = base - (len(shown) - 1) * letters.line - 3
                area = (left, bottom, right, base + SIZE)
                book.link(holder, mail(cell.text), area, owner, str(piece))
                tags.put(holder, "TD", row, reference(owner))
            else:
                tags.put(holder, "TD", row, str(piece), f"/Pg {page} 0 R")
        tags.put(row, "TR", parent.number, " ".join(kids))
        parent.adopt(row)

    def _head(self, parent: Element) -> None:
        book = self._book
        row = parent.child("TR")
        for heading, (left, _) in zip(self._headings, self._places, strict=True):
            cell = book.tags.reserve()
            piece = book.show("TH", cell, self._bold, (left, self._base), [heading])
            entries = f"/Pg {book.sheet.number} 0 R/A<</O/Table/Scope/Column>>"
            book.tags.put(cell, "TH", row.number, str(piece), entries)
            row.adopt(cell)
        row.close()
        self._below_head()

    def _repeat_head(self) -> None:
        """Draw the head once more; to a screen reader it is no part of the table."""
        book = self._book
        face = book.bold
        shown = " ".join(
            f"BT/{face.name} {SIZE} Tf {left:.1f} {self._base:.1f} Td {face.encode(text)}Tj ET"
            for text, (left, _) in zip(self._headings, self._places, strict=True)
        )
        book.sheet.operations.append(f"/Artifact BMC {shown} EMC")
        self._below_head()

    def _below_head(self) -> None:
        self._book.y -= ROW
        self._book.sheet.rule(LEFT, RIGHT, self._book.y, 1.0)


def column(letters: Letters, texts: Iterable[str], most: float) -> float:
    """Return how wide a column should be: as wide as its longest text, at most so many points."""
    return min(most, max(map(letters.width, texts), default=0.0) + _GAP + 1)
