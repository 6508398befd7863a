"""Removes what the page keeps of accounts that are deleted: `python3 -m login_sweep.sweeping`.

A unit of its own runs it as the page's user whenever the published tables change, so that the host,
which decides on the deletion, never writes here.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from account_page.store import USED, Store, app_passwords, login, writing


def sweep(people: Path, state: Path) -> int:
    """Remove all that is kept of deleted accounts; return how many rows and files that was.

    Only of those that the published tables name: who is merely missing there may be so by a fault.

    Args:
        people: the published `people.sqlite`.
        state: the folder of this service's own files.

    Raises:
        sqlite3.Error, OSError: something is still there; the next run removes it.
    """
    deleted = _deleted(people)
    if not deleted:
        return 0
    removed = 0
    for opened in (login, app_passwords):
        with opened(state) as database:
            removed += _forget(database, deleted)
    for account in deleted:
        file = state / USED / account
        if file.exists():
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _deleted(people: Path) -> list[str]:
    address = f"{people.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        # A host that was not renewed yet does not publish them.
        if not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'deleted'").fetchone():
            return []
        return [account for (account,) in database.execute("SELECT account FROM deleted")]


def _forget(database: Store, accounts: Sequence[str]) -> int:
    """Remove the rows of accounts from every table that has any, those to come included."""
    tables = [
        row[0]
        for row in database.execute(
            "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
            " WHERE t.type = 'table' AND c.name = 'account'"
        )
    ]
    # What is removed stands on no page of the file any more, nor in its journal.
    database.execute("PRAGMA secure_delete = ON")
    with writing(database):
        removed = sum(
            database.execute(
                f"DELETE FROM {table} WHERE account IN (SELECT value FROM json_each(?))",
                (json.dumps(accounts),),
            ).rowcount
            for table in tables
        )
    if removed:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed


def main(arguments: Sequence[str]) -> int:
    """Run it for the published tables and the state's folder that are named."""
    people, state = map(Path, arguments)
    if removed := sweep(people, state):
        print(f"removed {removed} rows and files of deleted accounts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
