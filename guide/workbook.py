"""Fills in a workbook like a clerk in Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from openpyxl import load_workbook

from guide.page import PageError

Row = Mapping[str, str]


def with_rows(workbook: bytes, sheet: str, rows: Sequence[Row]) -> bytes:
    """Write rows below the last filled row.

    Args:
        workbook: an exported workbook.
        sheet: title of the sheet.
        rows: the typed texts, by the header of the column; ISO dates become dates.

        Raises:
            PageError: a column does not exist.
    """
    book = load_workbook(io.BytesIO(workbook))
    page = book[sheet]
    headers = {str(cell.value): number for number, cell in enumerate(page[1], 1)}
    free = next(
        row
        for row in range(2, page.max_row + 2)
        if not any(page.cell(row, column).value for column in (1, 2))
    )
    for number, row in enumerate(rows, free):
        for header, value in row.items():
            if header not in headers:
                raise PageError(f"{sheet}: no column {header!r}, only {', '.join(headers)}")
            page.cell(number, headers[header]).value = _typed(value)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _typed(value: str) -> str | date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
