"""The service's own two SQLite files, and how their schema grows.

`app_passwords.sqlite` is read by Dovecot, which can't write: so it has a rollback journal and its
group may read. `login.sqlite` is nobody else's.
"""

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

_SCHEMA = Path(__file__).with_name("schema")
# The steps from nothing to the present schema; a file counts how many it has taken.
LOGIN = tuple((_SCHEMA / f"login-{step}.sql").read_text("utf-8") for step in (1, 2))
APP_PASSWORDS = ((_SCHEMA / "app_passwords-1.sql").read_text("utf-8"),)
_SQL = (_SCHEMA / "statements.sql").read_text("utf-8")
_STATEMENTS = dict(re.findall(r"^-- ([a-z-]+)\n(.+?);$", _SQL, re.M | re.S))
USED = "used"  # a folder with a file for each account, whose time is that of its last use


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


Row = sqlite3.Row


class Store(sqlite3.Connection):
    """One of the files, open. Its statements stand in `schema/statements.sql`, by name."""

    def rows(self, name: str, /, **values: object) -> list[Row]:
        """Return what a statement finds."""
        return self.execute(_STATEMENTS[name], values).fetchall()

    def row(self, name: str, /, **values: object) -> Row | None:
        """Return the first that a statement finds."""
        return next(iter(self.rows(name, **values)), None)

    def run(self, name: str, /, **values: object) -> int:
        """Change something by a statement; return how many rows are changed."""
        return self.execute(_STATEMENTS[name], values).rowcount


def _connect(file: Path) -> AbstractContextManager[Store]:
    # No transaction begins by itself: `writing` begins them.
    database = sqlite3.connect(
        file, timeout=10, isolation_level=None, check_same_thread=False, factory=Store
    )
    database.row_factory = Row
    return closing(database)


@contextmanager
def writing(database: Store) -> Iterator[Store]:
    """Hold a transaction that alone writes; all of it happens or nothing."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        yield database


def login(state: Path) -> AbstractContextManager[Store]:
    """Open `login.sqlite`."""
    return _connect(state / "login.sqlite")


def app_passwords(state: Path) -> AbstractContextManager[Store]:
    """Open `app_passwords.sqlite`."""
    return _connect(state / "app_passwords.sqlite")
