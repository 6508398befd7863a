"""The problems of a workbook, and a copy of it with the problems beside the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from congvu.workbook.rows import shown
from congvu.workbook.sheets import REASON
from congvu.workbook.write import FONT, write_text

SUFFIX = "-can-sua"
_WIDTH = 60
_FOUND = PatternFill("solid", fgColor="FFC7CE")
_HEADER = PatternFill("solid", fgColor="C00000")


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a workbook is not imported.

    Attributes:
        sheet: the sheet's name, empty for the whole workbook.
        row: 1-based number of the row, 0 for the whole sheet.
        message: a Vietnamese sentence: what is wrong, and what to write instead.
        column: 1-based number of the column, 0 for the whole row.
        title: the column's header, as shown.
    """

    sheet: str
    row: int
    message: str
    column: int = 0
    title: str = ""

    def text(self) -> str:
        """Render as ``trang «Cán bộ», dòng 7, cột «Chức vụ»: …``."""
        place = [f"trang «{self.sheet}»"] if self.sheet else []
        place += [f"dòng {self.row}"] if self.row else []
        place += [f"cột «{self.title}»"] if self.title else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


def write_copy(
    workbook: Workbook,
    file: Path,
    problems: Sequence[Problem],
    headers: Mapping[str, int] | None = None,
) -> Path:
    """Write a copy with the problems in a red column beside the rows, and return its path.

    No file is ever overwritten, since a clerk may have begun to correct an earlier copy.

    Args:
        workbook: the workbook; it is changed.
        file: the workbook's file.
        problems: the problems of this workbook.
        headers: the row of a sheet's header, by the sheet's name, where it is not the first row.

    Raises:
        OSError: the copy can't be written.
    """
    by_sheet: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_sheet[problem.sheet].append(problem)
    for sheet in workbook.worksheets:
        _mark(sheet, by_sheet.get(sheet.title, []), (headers or {}).get(sheet.title, 1))
    first = next((sheet for sheet in workbook.worksheets if sheet.title in by_sheet), None)
    if first is not None:
        workbook.active = workbook.worksheets.index(first)
        for sheet in workbook.worksheets:
            sheet.sheet_view.tabSelected = sheet is first
    stream = BytesIO()
    workbook.save(stream)
    stem = file.stem.partition(SUFFIX)[0]
    number = 1
    while True:
        target = file.with_name(f"{stem}{SUFFIX}{f'-{number}' if number > 1 else ''}.xlsx")
        try:
            with target.open("xb") as output:
                output.write(stream.getvalue())
        except FileExistsError:
            number += 1
        else:
            return target


def _mark(sheet: Worksheet, problems: Sequence[Problem], top: int) -> None:
    reason = _reason_column(sheet, top)
    if reason is None:
        if not problems:
            return
        reason = sheet.max_column + 1
    _clear(sheet, reason, top)
    if not problems:
        return
    messages: defaultdict[int, list[str]] = defaultdict(list)
    for problem in problems:
        row = problem.row or top
        text = f"{problem.title}: {problem.message}" if problem.title else problem.message
        if shown(text) not in messages[row]:
            messages[row].append(shown(text))
        if problem.row and problem.column:
            cell = sheet.cell(problem.row, problem.column)
            cell.fill = _FOUND
            if isinstance(cell, Cell):  # only the first of merged cells can have a comment
                cell.comment = Comment(shown(problem.message), "congvu", height=120, width=320)
    header = sheet.cell(top, reason)
    write_text(header, "\n".join([REASON, *messages.pop(top, [])]))
    header.fill = _HEADER
    header.font = Font(name=FONT, bold=True, color="FFFFFF")
    header.alignment = Alignment(vertical="center", wrap_text=True)
    for row, texts in messages.items():
        cell = sheet.cell(row, reason)
        write_text(cell, "\n".join(texts))
        cell.fill = _FOUND
        cell.font = Font(name=FONT, color="C00000")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        lines = sum(len(text) // (_WIDTH - 2) + 1 for text in texts)
        sheet.row_dimensions[row].height = max(15.5 * lines, sheet.row_dimensions[row].height or 0)
    sheet.column_dimensions[get_column_letter(reason)].width = _WIDTH


def _clear(sheet: Worksheet, reason: int, top: int) -> None:
    """Remove the problems that an earlier copy wrote beside the rows."""
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, reason).value is None:
            continue
        sheet.cell(row, reason).value = None
        for cell in sheet[row]:
            if cell.fill == _FOUND:
                cell.fill = PatternFill()
                if isinstance(cell, Cell):
                    cell.comment = None


def _reason_column(sheet: Worksheet, top: int) -> int | None:
    """Return the column with the problems of an earlier copy, unless it has merged cells."""
    merged = {column for area in sheet.merged_cells.ranges
              for column in range(area.min_col, area.max_col + 1)}  # fmt: skip
    return next((cell.column for cell in sheet[top] if cell.column not in merged
                 and str(cell.value or "").partition("\n")[0] == REASON), None)  # fmt: skip
