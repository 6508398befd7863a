"""Reads text and days from cells, as clerks type them and as Excel stores them.

Text must follow the same rules as in the roster's files (`congvu.text_gate`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell

from congvu import days
from congvu.text_gate import problems

# Excel's calendar begins with this year.
_FIRST_YEAR = 1900
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}", re.ASCII)


class CellError(ValueError):
    """A cell's content can't be used; the message is Vietnamese."""


AnyCell = Cell | MergedCell


def is_formula(cell: AnyCell) -> bool:
    """Tell whether a cell is computed by the office program."""
    return cell.data_type == "f"


def raw(cell: AnyCell) -> str:
    """Return a cell's content as text, unchanged, and a day as ``2026-03-12``.

    Raises:
        CellError: the cell holds a formula or a formula's error.
    """
    value: Any = cell.value
    if value is None:
        return ""
    if is_formula(cell):
        raise CellError(
            f"ô {cell.coordinate} là công thức; hãy ghi giá trị (Copy → Paste Special → Values)"
        )
    if cell.data_type == "e":
        raise CellError(f"ô {cell.coordinate} có lỗi {value}; hãy ghi lại giá trị")
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, datetime) and (day_ := days.day_of(value)) is not None:
        return day_.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return unicodedata.normalize("NFC", str(value))


def text(cell: AnyCell) -> str:
    """Return a cell's text on one line, without spaces around it.

    Raises:
        CellError: the cell holds a formula, a day or decimal number that Excel made of a text, or
            characters that are not allowed in a roster's file.
    """
    value: Any = cell.value
    if isinstance(value, date | time) or not isinstance(value, str | int | float | None):
        raise CellError(
            f"Excel đã đổi ô {cell.coordinate} thành ngày giờ; hãy định dạng ô là Text rồi gõ lại"
        )
    found = raw(cell)
    if isinstance(value, float) and not value.is_integer():
        raise CellError(
            f"Excel đã đổi ô {cell.coordinate} thành số; hãy định dạng ô là Text rồi gõ lại"
        )
    return cleaned(found)


def cleaned(found: str) -> str:
    """Return a text on one line, without spaces around it, as NFC.

    Raises:
        CellError: it has characters that are not allowed in a roster's file.
    """
    line = " ".join(unicodedata.normalize("NFC", found).split("\n")).replace("\r", "")
    line = line.replace("_x000D_", "").strip(" ")
    if "\t" in line:
        raise CellError("có dấu tab; hãy thay bằng dấu cách")
    for problem in problems(line, "ô này"):
        raise CellError(problem.sentence())
    return line


def day(cell: AnyCell) -> str:
    """Return the day in a cell as ``2026-03-12``; the cell may hold a text such as 12/3/2026.

    Raises:
        CellError: the cell holds no day, or a day that does not exist.
    """
    value: Any = cell.value
    if isinstance(value, datetime):
        value = days.day_of(value)
        if value is None:
            raise CellError(f"ô {cell.coordinate} có cả giờ; {days.HINT}")
    if isinstance(value, date):
        return _in_calendar(value.year, value.month, value.day)
    if isinstance(value, int | float | time):
        raise CellError(f"ô {cell.coordinate} là số, không phải ngày; {days.HINT}")
    return day_of(cleaned(raw(cell)))


def day_of(found: str) -> str:
    """Read a day in the order day, month, year, or in the roster's form.

    Raises:
        CellError: it is not a day, or its year has two digits.
    """
    if not found:
        return ""
    if match := _DAY.fullmatch(found):
        first, second, year = map(int, match.groups())
        return _in_calendar(year, second, first)
    if match := _ISO.fullmatch(found):
        return _in_calendar(*map(int, match.groups()))
    if _SHORT_YEAR.fullmatch(found):
        raise CellError(f"năm phải đủ bốn chữ số; {days.HINT}")
    raise CellError(f"không phải là ngày; {days.HINT}")


def _in_calendar(year: int, month: int, day_: int) -> str:
    try:
        found = date(year, month, day_)
    except ValueError:
        hint = "ghi ngày trước, tháng sau; " if day_ <= 12 < month <= 31 else ""
        raise CellError(f"không có ngày này trong lịch; {hint}{days.HINT}") from None
    if year < _FIRST_YEAR:
        raise CellError("năm này khó có thể đúng; hãy xem lại ngày")
    return found.isoformat()
