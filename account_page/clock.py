"""The time, in one place: tests let it pass."""

import time
from datetime import datetime, timedelta, timezone

# The office's clock: Vietnam has had one zone, without summer time, since 1975.
ZONE = timezone(timedelta(hours=7))


def now() -> int:
    """Return the seconds since 1970."""
    return int(time.time())


def written(moment: int) -> str:
    """Return a moment as people read it: 08:05 ngày 03/03/2027."""
    return datetime.fromtimestamp(moment, ZONE).strftime("%H:%M ngày %d/%m/%Y")


def end_of(day: str) -> int:
    """Return the moment until which something holds.

    Args:
        day: an ISO day, all of which counts in the office's zone, or an ISO moment.

    Raises:
        ValueError: it is neither.
    """
    moment = datetime.fromisoformat(day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    return int(moment.timestamp()) + (86400 if len(day) == len("2027-03-03") else 0)
