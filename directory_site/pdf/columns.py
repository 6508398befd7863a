"""Columns that are filled one after the other, page by page: contents and list by name."""

from __future__ import annotations

from directory_site.pdf.pages import BOTTOM, LEFT, RIGHT, TOP, Book

_GAP = 16.0


class Columns:
    """Where the next entry stands.

    Args:
        book: what is written; the columns begin where it is.
        count: how many columns.
        line: how high a line is, in points.

    Attributes:
        width: of a column, in points.
    """

    def __init__(self, book: Book, count: int, line: float) -> None:
        self.book = book
        self.width = (RIGHT - LEFT - (count - 1) * _GAP) / count
        self._count, self._line = count, line
        self._column, self._top = 0, book.y

    @property
    def left(self) -> float:
        """The left edge of the column."""
        return LEFT + self._column * (self.width + _GAP)

    def need(self, lines: float) -> None:
        """Go to the next column, or page, unless there is room for so many lines."""
        if self.book.y - lines * self._line >= BOTTOM:
            return
        self._column += 1
        if self._column == self._count:
            self.book.turn()
            self._column, self._top = 0, TOP
        self.book.y = self._top
