"""What a change of the accounts means outside of the store: folders, daemons' files, sessions.

Each is a row of `effects`, written with the change, and gone when it is done. Done twice is as done
once. Beside the rows each run looks at what can be seen from outside, so that what a hand or
another fault spoiled is put right as well.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from ansible.module_utils import letters, made_tables, mail_tables
from ansible.module_utils.accounts_plan import AccountsPlan
from ansible.module_utils.archiving import MAILBOX_MODE
from ansible.module_utils.days import shifted
from ansible.module_utils.dovecot_sessions import (
    Run,
    end_sessions,
    forget_logins,
    open_sessions,
    settle,
)
from ansible.module_utils.notices import Send, notice


def journal(
    connection: sqlite3.Connection, change: AccountsPlan, renewed: Iterable[str], day: str
) -> None:
    """Write down what follows from a change, inside its transaction.

    Args:
        connection: the store.
        change: what was changed.
        renewed: accounts that get a new letter by the operator's word.
        day: ISO day.
    """
    # Who is back keeps what is not packed away yet.
    connection.executemany(
        "DELETE FROM effects WHERE account = ? AND kind IN ('archive', 'remove', 'delete')",
        ((account.id,) for account in change.reopen),
    )
    rows = [("folder", account.id) for account in (*change.create, *change.reopen)]
    rows += [("archive", account.id) for account in change.archive]
    rows += [("delete", account.id) for account in change.delete]
    ended = [account.id for account in (*change.close, *change.lock, *change.renew)]
    ended += [after.id for _, after in change.update if after.state != "active"]
    rows += [("sessions", id_) for id_ in (*ended, *renewed)]
    connection.executemany(
        "INSERT INTO effects (kind, account, day) VALUES (?, ?, ?)",
        ((kind, account, day) for kind, account in rows),
    )
    if change.changed or rows:
        connection.execute("INSERT INTO effects (kind, day) VALUES ('tables', ?)", (day,))


def notify(connection: sqlite3.Connection, accounts: Iterable[str], day: str) -> None:
    """Write down of which accounts' want of use units are to be told."""
    connection.executemany(
        "INSERT INTO effects (kind, account, day) VALUES ('notice', ?, ?)",
        ((account, day) for account in accounts),
    )


class Effects:
    """What is still to be done on this host.

    Args:
        connection: the store; the caller holds its lock until all is done.
        dry: only look.
    """

    def __init__(self, connection: sqlite3.Connection, *, dry: bool) -> None:
        self._connection = connection
        self._dry = dry

    def make_folders(self, mail: Path | None) -> list[str]:
        """Make the new accounts' folders, for the owner of all mail; return those made."""
        made = []
        for account in self._accounts("folder"):
            if mail is None or not mail.is_dir():
                continue  # what delivers makes them too
            folder = mail / account
            if folder.exists():
                if not self._dry:
                    # A run that was killed while it packed this may have left it closed.
                    folder.chmod(MAILBOX_MODE)
                continue
            made.append(f"{account}/")
            if not self._dry:
                owner = mail.stat()
                folder.mkdir(mode=MAILBOX_MODE)
                os.chown(folder, owner.st_uid, owner.st_gid, follow_symlinks=False)
        self._done("folder")
        return made

    def publish(self, folder: Path, office: Mapping[str, str]) -> list[str]:
        """Write the daemons' files; return the names of those that were not right.

        Args:
            folder: where they stand.
            office: what the account page shows of the office; empty to leave that as it is.
        """
        shown = office or mail_tables.office_in(folder)
        source = made_tables.source(self._connection, shown)
        differing = []
        if not made_tables.stand(folder, source):
            wanted = mail_tables.contents(self._connection, shown)
            differing = mail_tables.publish(folder, wanted, dry=self._dry)
            if not self._dry:
                made_tables.record(folder, source, wanted)
        self._done("tables")
        return differing

    def end_sessions(self, run: Run, *, forget: bool) -> list[str]:
        """End the sessions of who may not log in, or no more as before; return the accounts.

        Args:
            run: runs doveadm.
            forget: have Dovecot forget logins although no session is ended.

        Raises:
            DovecotError: Dovecot does not do it; the rows stay.
        """
        active = self._connection.execute(
            "SELECT id FROM accounts WHERE state = 'active' "
            "AND id NOT IN (SELECT account FROM uses WHERE dormant IS NOT NULL)"
        )
        ended = set(self._accounts("sessions"))
        if ended and not self._dry:
            # Who logged in by the old files has a session that is seen.
            settle()
        allowed = {id_ for (id_,) in active} - ended
        ending = sorted(open_sessions(run) - allowed)
        if not self._dry:
            if forget or ending:
                forget_logins(run)
            end_sessions(run, ending)
        self._done("sessions")
        return ending

    def tell_units(self, domain: str, days: int, send: Send) -> list[str]:
        """Tell units of accounts that nobody uses, one message a unit; return the accounts.

        Args:
            domain: the office's mail domain.
            days: how long after the notice an account is closed to login.
            send: sends a message.

        Raises:
            OSError: a message is not taken; the rows stay.
        """
        rows = self._connection.execute(
            "SELECT e.account, a.name, r.address, coalesce(u.address, ?), e.day "
            "FROM effects e JOIN accounts a ON a.id = e.account "
            "JOIN addresses r ON r.account = a.id AND r.state = 'main' "
            "LEFT JOIN addresses u ON u.account = a.unit_id AND u.state = 'main' "
            "AND u.delivers IS NOT NULL WHERE e.kind = 'notice' ORDER BY r.address",
            (f"postmaster@{domain}",),
        ).fetchall()
        units: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for _, name, address, unit, day in rows:
            units[unit, day].append((name, address))
        if not self._dry:
            for (unit, day), people in units.items():
                closed_on = shifted(date.fromisoformat(day), days)
                send(notice(domain, unit, people, closed_on))
        self._done("notice")
        return [row[0] for row in rows]

    def sweep_letters(self, folder: Path) -> list[str]:
        """Remove files of letters that the store does not know; return their names."""
        return letters.sweep(self._connection, folder, dry=self._dry)

    def _accounts(self, kind: str) -> list[str]:
        rows = self._connection.execute(
            "SELECT DISTINCT account FROM effects WHERE kind = ? ORDER BY account", (kind,)
        )
        return [account for (account,) in rows]

    def _done(self, kind: str) -> None:
        self._connection.execute("DELETE FROM effects WHERE kind = ?", (kind,))
