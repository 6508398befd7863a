"""Whether a run may be carried out for its day, which is the present one unless told otherwise."""

from __future__ import annotations

import sqlite3
from datetime import date

from ansible.module_utils.accounts_output import day_gone_by, day_to_come


class DayError(Exception):
    """The day is none to carry anything out for; the message is Vietnamese."""


def refuse_to_come(day: date, present: date) -> None:
    """Refuse a day that has not come: decisions of people who still work would be carried out.

    Raises:
        DayError: it is such a day.
    """
    if day > present:
        raise DayError(day_to_come(day, present))


def refuse_gone_by(connection: sqlite3.Connection, day: date) -> None:
    """Refuse a day before the last one that was carried out, as a clock without a battery says it.

    Who was closed since would be opened again.

    Raises:
        DayError: it is such a day.
    """
    row = connection.execute("SELECT day FROM orders").fetchone()
    if row and row[0] and day.isoformat() < row[0]:
        raise DayError(day_gone_by(day, date.fromisoformat(row[0])))


def carried_out(connection: sqlite3.Connection, day: date) -> None:
    """Write down for which day a host was made what is wanted, inside the caller's transaction."""
    connection.execute(
        "UPDATE orders SET day = ? WHERE day IS NOT ?", (day.isoformat(), day.isoformat())
    )
