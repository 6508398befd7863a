"""The service's own two SQLite files, and how their schema grows.

`app_passwords.sqlite` is read by Dovecot, which can't write: so it has a rollback journal and its
group may read. `login.sqlite` is nobody else's.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_SCHEMA = Path(__file__).with_name("schema")
# The steps from nothing to the present schema; a file counts how many it has taken.
LOGIN = ((_SCHEMA / "login-1.sql").read_text("utf-8"),)
APP_PASSWORDS = ((_SCHEMA / "app_passwords-1.sql").read_text("utf-8"),)
USED = "used"  # a folder with a file for each account, whose time is that of its last use
OF_PERSON = "account = :account AND letter = :letter"  # with the values of `Person.ids`


class StoreTooNewError(Exception):
    """A newer program has written the file; this one leaves it alone."""


def prepare(state: Path) -> None:
    """Make or migrate both files; roll back what a power cut left half-written.

    Raises:
        StoreTooNewError: a file was written by a newer version of this program.
    """
    _prepare(state / "login.sqlite", 0o600, "wal", LOGIN)
    _prepare(state / "app_passwords.sqlite", 0o640, "delete", APP_PASSWORDS)
    for folder in ("ends", USED):
        (state / folder).mkdir(mode=0o700, exist_ok=True)


def _prepare(file: Path, mode: int, journal: str, steps: Sequence[str]) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, mode))
    file.chmod(mode)
    with _connect(file) as database:
        with writing(database):
            [version] = database.execute("PRAGMA user_version").fetchone()
            if version > len(steps):
                raise StoreTooNewError(f"{file}: schema {version}, this program knows {len(steps)}")
            # Not executescript: that would commit before it begins.
            for statement in filter(str.strip, ";".join(steps[version:]).split(";")):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {len(steps)}")
        database.execute(f"PRAGMA journal_mode = {journal}")


def note_use(state: Path, account: str) -> None:
    """Note that a person uses the account now. The host counts days without use from this."""
    (state / USED / account).touch(mode=0o600)


class Store(sqlite3.Connection):
    """One of the files, open. Statements name their values, as in `:account`."""

    def rows(self, statement: str, **values: object) -> list[sqlite3.Row]:
        """Return what is found."""
        return self.execute(statement, values).fetchall()

    def row(self, statement: str, **values: object) -> sqlite3.Row | None:
        """Return the first that is found."""
        return next(iter(self.rows(statement, **values)), None)

    def run(self, statement: str, **values: object) -> int:
        """Change something; return how many rows are changed."""
        return self.execute(statement, values).rowcount

    def add(self, table: str, **values: object) -> None:
        """Add a row."""
        marks = ", ".join(f":{name}" for name in values)
        self.run(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", **values)

    def change(self, table: str, which: int, **values: object) -> None:
        """Change values of one row."""
        changes = ", ".join(f"{name} = :{name}" for name in values)
        self.run(f"UPDATE {table} SET {changes} WHERE id = :id", id=which, **values)

    def remove(self, table: str, account: str, which: int | None = None) -> int:
        """Remove one row of an account, or all; return how many there were."""
        condition = "account = :account AND coalesce(id = :which, 1)"
        return self.run(f"DELETE FROM {table} WHERE {condition}", account=account, which=which)


def _connect(file: Path) -> closing[Store]:
    # No transaction begins by itself: `writing` begins them.
    database = sqlite3.connect(
        file, timeout=10, isolation_level=None, check_same_thread=False, factory=Store
    )
    database.row_factory = sqlite3.Row
    return closing(database)


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Hold a transaction that alone writes; all of it happens or nothing."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        yield database


def login(state: Path) -> closing[Store]:
    """Open `login.sqlite`."""
    return _connect(state / "login.sqlite")


def app_passwords(state: Path) -> closing[Store]:
    """Open `app_passwords.sqlite`."""
    return _connect(state / "app_passwords.sqlite")
