"""Counting days within the calendar: a date that a clerk mistyped must not end in a traceback."""

from __future__ import annotations

from datetime import date, timedelta


def shifted(day: date, days: int) -> date:
    """Return the day so many days later, or earlier; the calendar's first or last where it ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
