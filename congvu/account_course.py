"""What becomes of an account on its host whose time is over, or that nobody uses.

A mail host gets this module too (`plugins/module_utils` links here), so it imports nothing of
congvu: the core foretells with it, and the host carries it out, what it knows alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Course:
    """What the office has decided about accounts whose time is over, or that nobody uses.

    Attributes:
        on: the day.
        archive_after_days: how long after its end an account is archived.
        delete_after_days: how long after that the archive is deleted; 0 for never.
        unused: ids of accounts that have not been used for too long (see `is_unused`).
        archives: whether anything is archived; not where the office named no key to do it with.
        letters: whether new letters are made; not where the office named no key to do it with.
    """

    on: date
    archive_after_days: int
    delete_after_days: int
    unused: tuple[str, ...] = ()
    archives: bool = True
    letters: bool = True

    def next_step(self, state: str, since: str, wanted: str) -> str:
        """Return what becomes of an account that should not be open: archived, deleted or nothing.

        Nothing is deleted that has not been archived for the whole time on this very host, whatever
        the dates of decisions say: one that is mistyped would cost somebody's mail.

        Args:
            state: what the account is in on the host.
            since: first day in that state, ISO; empty where that is not known.
            wanted: the state that it should have; empty where the roster no longer knows it.
        """
        days = (self.on - date.fromisoformat(since)).days if since else -1
        if state == "archived":
            return "deleted" if 0 < self.delete_after_days <= days else ""
        if not self.archives:
            return ""
        if wanted in ("archived", "deleted") and state in ("active", "suspended", "left"):
            return "archived"
        forgotten = state == "left" and not wanted and days >= self.archive_after_days
        return "archived" if forgotten else ""


def is_unused(last_use: str, counts_from: str, days: int, on: date) -> bool:
    """Tell whether an account has not been used for too long.

    Args:
        last_use: the day of the last use, ISO; empty for never.
        counts_from: the day from which days without use count, ISO; empty while they don't.
        days: how many are too many; 0 for none.
        on: the day.
    """
    if not days or not counts_from:
        return False
    return (on - date.fromisoformat(max(last_use, counts_from))).days >= days
