"""Finds the table in a sheet: the rows of its header, and the meaning of each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from congvu.names import fold, syllables
from congvu.plain_list.columns import Field, meaning
from congvu.plain_list.dates import is_day_or_year
from congvu.plain_list.grid import Grid, ListError, as_text, column_name
from congvu.workbook.sheets import REASON

# The header is searched for in this many rows. Titles above it take only some of them.
_SEARCHED = 40
# Separates the texts of a header of several rows when it is shown on one line.
HALVES = " / "
_MIDDLE_OF_NAME = (Field.FAMILY, Field.MIDDLE, Field.FAMILY_AND_MIDDLE)


@dataclass(frozen=True)
class Table:
    """The position of a list's table in its sheet.

    Attributes:
        grid: the sheet.
        top, bottom: first and last row of the header.
        columns: the column of each field.
        not_used: columns with data that is not needed, with their headers.
        not_known: columns with a header that is not understood, with their headers.
        hidden: columns that are hidden in the sheet and therefore not read, with their headers.
    """

    grid: Grid
    top: int
    bottom: int
    columns: Mapping[Field, int]
    not_used: Mapping[int, str]
    not_known: Mapping[int, str]
    hidden: Mapping[int, str]

    def header(self, column: int) -> str:
        """Return a column's header as it is written."""
        return _header(self.grid, (self.top, self.bottom), column)


def find_table(grid: Grid, chosen: Mapping[Field, int] | None = None) -> Table | None:
    """Find the table of a sheet, None where there is no header.

    Args:
        grid: the sheet.
        chosen: columns whose meaning the clerk states.

    Raises:
        ListError: two columns have the same meaning.
    """
    for row in range(1, min(len(grid.rows), _SEARCHED) + 1):
        if row in grid.hidden_rows:
            continue
        found = {meaning(text) for _, text in grid.filled(row)} - {None}
        below = _has_lower_half(grid, row)
        if below:
            found |= {field for _, field in _meanings(grid, (row, row + 1))} - {None}
        if not _names_people(found) or len(found) < 2:
            continue
        top = row - 1 if _has_upper_half(grid, row) else row
        return _table(grid, (top, row + 1 if below else row), chosen or {})
    return None


def _names_people(found: set[Field | None]) -> bool:
    return Field.NAME in found or Field.GIVEN in found


def _has_lower_half(grid: Grid, row: int) -> bool:
    """Tell whether the next row belongs to the header: it has only words of headers."""
    below = [(column, text) for column, text in grid.filled(row + 1)]
    if not below or row + 1 in grid.hidden_rows or not list(grid.filled(row)):
        return False
    known = [meaning(*_path(grid, (row, row + 1), column)) for column, _ in below]
    alone = [meaning(text) or _is_sex(text) for _, text in below]
    if all(alone) and len(below) > 1 and _names_people({meaning(text) for _, text in below}):
        return False  # the next row is a whole header; this row is a title or its upper half
    halves = [_is_half(text) for _, text in below]
    return all(
        field is not None and (half or sure)
        for field, half, sure in zip(known, halves, alone, strict=True)
    )


def _has_upper_half(grid: Grid, row: int) -> bool:
    """Tell whether the row above has a header for several columns, such as «Quyết định»."""
    if row == 1 or row - 1 in grid.hidden_rows:
        return False
    return any(
        meaning(text) is not None
        for column, text in grid.filled(row - 1)
        if (area := grid.area(row - 1, column)) is None
        or (area.bottom == row - 1 and area.right - area.left < grid.width - 1)
    )


def _is_half(text: str) -> bool:
    return fold(text) in ("nam", "nu", "so", "ngay", "thang", "ngayky", "ngaythangnam", "soqd")


def _is_sex(text: str) -> bool:
    return text.lower() in ("nam", "nữ", "nu")


def _header(grid: Grid, rows: tuple[int, int], column: int) -> str:
    return HALVES.join(_path(grid, rows, column))


def _path(grid: Grid, rows: tuple[int, int], column: int) -> list[str]:
    """Return the texts of a column's header from top to bottom, including merged cells."""
    path: list[str] = []
    for row in range(rows[0], rows[1] + 1):
        text = as_text(grid.spread(row, column))
        if not text and row < rows[1] and grid.text(row + 1, column):
            text = _left_of(grid, row, column)
        if text and text not in path:
            path.append(text)
    return path


def _left_of(grid: Grid, row: int, column: int) -> str:
    """Return the text of the nearest filled cell to the left, which heads several columns."""
    for left in range(column - 1, 0, -1):
        if text := grid.text(row, left):
            return text
    return ""


def _meanings(grid: Grid, rows: tuple[int, int]) -> Iterator[tuple[int, Field | None]]:
    for column in range(1, grid.width + 1):
        yield column, meaning(*_path(grid, rows, column))


