"""Draws a part of a workbook's sheet as LibreOffice shows it."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

_DOTS_PER_INCH = "170"


def sheet_picture(workbook: bytes, sheet: str, headers: Sequence[str], rows: int) -> bytes:
    """Draw a sheet's header and its last filled rows as PNG.

    Args:
        workbook: the workbook.
        sheet: title of the sheet.
        headers: of the columns that are shown; the others are hidden to fit a phone.
        rows: how many rows are shown.
    """
    with tempfile.TemporaryDirectory(prefix="congvu-workbook-") as temporary:
        folder = Path(temporary)
        (folder / "sheet.xlsx").write_bytes(_cut(workbook, sheet, headers, rows))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "sheet.xlsx"]
        subprocess.run(convert, cwd=folder, check=True, capture_output=True)
        draw = ["pdftoppm", "-r", _DOTS_PER_INCH, "-singlefile", "sheet.pdf", "sheet"]
        subprocess.run(draw, cwd=folder, check=True)
        crop = "pnmcrop -white -margin=8 sheet.ppm | pnmtopng"
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", crop], cwd=folder, check=True, stdout=subprocess.PIPE
        ).stdout


def _cut(workbook: bytes, sheet: str, headers: Sequence[str], rows: int) -> bytes:
    book = load_workbook(io.BytesIO(workbook))
    page = book[sheet]
    for other in book.worksheets:
        if other is not page:
            book.remove(other)
    last = max(row for row in range(2, page.max_row + 1) if page.cell(row, 2).value)
    for row in range(2, last - rows + 1):
        page.row_dimensions[row].hidden = True
    for cell in page[1]:
        letter = get_column_letter(cell.column)
        page.column_dimensions[letter].hidden = str(cell.value) not in headers
    page.print_area = f"A1:{get_column_letter(page.max_column)}{last}"
    page.oddFooter.center.text = ""
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()
