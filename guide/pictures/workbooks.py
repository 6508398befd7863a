"""Draws parts of workbooks' sheets with LibreOffice."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from congvu.workbook.sheets import REASON, STAFF
from guide.sample import Sample
from guide.workbook import with_rows

_DOTS_PER_INCH = "170"
# In characters. With the real width nobody could read the picture on a phone.
_REASON_WIDTH = 32
# The height of a line, in points.
_LINE = 15
_UNIT = "phong-y-te"
_WHO = ("Họ và tên", "Chức vụ")
_DECISION = ("Số quyết định tuyển dụng, điều động đến", "Ngày ký")


@dataclass(frozen=True)
class SheetPicture:
    """The last filled rows of a sheet with its header.

    Attributes:
        name: its file, without suffix.
        workbook: the workbook.
        sheet: title of the sheet.
        headers: headers of the shown columns; the others are hidden to fit on a phone.
        rows: how many rows are shown.
    """

    name: str
    workbook: bytes
    sheet: str
    headers: tuple[str, ...]
    rows: int

    @property
    def digest(self) -> str:
        """Identify what the picture shows."""
        page = load_workbook(io.BytesIO(self.workbook))[self.sheet]
        numbers = [n for n, cell in enumerate(page[1], 1) if str(cell.value) in self.headers]
        last = _last(page)
        shown = [
            [str(page.cell(row, number).value) for number in numbers]
            for row in (1, *range(last - self.rows + 1, last + 1))
        ]
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()

    def draw(self) -> bytes:
        """Return the picture as PNG."""
        with tempfile.TemporaryDirectory(prefix="congvu-workbook-") as temporary:
            folder = Path(temporary)
            (folder / "sheet.xlsx").write_bytes(self._cut())
            profile = f"-env:UserInstallation=file://{folder}/profile"
            convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "sheet.xlsx"]
            subprocess.run(convert, cwd=folder, check=True, capture_output=True)
            draw = ["pdftoppm", "-r", _DOTS_PER_INCH, "-singlefile", "sheet.pdf", "sheet"]
            subprocess.run(draw, cwd=folder, check=True)
            crop = ["bash", "-o", "pipefail", "-c"]
            crop.append("pnmcrop -white -margin=8 sheet.ppm | pnmtopng")
            return subprocess.run(crop, cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    def _cut(self) -> bytes:
        """Return the workbook with only the shown rows and columns."""
        book = load_workbook(io.BytesIO(self.workbook))
        page = book[self.sheet]
        for other in book.worksheets:
            if other is not page:
                book.remove(other)
        last = _last(page)
        for row in range(2, last - self.rows + 1):
            page.row_dimensions[row].hidden = True
        for number, cell in enumerate(page[1], 1):
            letter = get_column_letter(number)
            page.column_dimensions[letter].hidden = str(cell.value) not in self.headers
            reason = page.cell(last, number).value
            if cell.value == REASON and reason:
                page.column_dimensions[letter].width = _REASON_WIDTH
                lines = len(str(reason)) / _REASON_WIDTH + 2
                page.row_dimensions[last].height = _LINE * lines
        page.print_area = f"A1:{get_column_letter(page.max_column)}{last}"
        page.HeaderFooter.differentFirst = False
        page.oddFooter = HeaderFooterItem()
        output = io.BytesIO()
        book.save(output)
        return output.getvalue()


def sheet_pictures(sample: Sample) -> Iterator[SheetPicture]:
    """Yield a workbook with a new person's row, and the copy of a refused one."""
    workbook = sample.workbook(_UNIT)
    who = dict(zip(_WHO, ("Đặng Thị Mai Lan", "Chuyên viên Dân số"), strict=True))
    decision = dict(zip(_DECISION, ("5120/QĐ-UBND", "2026-11-16"), strict=True))
    good = with_rows(workbook, STAFF.title, [who | decision])
    headers = ("Mã cán bộ", _WHO[0], *_DECISION)
    yield SheetPicture("so-tinh", good, STAFF.title, headers, 5)
    copy = sample.imported(f"{_UNIT}.xlsx", with_rows(workbook, STAFF.title, [who])).copy
    yield SheetPicture("can-sua", copy, STAFF.title, (_WHO[0], _DECISION[1], REASON), 3)


def _last(page: Worksheet) -> int:
    """Return the last row with a name."""
    return max(row for row in range(2, page.max_row + 1) if page.cell(row, 2).value)
