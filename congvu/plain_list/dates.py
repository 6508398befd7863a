"""Reads days as people write them in lists.

A text is accepted only if it can mean one day only. Otherwise the reason is given; nothing is
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from congvu.days import HINT
from congvu.plain_list.grid import Unreadable, Value, as_text

_DAY = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:ngày )?(\d{1,2})(?: |/|-)?tháng (\d{1,2}),? năm (\d{4})", re.ASCII | re.IGNORECASE
)
_YEAR = re.compile(r"(19|20)\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{1,2}) ?[/.-] ?((?:19|20)\d{2})", re.ASCII)

_YOUNGEST, _OLDEST = 16, 85
# No person in service has an older decision (as in `congvu.checks.decisions`).
_FIRST_YEAR = 1945


@dataclass(frozen=True)
class Day:
    """The day in a cell.

    Attributes:
        day: the day, None where the cell is empty or has no day.
        why_not: why a filled cell has no day, and what to write; empty where it has one.
    """

    day: date | None = None
    why_not: str = ""


NO_DAY = Day()


def birth_date(value: Value | Unreadable, on: date) -> Day:
    """Read the birth date of a person who can be in service on a day."""
    read = _read(value, lambda year: _YOUNGEST <= on.year - year <= _OLDEST)
    if read.day is not None and not 0 <= on.year - read.day.year - _YOUNGEST <= _OLDEST:
        return Day(None, "năm sinh không hợp lý")
    return read


def decision_date(value: Value | Unreadable, on: date) -> Day:
    """Read the day on which a decision was signed or starts."""
    return _read(value, lambda year: _FIRST_YEAR <= year <= on.year + 1)


def is_day_or_year(value: Value | Unreadable) -> bool:
    """Tell whether a cell holds a day, a month with its year, or a year."""
    text = as_text(value)
    return isinstance(value, date) or any(
        pattern.fullmatch(text) for pattern in (_DAY, _ISO, _IN_WORDS, _MONTH, _YEAR)
    )


def _read(value: Value | Unreadable, possible: Callable[[int], bool]) -> Day:
    if isinstance(value, date):
        return Day(value)
    if isinstance(value, Unreadable):
        return Day(None, value.why)
    text = as_text(value)
    if not text:
        return NO_DAY
    if _YEAR.fullmatch(text) or _MONTH.fullmatch(text):
        return Day(None, f"chỉ có năm hoặc tháng và năm; {HINT}")
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY.fullmatch(text) or _IN_WORDS.fullmatch(text):
        day, month, year = match.groups()
    else:
        return Day(None, f"không phải là một ngày; {HINT}")
    return _day(day, month, year, possible)


def _day(day: str, month: str, year: str, possible: Callable[[int], bool]) -> Day:
    if len(year) == 2:
        years = [century + int(year) for century in (1900, 2000) if possible(century + int(year))]
        if len(years) != 1:
            return Day(None, f"năm chỉ có hai chữ số; {HINT}")
        year = str(years[0])
    try:
        return Day(date(int(year), int(month), int(day)))
    except ValueError:
        return Day(None, f"không có ngày này trong lịch; {HINT}")
