"""The accounts store of a mail host: an SQLite file that Postfix and Dovecot read.

The daemons only read the views. Every write is one transaction. The file uses the rollback journal,
since readers without write permission can't open a database in WAL mode.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_VERSION = 1
LOCK_TIMEOUT_S = 30

_SCHEMA = """
CREATE TABLE accounts (
  id        TEXT PRIMARY KEY,      -- staff number, unit or section; mail lies under it
  kind      TEXT NOT NULL CHECK (kind IN ('person', 'shared')),
  name      TEXT NOT NULL,
  address   TEXT NOT NULL UNIQUE,  -- main address; of a closed account the last one
  state     TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'closed')),
  quota_mb  INTEGER NOT NULL CHECK (quota_mb > 0),
  password  TEXT,                  -- {SCHEME}hash; NULL: no login
  closed_on TEXT                   -- ISO date
) WITHOUT ROWID;
CREATE TABLE addresses (
  address TEXT PRIMARY KEY,        -- complete, lower case
  account TEXT NOT NULL REFERENCES accounts (id),
  state   TEXT NOT NULL CHECK (state IN ('main', 'former'))
) WITHOUT ROWID;
CREATE INDEX addresses_by_account ON addresses (account);
-- Addresses that take mail. Who is suspended still receives.
CREATE VIEW deliverable AS
  SELECT r.address, r.account, a.quota_mb FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.state IN ('active', 'suspended');
-- Names to log in with.
CREATE VIEW logins AS
  SELECT r.address, r.account, a.password FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.state = 'active' AND a.password IS NOT NULL;
-- Who may send as an address (Article 13.3).
CREATE VIEW senders AS
  SELECT r.address, r.account FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.state = 'active';
"""

# RFC 4648's base32 does not use 0, 1, 8 and 9. So I and L, which look like digits, become 8 and 9.
_UNAMBIGUOUS = str.maketrans("IL", "89")


class StoreError(Exception):
    """The store can't be used; the message is Vietnamese."""


def connect(path: str, *, read_only: bool) -> sqlite3.Connection:
    """Open the store, and make it if it is missing.

    Args:
        path: the database file.
        read_only: for check mode and for reading. Nothing is written, and a missing store is an
            empty one in memory. An incomplete change of a killed run is still rolled back.

        Raises:
            StoreError: it can't be opened, or a newer version of congvu made it.
    """
    try:
        missing = not Path(path).exists() or not Path(path).stat().st_size
        where = ":memory:" if read_only and missing else path
        connection = sqlite3.connect(where, timeout=LOCK_TIMEOUT_S, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StoreError(f"Kho tài khoản {path} do một phiên bản mới hơn tạo ra ({version}).")
        if version == 0:
            connection.executescript(
                f"BEGIN EXCLUSIVE; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT"
            )
            if path_made := (connection.execute("PRAGMA database_list").fetchone()[2]):
                # Only the daemons' group, which is the folder's, may read the hashes.
                Path(path_made).chmod(0o640)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise StoreError(f"Không mở được kho tài khoản {path}: {error}") from error
    return connection


def accounts(connection: sqlite3.Connection) -> list[tuple[str, str, str, str, str, int]]:
    """Return (id, kind, name, address, state, quota_mb) of every account."""
    return connection.execute(
        "SELECT id, kind, name, address, state, quota_mb FROM accounts"
    ).fetchall()


def addresses(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return (address, account, state) of every address."""
    return connection.execute("SELECT address, account, state FROM addresses").fetchall()


def apply(connection: sqlite3.Connection, plan, passwords: dict[str, str], today: str) -> None:
    """Write a plan within the caller's transaction.

    Args:
        connection: the store.
        plan: an `accounts_plan.AccountsPlan`.
        passwords: hashes for created and reopened accounts, by id.
        today: ISO date for accounts that are closed now.
    """
    connection.executemany(
        "DELETE FROM addresses WHERE address = ?", ((row,) for row in plan.remove_addresses)
    )
    connection.executemany(
        "UPDATE accounts SET state = 'closed', password = NULL, closed_on = ? WHERE id = ?",
        ((today, account.id) for account in plan.close),
    )
    connection.executemany(
        "UPDATE accounts SET kind = ?, name = ?, address = ?, state = ?, quota_mb = ? WHERE id = ?",
        (_columns(new) for _, new in plan.update),
    )
    connection.executemany(
        "UPDATE accounts SET kind = ?, name = ?, address = ?, state = ?, quota_mb = ?, "
        "password = ?, closed_on = NULL WHERE id = ?",
        ((*_columns(new)[:-1], passwords[new.id], new.id) for new in plan.reopen),
    )
    connection.executemany(
        "INSERT INTO accounts (kind, name, address, state, quota_mb, id, password) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((*_columns(new), passwords[new.id]) for new in plan.create),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO addresses (address, account, state) VALUES (?, ?, ?)",
        plan.add_addresses,
    )


def _columns(account) -> tuple:
    return (
        account.kind,
        account.name,
        account.address,
        account.state,
        account.quota_mb,
        account.id,
    )


def new_password() -> str:
    """Return a password of 120 random bits in six groups, which is easy to read on paper.

    It never has i, l, 0 or 1.
    """
    text = base64.b32encode(secrets.token_bytes(15)).decode().translate(_UNAMBIGUOUS).lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def password_hash(password: str) -> str:
    """Return Dovecot's {SSHA512} of a generated password.

    A fast hash is enough for these passwords: NIST SP 800-63B (5.1.2.2) requires a slow one only
    below 112 bits of entropy, and ten thousand slow hashes would take minutes. Passwords that
    people choose get a slow hash in the program in which they choose them.
    """
    salt = secrets.token_bytes(16)
    digest = hashlib.sha512(password.encode() + salt).digest()
    return "{SSHA512}" + base64.b64encode(digest + salt).decode()


def append_private(path: str, lines: Iterable[str]) -> int:
    """Append lines to a file that only its owner can read; return its former size."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
        size = stream.tell()
        stream.writelines(f"{line}\n" for line in lines)
        stream.flush()
        os.fsync(stream.fileno())
    return size
