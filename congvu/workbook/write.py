"""Writes a unit's workbook. The same roster on the same day gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from congvu.days import HINT
from congvu.workbook.choices import Choices
from congvu.workbook.guide import guide_lines
from congvu.workbook.rows import Row, Tables
from congvu.workbook.sheets import (
    BASELINE,
    GUIDE,
    KEY,
    LISTS,
    REASON,
    SHEETS_BY_KEY,
    VERSION,
    Column,
    Sheet,
    type_label,
)

SPARE_ROWS = 200
DATE_FORMAT = "dd/mm/yyyy"
REASON_WIDTH = 16
FONT = "Calibri"
_HEADER = PatternFill("solid", fgColor="1F4E79")
_PERSONAL = PatternFill("solid", fgColor="7F3F00")
_COMPUTED = PatternFill("solid", fgColor="EDEDED")
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
# Before this day Excel's calendar is wrong: it has a 29 February 1900.
_FIRST_DAY = "1900-03-01"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_NO_FINGERPRINT = "sha256:"
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text into a cell so that Excel never takes it for a formula."""
    cell.value = text
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@", "'", "\t"):
        cell.quotePrefix = True


def workbook_bytes(
    sheets: Sequence[Sheet], rows: Tables, lists: Choices, on: date, unit: tuple[str, str]
) -> bytes:
    """Return a unit's workbook.

    Args:
        sheets: the workbook's sheets.
        rows: their rows.
        lists: the drop-down lists.
        on: the day.
        unit: the unit's id and name.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_guide(book.create_sheet(GUIDE), unit[1], on)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.title), sheet, rows[sheet.key], lists)
    _write_lists(book.create_sheet(LISTS), lists)
    _write_baseline(book.create_sheet(BASELINE), unit[0], sheets, rows)
    book.properties.title = unit[1]
    book.properties.creator = "congvu"
    book.properties.created = datetime.combine(on, time())
    book.properties.identifier = _NO_FINGERPRINT
    stream = BytesIO()
    ExcelWriter(book, zipfile.ZipFile(stream, "w")).save()  # not compressed: that is done below
    return _reproducible(stream.getvalue(), on)


def is_as_written(data: bytes) -> bool:
    """Tell whether `export` wrote a file and nobody has saved it since."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _fingerprint(archive).encode() in archive.read(_PROPERTIES)
    except Exception:  # a broken archive can raise any error
        return False


def _fingerprint(archive: zipfile.ZipFile) -> str:
    """Return a checksum that changes when an office program saves the workbook.

    It covers every part of the archive except the properties, which hold the checksum.
    """
    found = sha256()
    for part in sorted(archive.namelist()):
        if part != _PROPERTIES:
            found.update(f"{part}\0{len(content := archive.read(part))}\0".encode())
            found.update(content)
    return f"sha256:{found.hexdigest()}"


def _write_sheet(page: Worksheet, sheet: Sheet, rows: Sequence[Row], lists: Choices) -> None:
    count = len(rows) + (SPARE_ROWS if sheet.grows else 0)
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        _header(page.cell(1, number), column.title, column.hint, column.personal)
        filled = _pattern(page, column, column.computed or column.fixed)
        spare = _pattern(page, column, column.computed)
        for position in range(count):
            _dress(page.cell(position + 2, number), filled if position < len(rows) else spare)
        labels = _labels(column, lists)
        for position, row in enumerate(rows, 2):
            _write_value(page.cell(position, number), column, row, labels)
        _validate(page, column, f"{letter}2:{letter}{max(count, 1) + 1}", lists)
    last = len(sheet.columns)
    reason, key = last + 1, last + 2
    _header(page.cell(1, reason), REASON, "Lý do khi tệp chưa nhập được.", False)
    _header(page.cell(1, key), KEY, "", False)
    page.column_dimensions[get_column_letter(reason)].width = REASON_WIDTH
    page.column_dimensions[get_column_letter(key)].hidden = True
    for position, row in enumerate(rows):
        write_text(page.cell(position + 2, key), row.key)
        page.row_dimensions[position + 2].height = 15.5 * _lines(page, position + 2, sheet)
    page.row_dimensions[1].height = 48
    page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
    end = max(len(rows), 1) + 1
    page.auto_filter.ref = f"A1:{get_column_letter(last)}{end}"
    _protect(page)
    printed = max(number for number, column in enumerate(sheet.columns, 1) if column.printed)
    _for_printing(page, f"A1:{get_column_letter(printed)}{end}")


