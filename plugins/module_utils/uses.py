"""Who has not used an account for long: told to the unit first, then closed to login.

An account that is closed so goes on receiving; it is dormant until the operator or the roster opens
it again. The day of the last use is that of a file which Dovecot and the account page touch.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from ansible.module_utils.account_course import is_unused
from ansible.module_utils.days import ZONE, shifted
from ansible.module_utils.wanted_accounts import Manner


@dataclass(frozen=True)
class WantOfUse:
    """What follows from how accounts were used.

    Attributes:
        notices: accounts whose unit is to be told.
        unused: accounts that are to be closed to login: unused for too long, and the unit was told
            long enough ago.
        again: accounts that were used after their unit was told.
        opened: dormant accounts that the roster opens.
    """

    notices: Sequence[str] = ()
    unused: Sequence[str] = ()
    again: Sequence[str] = ()
    opened: Sequence[str] = ()


class Use(NamedTuple):
    """One account's use, as far as the host knows.

    Attributes:
        last: ISO day of the last use, or from which the host counts.
        noticed: ISO day on which its unit was told; empty for not.
        dormant: ISO day since when nobody can log in; empty for not.
    """

    last: str
    noticed: str = ""
    dormant: str = ""


@dataclass(frozen=True)
class UseRules:
    """What the office decides about unused accounts.

    Attributes:
        days: after how many days without use a login is closed; 0 for never.
        notice_days: how long before that the unit is told.
    """

    days: int = 0
    notice_days: int = 7

    @property
    def days_to_notice(self) -> int:
        """After how many days without use the unit is told."""
        return max(1, self.days - self.notice_days) if self.days else 0

    def is_told_long_enough(self, noticed: str, on: date) -> bool:
        """Tell whether a unit had the time to say something."""
        return bool(noticed) and date.fromisoformat(noticed) <= shifted(on, -self.notice_days)


def uses(connection: sqlite3.Connection, folders: Iterable[Path]) -> dict[str, Use]:
    """Return the use of every active account of a person that has ever had a letter.

    Args:
        connection: the store.
        folders: where a file named after an account id is touched at each use.
    """
    touched: dict[str, str] = {}
    for folder in folders:
        for id_, day in _touched(folder):
            touched[id_] = max(day, touched.get(id_, ""))
    rows = connection.execute(
        "SELECT u.account, u.fresh, u.noticed, u.dormant FROM uses u "
        "JOIN accounts a ON a.id = u.account WHERE a.kind = 'person' AND a.state = 'active'"
    )
    return {
        id_: Use(max(fresh, touched.get(id_, "")), noticed or "", dormant or "")
        for id_, fresh, noticed, dormant in rows
    }


def want_of_use(
    known: Mapping[str, Use], manners: Mapping[str, Manner], rules: UseRules, on: date
) -> WantOfUse:
    """Return what follows on a day from how accounts were used."""
    notices, unused, again, opened = [], [], [], []
    for id_, use in sorted(known.items()):
        counts_from = manners[id_].unused_from if id_ in manners else ""
        if use.dormant:
            if not rules.days or counts_from >= use.dormant:
                opened.append(id_)
            continue
        soon = is_unused(use.last, counts_from, rules.days_to_notice, on)
        if not soon and use.noticed:
            again.append(id_)
        elif soon and not use.noticed:
            notices.append(id_)
        elif is_unused(use.last, counts_from, rules.days, on) and rules.is_told_long_enough(
            use.noticed, on
        ):
            unused.append(id_)
    return WantOfUse(notices, unused, again, opened)


def write_down(
    connection: sqlite3.Connection, found: WantOfUse, locked: Iterable[str], today: str
) -> None:
    """Write what was decided, inside the caller's transaction."""
    for statement, day, ids in (
        ("UPDATE uses SET noticed = ? WHERE account = ?", None, found.again),
        ("UPDATE uses SET noticed = ? WHERE account = ?", today, found.notices),
        ("UPDATE uses SET dormant = ? WHERE account = ?", today, locked),
    ):
        connection.executemany(statement, ((day, id_) for id_ in ids))


def wake(connection: sqlite3.Connection, ids: Iterable[str], today: str) -> None:
    """Count the use of accounts from today; who was dormant may log in again."""
    connection.executemany(
        "INSERT INTO uses (account, fresh) VALUES (?, ?) ON CONFLICT (account) "
        "DO UPDATE SET fresh = excluded.fresh, noticed = NULL, dormant = NULL",
        ((id_, today) for id_ in ids),
    )


def _touched(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (account, ISO day) of the files that are there; one may go while it is looked at."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as files:
        for file in files:
            with contextlib.suppress(FileNotFoundError):
                moment = datetime.fromtimestamp(file.stat(follow_symlinks=False).st_mtime, ZONE)
                yield file.name, moment.date().isoformat()
