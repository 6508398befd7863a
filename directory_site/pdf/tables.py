"""Tables of the PDF: rows that are never broken, a head that comes again on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from directory_site.pdf.fonts import Font
from directory_site.pdf.objects import reference
from directory_site.pdf.pages import ASCENT, BOTTOM, LEADING, LEFT, RIGHT, Book, Spot, uri
from directory_site.pdf.tags import Element

SIZE = 10.0
LINE = SIZE * LEADING
# Above and below the text of a row.
PADDING = 2.6
ROW = LINE + 2 * PADDING
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
                height = min(highest - start, _MOST_LINES) * LINE + 2 * PADDING
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
        font = self._font(cell)
        if cell.mail and font.width(cell.text) * SIZE > width:
            local, at, domain = cell.text.partition("@")
            return [*font.lines(local, SIZE, width), *font.lines(at + domain, SIZE, width)]
        return font.lines(cell.text, SIZE, width)

    def _font(self, cell: Cell) -> Font:
        return self._book.bold if cell.bold else self._book.regular

    def _row(self, parent: Element, cells: Sequence[Cell], lines: Sequence[list[str]]) -> None:
        book = self._book
        file, tags, sheet = book.file, book.tags, book.sheet
        row, page = file.reserve(), sheet.number
        base = book.y - PADDING - ASCENT * SIZE
        kids = []
        for cell, shown, (left, _) in zip(cells, lines, self._places, strict=True):
            if not shown:
                kids.append(reference(tags.leaf("TD", row, page, "")))
                continue
            holder = file.reserve()
            kids.append(reference(holder))
            owner = file.reserve() if cell.mail else holder
            font = self._font(cell)
            piece = book.show("Link" if cell.mail else "TD", owner, font, SIZE, (left, base), shown)
            if cell.mail:
                right = left + max(map(font.width, shown)) * SIZE
                box = (left, base - (len(shown) - 1) * LINE - 3, right, base + SIZE)
                book.link(holder, uri(f"mailto:{cell.text}"), cell.text, box, owner, str(piece))
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
            base = book.y - PADDING - ASCENT * SIZE
            piece = book.show("TH", cell, book.bold, SIZE, (left, base), [heading])
            entries = f"/Pg {book.sheet.number} 0 R/A<</O/Table/Scope/Column>>"
            book.tags.put(cell, "TH", row.number, str(piece), entries)
            row.adopt(cell)
        row.close()
        self._below_head()

    def _repeat_head(self) -> None:
        """Draw the head once more; to a screen reader it is no part of the table."""
        book = self._book
        base = book.y - PADDING - ASCENT * SIZE
        shown = " ".join(
            f"BT/{book.bold.name} {SIZE} Tf {left:.1f} {base:.1f} Td {book.bold.encode(text)}Tj ET"
            for text, (left, _) in zip(self._headings, self._places, strict=True)
        )
        book.sheet.operations.append(f"/Artifact BMC {shown} EMC")
        self._below_head()

    def _below_head(self) -> None:
        self._book.y -= ROW
        self._book.sheet.rule(LEFT, RIGHT, self._book.y, 1.0)


def widths(font: Font, columns: Sequence[Iterable[str]], most: Sequence[float]) -> list[float]:
    """Return how wide columns should be: as wide as their longest text, none wider than `most`.

    Args:
        font: the widest face that is used.
        columns: the texts of each column.
        most: the width, in points, that a column may take at most.
    """
    return [
        min(limit, max(map(font.width, texts), default=0) * SIZE + _GAP + 2)
        for texts, limit in zip_longest(columns, most)
    ]
