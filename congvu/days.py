"""Days as they are written in Vietnamese, and counting them within the calendar."""

from __future__ import annotations

from datetime import date, timedelta


def shifted(day: date, days: int) -> date:
    """Return the day so many days later, or earlier; the calendar's first or last where it ends.

    A date that a clerk mistyped must not end in a traceback.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def written(day: date) -> str:
    """Write a day as Vietnamese read it.

    >>> written(date(2026, 3, 1))
    '01/03/2026'
    """
    return f"{day:%d/%m}/{day.year:04d}"
