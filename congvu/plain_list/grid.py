"""The cells of one sheet as plain values, whether the file was a workbook or text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from congvu.days import to_second, written
from congvu.names import one_line

Value = str | int | float | bool | date | None

# A district's list has some thousand rows. More rows are a mistake or an attack.
MAX_ROWS = 20_000
MAX_COLUMNS = 200


class ListError(Exception):
    """No list can be read from a file; the message is Vietnamese."""


class Area(NamedTuple):
    """Merged cells: the first and the last row and column, all 1-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Unreadable:
    """A cell with content that can't be used.

    Attributes:
        why: Vietnamese, what is in it and what to do.
    """

    why: str


# Only an office program can compute the value of a formula.
FORMULA = Unreadable("ô là công thức; hãy chép rồi dán lại dạng giá trị (Paste Special → Values)")
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|"
    r"CONNECT!|BUSY!|UNKNOWN!|#+)|Err:\d{3}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Attributes:
        name: the sheet's name, empty for a file that has none.
        rows: the cells, row by row; a text is NFC, in one line, without odd spaces.
        merged: merged areas of more than one cell.
        hidden_rows, hidden_columns: 1-based numbers of what is hidden in the sheet.
        lines: the lines of each cell with several lines, by row and column.
        widths: how many cells each row of a text file has; empty for a worksheet.
    """

    name: str
    rows: Sequence[Sequence[Value | Unreadable]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    lines: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    widths: Sequence[int] = ()
    _covered: dict[tuple[int, int], Area] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for area in self.merged:
            for row in range(area.top, min(area.bottom, len(self.rows)) + 1):
                for column in range(area.left, min(area.right, self.width) + 1):
                    self._covered[row, column] = area

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> Value | Unreadable:
        """Return a cell's own value, None outside of the sheet."""
        if not 1 <= row <= len(self.rows) or not 1 <= column <= len(self.rows[row - 1]):
            return None
        return self.rows[row - 1][column - 1]

    def area(self, row: int, column: int) -> Area | None:
        """Return the merged area that a cell lies in."""
        return self._covered.get((row, column))

    def spread(self, row: int, column: int) -> Value | Unreadable:
        """Return a cell's value, or that of the merged area that it belongs to."""
        area = self.area(row, column)
        return self.at(area.top, area.left) if area else self.at(row, column)

    def text(self, row: int, column: int) -> str:
        """Return a cell's own value as text, empty for none."""
        return as_text(self.at(row, column))

    def filled(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield column and text of a row's cells that are neither empty nor hidden."""
        for column in range(1, self.width + 1):
            if column not in self.hidden_columns and (text := self.text(row, column)):
                yield column, text


def as_text(value: Value | Unreadable) -> str:
    """Return a value as a clerk writes it; empty for no value and for one that can't be read."""
    if value is None or isinstance(value, Unreadable):
        return ""
    if isinstance(value, date):
        return written(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def from_worksheet(sheet: Worksheet) -> Grid:
    """Read a sheet of a workbook that was opened with its formulas.

    Raises:
        ListError: it has more rows than any office has staff.
    """
    found = {
        place: value
        for place, cell in sheet._cells.items()  # other accesses create the cells
        if (value := _value(cell.value, cell.data_type)) is not None and place[1] <= MAX_COLUMNS
    }
    last_row = max((row for row, _ in found), default=0)
    last_column = max((column for _, column in found), default=0)
    if last_row > MAX_ROWS:
        raise ListError(too_long(sheet.title))
    rows = [
        [found.get((row, column)) for column in range(1, last_column + 1)]
        for row in range(1, last_row + 1)
    ]
    merged = [
        Area(area.min_row, area.min_col, area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
        if area.min_row <= last_row and area.min_col <= last_column
    ]
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    return Grid(
        sheet.title,
        rows,
        tuple(sorted(merged)),
        frozenset(hidden_rows),
        frozenset(_hidden_columns(sheet, last_column)),
        {
            place: tuple(lines)
            for place, cell in sheet._cells.items()
            if isinstance(cell.value, str) and len(lines := lines_of(cell.value)) > 1
        },
    )


def too_long(name: str) -> str:
    """Say that a list is too long."""
    where = f"trang «{name}»" if name else "danh sách"
    return f"{where} dài hơn {MAX_ROWS} dòng; hãy chia thành nhiều tệp"


def _hidden_columns(sheet: Worksheet, most: int) -> Iterator[int]:
    """Yield hidden columns. A file names the first and the last of equal neighbours only."""
    for name, dimension in sheet.column_dimensions.items():
        if dimension.hidden:
            first = dimension.min or column_index_from_string(name)
            yield from range(first, min(dimension.max or first, most) + 1)


def _value(value: Any, data_type: str) -> Value | Unreadable:
    if data_type == "f":
        return FORMULA
    if isinstance(value, datetime):
        return to_second(value).date()
    if isinstance(value, str):
        return value_of(value)
    if isinstance(value, bool | int | float | date) or value is None:
        return value
    return value.isoformat() if isinstance(value, time) else one_line(str(value)) or None


def value_of(text: str) -> str | Unreadable | None:
    """Return a cell's text on one line, None for an empty one, or why it can't be read."""
    said = one_line(text)
    if _ERROR.fullmatch(said):
        return Unreadable(f"ô báo lỗi {said}, không đọc được; hãy ghi lại giá trị")
    return said or None


def lines_of(text: str) -> list[str]:
    """Return the lines of a cell that are not empty."""
    return [line for line in map(one_line, text.splitlines()) if line]


def column_name(column: int) -> str:
    """Return a column's letters, as office programs show them."""
    return get_column_letter(column)
