"""The office's today, days as they are written in Vietnamese, counting within the calendar.

The only place that asks a clock which day it is. A mail host gets this module too
(`plugins/module_utils/days.py` is a link), so it imports nothing of congvu.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# What every message about a day advises.
HINT = "hãy ghi ngày/tháng/năm, ví dụ 12/03/2026"

# Vietnam has one zone, without summer time, since 1975. A fixed offset rather than a name: minimal
# systems have no time zone data, and a day that depends on a package could be the wrong one.
ZONE = timezone(timedelta(hours=7), "ICT")
# The same for programs that read TZ. POSIX counts hours to the west.
POSIX_ZONE = "ICT-7"


def today() -> date:
    """Return the office's day, whatever zone the machine is set to."""
    return now().astimezone(ZONE).date()


def now() -> datetime:
    """Return the moment, as every zone has it."""
    return datetime.now(ZONE)


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


def day_of(moment: datetime) -> date | None:
    """Return the day that a spreadsheet's moment means, None where it has a time of the day.

    A day is kept as a number there; what is computed may lie a fraction of a second before it.

    >>> day_of(datetime(2026, 3, 11, 23, 59, 59, 999_000))
    datetime.date(2026, 3, 12)
    """
    nearest = to_second(moment)
    return nearest.date() if nearest.time() == datetime.min.time() else None


def to_second(moment: datetime) -> datetime:
    """Return the nearest full second."""
    try:
        return (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    except OverflowError:
        return moment.replace(microsecond=0)
