"""Whether a run may be carried out for its day, which is the present one unless somebody says so."""

from __future__ import annotations

from datetime import date

from ansible.module_utils.accounts_output import day_to_come


class DayError(Exception):
    """The day is none to carry anything out for; the message is Vietnamese."""


def refuse_to_come(day: date, present: date) -> None:
    """Refuse a day that has not come: decisions of people who still work would be carried out.

    Raises:
        DayError: it is such a day.
    """
    if day > present:
        raise DayError(day_to_come(day, present))