def _lines(page: Worksheet, row: int, sheet: Sheet) -> int:
    """Return how many lines the longest cell of a row needs, since not every program adapts it."""
    return max(
        -(-len(str(page.cell(row, number).value or "")) // (column.width - 2))
        if _wraps(column)
        else 1
        for number, column in enumerate(sheet.columns, 1)
    )


def _wraps(column: Column) -> bool:
    return column.width >= 24 and not column.computed


def _header(cell: Cell | MergedCell, title: str, hint: str, personal: bool) -> None:
    write_text(cell, title)
    cell.font = Font(name=FONT, bold=True, color="FFFFFF")
    cell.fill = _PERSONAL if personal else _HEADER
    cell.border = _BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if hint and isinstance(cell, Cell):
        note = Comment(hint, "congvu")
        note.width, note.height = 320, 40 + 18 * (len(hint) // 45 + 1)
        cell.comment = note


def _dress(cell: Cell | MergedCell, like: Cell) -> None:
    """Copy the style of a cell as a whole, which is far faster than setting each property."""
    cell._style = StyleArray(like._style)  # type: ignore[union-attr,attr-defined]


def _pattern(page: Worksheet, column: Column, shown_only: bool) -> Cell:
    """Return a cell with the style of a column's cells; it belongs to no sheet."""
    cell = Cell(page, row=1, column=1)
    is_date = column.kind == "date"
    cell.number_format = DATE_FORMAT if is_date else "@"
    cell.font = Font(name=FONT)
    cell.border = _BORDER
    cell.alignment = Alignment(
        horizontal="center" if is_date or column.kind == "flag" else "left",
        vertical="top",
        wrap_text=_wraps(column),
    )
    cell.protection = Protection(locked=shown_only)
    if shown_only:
        cell.fill = _COMPUTED
    return cell


def _write_value(
    cell: Cell | MergedCell, column: Column, row: Row, labels: Mapping[str, str]
) -> None:
    text = row.cells.get(column.key, "")
    if not text:
        return
    if column.kind == "date" and text >= _FIRST_DAY:
        cell.value = date.fromisoformat(text)
        cell.number_format = DATE_FORMAT
    elif column.choices == "types":
        write_text(cell, type_label(text, person=row.cells.get("who") in labels))
    else:
        write_text(cell, labels.get(text, text))  # a value without a label is written as it is


def _labels(column: Column, lists: Choices) -> dict[str, str]:
    """Return the labels of a column's choices; for types of decisions, those of the people."""
    return dict(lists.get("people" if column.choices == "types" else column.choices, ()))


def _validate(page: Worksheet, column: Column, where: str, lists: Choices) -> None:
    if column.computed:
        return
    if column.kind == "date":
        rule = DataValidation(
            "date", operator="between", formula1="DATE(1900,3,1)", formula2="DATE(2100,12,31)",
            errorTitle="Ngày chưa đúng", error=f"{HINT[0].upper()}{HINT[1:]}.",
        )  # fmt: skip
    elif column.choices and lists[column.choices]:
        letter = get_column_letter(list(lists).index(column.choices) + 1)
        end = len(lists[column.choices]) + 1
        rule = DataValidation("list", formula1=f"'{LISTS}'!${letter}$2:${letter}${end}",
                              errorTitle="Không có trong danh sách",
                              error="Hãy chọn một dòng trong danh sách.")  # fmt: skip
        if column.choices in ("people", "holders"):
            rule.errorStyle = "warning"  # a new person is not in the list yet
    else:
        return
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.add(where)
    page.add_data_validation(rule)


def _protect(page: Worksheet) -> None:
    """Lock the computed cells without a password; widths, filters and new rows are allowed."""
    page.protection.sheet = True
    page.protection.formatColumns = False
    page.protection.formatRows = False
    page.protection.insertRows = False
    page.protection.autoFilter = False
    page.protection.sort = False


def _for_printing(page: Worksheet, area: str) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    page.print_area = area
    assert page.oddFooter is not None  # a new sheet has one
    page.oddFooter.center.text = "&A - &P/&N"
    page.page_margins.left = page.page_margins.right = 0.4


def _write_guide(page: Worksheet, name: str, on: date) -> None:
    page.column_dimensions["A"].width = 110
    page.sheet_view.showGridLines = False
    for number, (text, heading) in enumerate(guide_lines(name, on), 1):
        cell = page.cell(number, 1)
        write_text(cell, text)
        size = 16 if number == 1 else 12
        cell.font = Font(name=FONT, size=size, bold=heading, color="1F4E79" if heading else None)
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=0 if heading else 1)
        page.row_dimensions[number].height = (8 + size * 1.3) * (len(text) // 108 + 1)
    page.protection.sheet = True
    _for_printing(page, f"A1:A{page.max_row}")


def _write_lists(page: Worksheet, lists: Choices) -> None:
    for column, (name, pairs) in enumerate(lists.items(), 1):
        write_text(page.cell(1, column), name)
        for number, (_, shown) in enumerate(pairs, 2):
            write_text(page.cell(number, column), shown)
    page.sheet_state = "hidden"
    page.protection.sheet = True


def _write_baseline(page: Worksheet, unit: str, sheets: Sequence[Sheet], rows: Tables) -> None:
    """Store the exported cells in a hidden sheet, so that `import` can find the changes."""
    lines = [("congvu", VERSION, unit, "")]
    for sheet in sheets:
        for row in rows[sheet.key]:
            lines.append((sheet.key, row.key, "", ""))
            lines += [(sheet.key, row.key, column.key, row.cells[column.key])
                      for column in sheet.columns
                      if not column.computed and row.cells.get(column.key)]  # fmt: skip
    for number, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            if text:
                write_text(page.cell(number, column), text)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True


def _reproducible(data: bytes, on: date) -> bytes:
    """Replace the time of saving in the archive by a fixed one, and add the checksum."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            if part.filename == _PROPERTIES:
                content = _SAVED.sub(rf"\g<1>{on}T00:00:00Z".encode(), content)
                content = content.replace(_NO_FINGERPRINT.encode(), _fingerprint(old).encode())
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return stream.getvalue()


def sheets_of(kind: str, rows: Tables) -> list[Sheet]:
    """Return the sheets for a kind of unit; without sections where it can't have any."""
    keys = ["unit", "staff", "decisions"]
    if kind in ("commune", "town") or rows["sections"]:
        keys.append("sections")
    sheets = [SHEETS_BY_KEY[key] for key in (*keys, "delegates")]
    leaders = kind == "leadership" or any(row.cells.get("leader") for row in rows["staff"])
    return sheets if leaders else [_without(sheet, "leader") for sheet in sheets]


def _without(sheet: Sheet, key: str) -> Sheet:
    return replace(sheet, columns=tuple(one for one in sheet.columns if one.key != key))
