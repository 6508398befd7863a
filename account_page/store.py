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

LOGIN = (
    """
    CREATE TABLE passwords (account TEXT PRIMARY KEY, letter INTEGER NOT NULL, hash TEXT NOT NULL,
      made INTEGER NOT NULL);
    CREATE TABLE former_passwords (id INTEGER PRIMARY KEY, account TEXT NOT NULL,
      hash TEXT NOT NULL);
    CREATE TABLE factors (id INTEGER PRIMARY KEY, account TEXT NOT NULL, letter INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('totp', 'key')), name TEXT NOT NULL, secret BLOB NOT NULL,
      counter INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL);
    CREATE TABLE recovery_codes (account TEXT NOT NULL, letter INTEGER NOT NULL,
      salt BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (account, digest));
    CREATE TABLE sessions (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
      account TEXT NOT NULL, letter INTEGER NOT NULL, must_choose INTEGER NOT NULL,
      strong INTEGER NOT NULL, remembered INTEGER NOT NULL, made INTEGER NOT NULL,
      seen INTEGER NOT NULL,
      confirmed INTEGER NOT NULL DEFAULT 0, source TEXT NOT NULL, program TEXT NOT NULL,
      pending TEXT NOT NULL DEFAULT '{}');
    CREATE TABLE devices (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
      account TEXT NOT NULL, letter INTEGER NOT NULL, name TEXT NOT NULL, made INTEGER NOT NULL,
      proved INTEGER NOT NULL);
    CREATE TABLE failures (account TEXT NOT NULL, source TEXT NOT NULL, count INTEGER NOT NULL,
      last INTEGER NOT NULL, PRIMARY KEY (account, source));
    CREATE TABLE events (id INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL,
      what TEXT NOT NULL, source TEXT NOT NULL, program TEXT NOT NULL);
    CREATE INDEX sessions_of ON sessions (account);
    CREATE INDEX events_of ON events (account, at);
    """,
    # Written by `login_guard`, which Dovecot tells of logins.
    """
    CREATE TABLE program_logins (account TEXT NOT NULL, program TEXT NOT NULL,
      protocol TEXT NOT NULL, network TEXT NOT NULL, address TEXT NOT NULL, first INTEGER NOT NULL,
      last INTEGER NOT NULL, PRIMARY KEY (account, program, protocol, network));
    CREATE INDEX program_logins_by_age ON program_logins (last);
    """,
)
# The role `dovecot` may have made its table already, so that Dovecot starts before this service.
APP_PASSWORDS = (
    """
    CREATE TABLE IF NOT EXISTS app_passwords (id INTEGER PRIMARY KEY, account TEXT NOT NULL,
      letter INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
      made INTEGER NOT NULL);
    """,
)


# A file for each account, whose time is that of its last use.
USED = "used"


class StoreTooNewError(Exception):
    """A newer program has written the file; this one leaves it alone."""


def prepare(state: Path) -> None:
    """Make or migrate both files; roll back what a power cut left half-written.

    Raises:
        StoreTooNewError: a file was written by a newer version of this program.
    """
    for name, mode, journal, steps in (
        ("login.sqlite", 0o600, "wal", LOGIN),
        ("app_passwords.sqlite", 0o640, "delete", APP_PASSWORDS),
    ):
        file = state / name
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, mode))
        file.chmod(mode)
        with closing(_connect(file)) as database:
            _migrate(database, file, steps)
            database.execute(f"PRAGMA journal_mode = {journal}")
    for folder in ("ends", USED):
        (state / folder).mkdir(mode=0o700, exist_ok=True)


def note_use(state: Path, account: str) -> None:
    """Note that a person uses the account now. The host counts days without use from this."""
    (state / USED / account).touch(mode=0o600)


def _connect(file: Path) -> sqlite3.Connection:
    # No transaction begins by itself: `writing` begins them.
    database = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
    database.row_factory = sqlite3.Row
    return database


def _migrate(database: sqlite3.Connection, file: Path, steps: Sequence[str]) -> None:
    with writing(database):
        [version] = database.execute("PRAGMA user_version").fetchone()
        if version > len(steps):
            raise StoreTooNewError(f"{file}: schema {version}, this program knows {len(steps)}")
        for number, step in enumerate(steps[version:], version + 1):
            # Not executescript: that would commit before it begins.
            for statement in filter(str.strip, step.split(";")):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number}")


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Hold a transaction that alone writes; all of it happens or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


@contextmanager
def login(state: Path) -> Iterator[sqlite3.Connection]:
    """Open `login.sqlite`."""
    with closing(_connect(state / "login.sqlite")) as database:
        yield database


@contextmanager
def app_passwords(state: Path) -> Iterator[sqlite3.Connection]:
    """Open `app_passwords.sqlite`."""
    with closing(_connect(state / "app_passwords.sqlite")) as database:
        yield database