def _table(grid: Grid, rows: tuple[int, int], chosen: Mapping[Field, int]) -> Table:
    grid = _without_reasons(grid, rows[0])
    columns: defaultdict[Field, list[int]] = defaultdict(list)
    not_used: dict[int, str] = {}
    not_known: dict[int, str] = {}
    hidden: dict[int, str] = {}
    for column, field in _meanings(grid, rows):
        header = _header(grid, rows, column)
        if not header or header.startswith(REASON):
            continue
        if column in grid.hidden_columns:
            hidden[column] = header
        elif field is None:
            not_known[column] = header
        elif field is Field.NOT_USED:
            not_used[column] = header
        else:
            columns[field].append(column)
    _birth_dates_by_sex(grid, rows[1], columns, not_known)
    _divided_name(grid, rows, columns)
    for field, column in chosen.items():
        for others in columns.values():
            if column in others:
                others.remove(column)
        not_used.pop(column, None)
        not_known.pop(column, None)
        for other in columns[field]:
            not_used[other] = _header(grid, rows, other)
        columns[field] = [column]
    _both_kinds_of_decision(grid, rows, columns, not_used)
    for field, several in columns.items():
        if len(several) > 1:
            raise ListError(_same(grid, rows, field, several))
    single = {field: several[0] for field, several in columns.items() if several}
    return Table(grid, *rows, single, not_used, not_known, hidden)


def _without_reasons(grid: Grid, top: int) -> Grid:
    """Hide the column of reasons, where the list is a copy that an earlier import wrote."""
    reasons = {column for column, text in grid.filled(top) if text.startswith(REASON)}
    return replace(grid, hidden_columns=grid.hidden_columns | reasons) if reasons else grid


def _birth_dates_by_sex(
    grid: Grid, bottom: int, columns: dict[Field, list[int]], not_known: dict[int, str]
) -> None:
    """Take the columns «Nam» and «Nữ» as birth dates, if there are dates in them and not an x."""
    sexes = {text.lower(): column for column, text in not_known.items() if _is_sex(text)}
    dated = any(
        is_day_or_year(grid.at(row, column))
        for column in sexes.values()
        for row in range(bottom + 1, len(grid.rows) + 1)
    )
    if not dated or Field.BIRTH_DATE in columns:
        return
    for text, column in sexes.items():
        columns[Field.BIRTH_DATE_MALE if text == "nam" else Field.BIRTH_DATE_FEMALE].append(column)
        del not_known[column]


def _divided_name(grid: Grid, rows: tuple[int, int], columns: dict[Field, list[int]]) -> None:
    """Assign the columns of names in two or three columns, with one header or several."""
    names = columns[Field.NAME]
    if len(names) == 1 and not columns[Field.GIVEN] and not columns[Field.FAMILY_AND_MIDDLE]:
        after = names[0] + 1
        if not _path(grid, rows, after) and _holds_given_names(grid, rows[1], after):
            names.append(after)
    if len(names) == 2 and names[1] == names[0] + 1:
        same = grid.area(rows[0], names[0])
        if not grid.text(rows[0], names[1]) and (
            same is None or same == grid.area(rows[0], names[1])
        ):
            columns[Field.FAMILY_AND_MIDDLE], columns[Field.GIVEN] = [names[0]], [names[1]]
            columns[Field.NAME] = []
    if columns[Field.GIVEN] and not any(columns[field] for field in _MIDDLE_OF_NAME):
        columns[Field.NAME] += columns.pop(Field.GIVEN)  # «Tên» alone is the whole name
    if columns[Field.FAMILY] and not columns[Field.MIDDLE]:
        columns[Field.FAMILY_AND_MIDDLE] += columns.pop(Field.FAMILY)


def _holds_given_names(grid: Grid, bottom: int, column: int) -> bool:
    """Tell whether most rows of a column without a header hold one syllable, a given name."""
    texts = [grid.text(row, column) for row in range(bottom + 1, len(grid.rows) + 1)]
    given = sum(text.isalpha() and len(syllables(text)) == 1 for text in texts)
    return given * 2 > len(texts)


def _both_kinds_of_decision(
    grid: Grid, rows: tuple[int, int], columns: dict[Field, list[int]], not_used: dict[int, str]
) -> None:
    """Ignore a column with number and day of a decision where another has the number alone."""
    if columns[Field.DECISION] and columns[Field.NUMBER]:
        for column in columns.pop(Field.DECISION):
            not_used[column] = _header(grid, rows, column)


def _same(grid: Grid, rows: tuple[int, int], field: Field, several: list[int]) -> str:
    names = ", ".join(
        f"{column_name(column)} «{_header(grid, rows, column)}»" for column in several
    )
    where = f"trang «{grid.name}», " if grid.name else ""
    first = column_name(several[0])
    return (
        f"{where}dòng {rows[0]}: có {len(several)} cột cùng là {field}: {names}; hãy chọn một, ví "
        f'dụ --column "{field}={first}", hoặc đổi tiêu đề cột không dùng thành «Ghi chú»'
    )
