"""Today in the office's time zone, days in Vietnamese notation, and arithmetic with days.

Only this module reads the clock for the day. A mail host gets this module too
(`plugins/module_utils/days.py` is a link), so it imports nothing from congvu.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# The advice in every message about a wrong day.
HINT = "hãy ghi ngày/tháng/năm, ví dụ 12/03/2026"

# Vietnam has one time zone, without summer time, since 1975. It is a fixed offset here, because
# minimal systems have no time zone data, and then a zone's name would give a wrong day.
ZONE = timezone(timedelta(hours=7), "ICT")
# The same zone for programs that read TZ. POSIX counts hours to the west.
POSIX_ZONE = "ICT-7"


def today() -> date:
    """Return the office's day, whatever the machine's time zone is."""
    return now().astimezone(ZONE).date()


def now() -> datetime:
    """Return the present time with its zone."""
    return datetime.now(ZONE)


def shifted(day: date, days: int) -> date:
    """Return the day a number of days later or earlier.

    It never leaves the calendar of Python, since a mistyped year must not cause a traceback.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def written(day: date) -> str:
    """Write a day in Vietnamese notation.

    >>> written(date(2026, 3, 1))
    '01/03/2026'
    """
    return f"{day:%d/%m}/{day.year:04d}"


def written_moment(moment: datetime) -> str:
    """Write a moment by the office's clock, whatever zone it comes in.

    >>> written_moment(datetime(2026, 1, 1, 18, 5, tzinfo=timezone.utc))
    '02/01/2026 01:05'
    """
    here = moment.astimezone(ZONE)
    return f"{written(here.date())} {here:%H:%M}"


def day_of(moment: datetime) -> date | None:
    """Return the day of a spreadsheet's date, None if it has a time of day.

    A spreadsheet stores a day as a number. A computed one can be a fraction of a second too early.

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
