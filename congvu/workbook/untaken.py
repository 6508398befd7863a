"""Tells whether an export may overwrite an existing workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from congvu.roster.edit import EditError
from congvu.roster.staff_numbers import StaffNumbers
from congvu.state import State
from congvu.workbook.cells import AnyCell
from congvu.workbook.change import UnitChange
from congvu.workbook.files import Files
from congvu.workbook.read import Exported, is_exported, read_exported
from congvu.workbook.safe_open import WorkbookError, open_workbook
from congvu.workbook.sheets import BASELINE, GUIDE, KEY, LISTS, SHEETS
from congvu.workbook.write import is_as_written

_SHEETS = {sheet.title for sheet in SHEETS}
_OURS = {GUIDE, LISTS, BASELINE, *_SHEETS}


def untaken(state: State, file: Path) -> str:
    """Return a Vietnamese phrase why a file must not be overwritten, empty where it may be.

    A workbook that nobody has saved since its export may be overwritten. Any other is read in the
    way of `import`, and may be overwritten if the roster has all its changes already.

    Args:
        state: a readable state of the roster.
        file: a file, which may be missing.

    Raises:
        OSError: it can't be read.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return ""
    if is_as_written(data):
        return ""
    try:
        workbook = open_workbook(file)
        if not is_exported(workbook):
            return "không phải là sổ tính do lệnh export ghi"
        if _is_changed(state, read_exported(workbook)):
            return "có chỗ đã sửa khác với danh sách"
    except (WorkbookError, EditError) as error:
        return f"không đọc lại được để so sánh ({error})"
    return "có ghi chú riêng, lệnh import không nhập được" if _has_notes(workbook) else ""


def _is_changed(state: State, exported: Exported) -> bool:
    if exported.unit not in state.roster.units_by_id:
        return True
    files = Files(state, StaffNumbers(state.roster, state.register, state.office))
    change = UnitChange(exported, files)
    change.carry_out()
    return bool(change.problems) or any(opened.changed for opened in files.opened.values())


def _has_notes(workbook: Workbook) -> bool:
    """Tell whether there is anything in places that `import` does not read."""
    return any(
        page.title not in _OURS or (page.title in _SHEETS and any(_notes(page)))
        for page in workbook.worksheets
    )


def _notes(page: Worksheet) -> Iterator[AnyCell]:
    """Yield filled cells outside a sheet's columns and cells with a comment, below the header."""
    last = max((cell.column or 0 for cell in page[1] if cell.value == KEY), default=0)
    for row in page.iter_rows(min_row=2):
        for cell in row:
            if cell.comment or (cell.value not in (None, "") and (cell.column or 0) > last):
                yield cell
