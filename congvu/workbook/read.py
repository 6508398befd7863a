"""Reads an exported workbook: its present rows, and their content at the time of export."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from congvu.workbook.cells import AnyCell, CellError, cleaned, day, raw, text
from congvu.workbook.choices import Choices, chosen
from congvu.workbook.rows import Cells
from congvu.workbook.safe_open import WorkbookError
from congvu.workbook.sheets import (
    BASELINE,
    KEY,
    NO,
    SHEETS,
    SHEETS_BY_KEY,
    STAFF,
    UNIT,
    VERSION,
    YES,
    Column,
    Sheet,
)

_YES = frozenset({YES, "co", "x", "true", "yes", "1", "đúng"})
_NO = frozenset({"", NO, "khong", "false", "no", "0", "sai"})
# Columns that not every unit's workbook has, or that those of former versions lack.
_OPTIONAL = frozenset({"leader", "listed", "reopened", "new_letter", "former_name", "until"})


@dataclass
class ReadRow:
    """One row that is not empty.

    Attributes:
        number: 1-based number in the workbook.
        key: the exported row's key, empty for a new row.
        cells: its cells, by the column's key.
    """

    number: int
    key: str
    cells: dict[str, AnyCell]

    def is_cleared(self, sheet: Sheet) -> bool:
        """Tell whether all cells are empty that a clerk can write in."""
        return all(
            str(cell.value).strip() == "" or cell.value is None
            for key, cell in self.cells.items()
            if (column := sheet.column(key)) is not None and not column.fixed
        )


@dataclass
class Exported:
    """A workbook that `export` wrote and a clerk may have changed.

    Attributes:
        unit: id of its unit.
        base: the exported cells, by sheet and key of the row.
        rows: the present rows, by sheet.
        columns: the number of each column, by sheet and key of the column.
    """

    unit: str
    base: dict[str, dict[str, Cells]] = field(default_factory=dict)
    rows: dict[str, list[ReadRow]] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)


def is_exported(workbook: Workbook) -> bool:
    """Tell whether `export` wrote a workbook, in this or another version."""
    return BASELINE in workbook.sheetnames and workbook[BASELINE].cell(1, 1).value == "congvu"


def read_exported(workbook: Workbook) -> Exported:
    """Read a workbook that `export` wrote.

    Raises:
        WorkbookError: another version wrote it, or sheets, columns or exported cells are missing.
    """
    exported = _base(workbook[BASELINE])
    for sheet in SHEETS:
        exported.base.setdefault(sheet.key, {})
        if sheet.title in workbook.sheetnames:
            _read(workbook[sheet.title], sheet, exported)
        elif exported.base[sheet.key] or sheet in (UNIT, STAFF):
            raise WorkbookError(f"sổ tính thiếu trang «{sheet.title}»; hãy xuất lại sổ tính")
        else:
            exported.rows[sheet.key], exported.columns[sheet.key] = [], {}
    return exported


def value(cell: AnyCell, column: Column, base: str, lists: Choices) -> str:
    """Return a cell's content as the roster's value; an unchanged cell is always accepted.

    Raises:
        CellError: the content can't be used.
    """
    found = raw(cell)
    if found == base:
        return base
    if column.kind == "date":
        return day(cell)
    if column.kind == "flag":
        return _flag(cleaned(found))
    line = text(cell)
    if column.kind != "choice" or not line:
        return line
    choice = chosen(line, lists[column.choices])
    if choice is None and base:  # the person has left the list since the export
        choice = chosen(line, [(base, base)])
    if choice is None:
        raise CellError(f"«{line}» không có trong danh sách của cột này; hãy chọn một dòng")
    return choice


def _flag(found: str) -> str:
    if found.casefold() in _YES:
        return "true"
    if found.casefold() in _NO:
        return ""
    raise CellError(f"«{found}» không dùng được ở đây; hãy ghi «{YES}» hoặc để trống")


def _base(page: Worksheet) -> Exported:
    lines = [["" if cell is None else str(cell) for cell in row]
             for row in page.iter_rows(min_row=1, max_col=4, values_only=True)]  # fmt: skip
    _, version, unit, _ = lines[0]
    if version != VERSION:
        raise WorkbookError("sổ tính do phiên bản khác của chương trình xuất; hãy xuất lại sổ tính")
    base: defaultdict[str, dict[str, Cells]] = defaultdict(dict)
    for sheet, key, column, found in lines[1:]:
        if not sheet or not key:
            continue
        if sheet not in SHEETS_BY_KEY or (column and key not in base[sheet]):
            raise WorkbookError("trang ẩn của sổ tính đã bị sửa; hãy xuất lại sổ tính")
        cells = base[sheet].setdefault(key, {})
        if column:
            cells[column] = found
    return Exported(unit, dict(base))


def _read(page: Worksheet, sheet: Sheet, exported: Exported) -> None:
    headers: dict[str, int] = {}
    for cell in page[1]:
        headers.setdefault(" ".join(str(cell.value or "").split()), cell.column or 0)
    columns = {column.key: headers[column.title] for column in sheet.columns
               if column.title in headers and not column.computed}  # fmt: skip
    missing = [column.title for column in sheet.columns
               if not column.computed and column.key not in {*columns, *_OPTIONAL}]  # fmt: skip
    if missing:
        raise WorkbookError(
            f"trang «{sheet.title}» thiếu cột «{'», «'.join(missing)}»; hãy xuất lại sổ tính"
        )
    exported.columns[sheet.key] = columns
    exported.rows[sheet.key] = []
    known = dict(exported.base[sheet.key])
    for number in range(2, page.max_row + 1):
        cells = {key: page.cell(number, column) for key, column in columns.items()}
        key = str(page.cell(number, headers[KEY]).value or "") if KEY in headers else ""
        row = ReadRow(number, key if known.pop(key, None) is not None else "", cells)
        if row.key or any(_holds(cell) for cell in cells.values()):
            exported.rows[sheet.key].append(row)


def _holds(cell: AnyCell) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""
