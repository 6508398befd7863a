"""Exporting the sample roster's workbooks, all units at once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from benchmarks.measure import Result, in_turn
from congvu.office import DEFAULT_ROSTER
from congvu.workbook.safe_open import open_workbook
from congvu.workbook.sheets import SHEETS

_TITLES = {sheet.title for sheet in SHEETS}
# Rows and columns of a workbook's sheets.
Sizes = list[tuple[int, int]]


def results() -> Iterator[Result]:
    """Yield how long the command takes, as a process of its own, against the plain way.

    The yardstick is how the workbooks were written at first: each cell is given its look by
    itself, and one workbook follows another.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "congvu.cli", "--roster", str(DEFAULT_ROSTER), "export"]

        def export() -> None:
            for file in Path(folder).iterdir():
                file.unlink()
            subprocess.run([*command, "--output", folder], check=True, stdout=subprocess.DEVNULL)

        export()
        sizes = [_sizes(file) for file in Path(folder).iterdir()]
        mine, yardstick = in_turn(export, lambda: [_cell_by_cell(one) for one in sizes])
    yield Result(
        f"export of {len(sizes)} units, against giving each cell its look",
        mine / yardstick,
        "0.2",
        f"{mine:.2f} s against {yardstick:.2f} s",
    )


def _sizes(file: Path) -> Sizes:
    pages = open_workbook(file).worksheets
    return [(page.max_row, page.max_column) for page in pages if page.title in _TITLES]


def _cell_by_cell(sizes: Sizes) -> None:
    book = Workbook()
    thin = Side(style="thin", color="BFBFBF")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    fill = PatternFill("solid", fgColor="EDEDED")
    for rows, columns in sizes:
        page = book.create_sheet()
        for row in range(1, rows + 1):
            for column in range(1, columns + 1):
                cell = page.cell(row, column)
                cell.number_format = "@"
                cell.font = Font(name="Calibri")
                cell.border = border
                cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)
                cell.protection = Protection(locked=column % 4 == 0)
                if column % 4 == 0:
                    cell.fill = fill
    book.save(BytesIO())
