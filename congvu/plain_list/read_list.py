"""Reads the sheets of a list from a file, and says why other sheets are not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string

from congvu.plain_list.body import Body
from congvu.plain_list.columns import Field, meaning
from congvu.plain_list.doubts import somebody
from congvu.plain_list.grid import Grid, ListError, from_worksheet
from congvu.plain_list.reader import read_body
from congvu.plain_list.table import find_table
from congvu.workbook.problems import Problem

_CHOSEN = re.compile(r"\s*(.+?)\s*=\s*([A-Za-z]{1,3})\s*")


@dataclass(frozen=True)
class Sheets:
    """The content of a file.

    Attributes:
        bodies: the sheets that hold a list.
        passed_over: names of the other sheets, with the reason.
        problems: rows of the other sheets that look like rows of people.
    """

    bodies: tuple[Body, ...]
    passed_over: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()


def grids_of_workbook(workbook: Workbook) -> tuple[list[Grid], list[tuple[str, str]]]:
    """Return the visible sheets, and the names of the others with the reason.

    Raises:
        ListError: a sheet has more rows than any office has staff.
    """
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    hidden = [
        (sheet.title, "trang đang ẩn")
        for sheet in workbook.worksheets
        if sheet.sheet_state != "visible"
    ]
    return [from_worksheet(sheet) for sheet in shown], hidden


def chosen_columns(texts: Iterable[str]) -> dict[Field, int]:
    """Read the clerk's option for columns: «chức vụ=D».

    Raises:
        ListError: it has another form, or names no known column.
    """
    chosen: dict[Field, int] = {}
    for text in texts:
        match = _CHOSEN.fullmatch(text)
        field = meaning(match[1]) if match else None
        if match is None or field is None or field in (Field.NOT_USED, Field.ORDINAL):
            raise ListError(
                f'«{text}» không phải dạng TÊN=CỘT, ví dụ "chức vụ=D"; các tên: {", ".join(_NAMED)}'
            )
        chosen[field] = column_index_from_string(match[2].upper())
    return chosen


_NAMED = [
    field.value
    for field in Field
    if field not in (Field.ORDINAL, Field.NOT_USED) and meaning(field.value) is field
]


def read_sheets(
    grids: Iterable[Grid],
    hidden: Iterable[tuple[str, str]],
    is_unit: Callable[[str], bool],
    chosen: Mapping[Field, int],
    only: Iterable[str] = (),
) -> Sheets:
    """Read every sheet that holds a list.

    Args:
        grids: the visible sheets.
        hidden: the others, with the reason.
        is_unit: tells whether a text names a known unit.
        chosen: columns whose meaning the clerk states.
        only: names of the sheets to read; if empty, all of them.

        Raises:
            ListError: no sheet holds a list, or a sheet of `only` does not.
    """
    grids, wanted = list(grids), list(only)
    passed_over = list(hidden)
    missing = [name for name in wanted if name not in {grid.name for grid in grids}]
    if missing:
        there = ", ".join(f"«{grid.name}»" for grid in grids)
        raise ListError(f"không có trang «{missing[0]}» (hoặc đang ẩn); các trang: {there}")
    bodies: list[Body] = []
    problems: list[Problem] = []
    for grid in grids:
        if wanted and grid.name not in wanted:
            passed_over.append((grid.name, "không chọn bằng --sheet"))
            continue
        table = find_table(grid, chosen)
        if table is None:
            why = "không có tiêu đề cột «Họ và tên»" if grid.rows else "trang trống"
            passed_over.append((grid.name, why))
            problems += _somebody_without_header(grid)
        else:
            bodies.append(read_body(table, is_unit))
    if not bodies:
        raise ListError(
            "không phải sổ tính do lệnh «bin/congvu export» xuất ra, cũng không thấy danh sách cán "
            "bộ: cần một dòng tiêu đề có cột «Họ và tên» và ít nhất một cột khác, ví dụ «Chức vụ», "
            "«Ngày sinh», «Đơn vị»"
        )
    return Sheets(tuple(bodies), tuple(passed_over), tuple(problems))


def _somebody_without_header(grid: Grid) -> Iterator[Problem]:
    """Yield a problem for the first row of a person in a sheet without a header."""
    for row in range(1, len(grid.rows) + 1):
        if name := somebody([text for _, text in grid.filled(row)]):
            yield Problem(
                grid.name,
                row,
                f"«{name}» giống một người nhưng trang này không có tiêu đề cột «Họ và tên»; hãy "
                "thêm dòng tiêu đề, hoặc chọn các trang cần đọc bằng --sheet",
            )
            return
