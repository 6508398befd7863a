"""Files that the daemons of a mail host read, made from the accounts store.

Each is written whole beside its place and takes it at once: no reader ever finds one locked or
half written, whatever is being done to the store.
"""

from __future__ import annotations

import grp
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from ansible.module_utils.atomic import replace_file
from ansible.module_utils.cdb import constant_database

# In the order in which they are written: Postfix takes mail for a new mailbox only when Dovecot
# knows it. With the group that may read each; Postfix opens its own before it drops root.
_GROUPS = {
    "mailboxes": "dovecot",
    "addresses": "dovecot",
    "openings": "dovecot",
    "people.sqlite": "congvu-login",
    "senders.cdb": None,
    "recipients.cdb": None,
}

_PEOPLE = """
CREATE TABLE people (
  account        TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  unit           TEXT NOT NULL,
  address        TEXT NOT NULL,
  state          TEXT NOT NULL,
  letter         INTEGER NOT NULL,
  first_password TEXT,
  first_expires  TEXT
) WITHOUT ROWID;
CREATE TABLE logins (address TEXT PRIMARY KEY, account TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE office (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

# Who is suspended still receives.
_DELIVERED = """
SELECT r.address, a.id, a.quota_mb, a.letter, a.state FROM addresses r
  JOIN accounts a ON a.id = r.delivers
  WHERE a.state IN ('active', 'suspended') ORDER BY r.address
"""


def contents(connection: sqlite3.Connection, office: Mapping[str, str]) -> dict[str, bytes]:
    """Return every file's content by its name, in the order in which they must be written.

    Args:
        connection: the accounts store.
        office: what the account page shows of the office.
    """
    delivered = connection.execute(_DELIVERED).fetchall()
    active = [row for row in delivered if row[4] == "active"]
    quotas = {account: quota for _, account, quota, _, _ in delivered}
    made = {
        # Dovecot's passwd-files: user:password:uid:gid:gecos:home:shell:extra fields.
        "mailboxes": _lines(
            f"{account}:::::::userdb_quota_storage_size={quota}M"
            for account, quota in sorted(quotas.items())
        ),
        "addresses": _lines(
            f"{address}:::::::user={account} userdb_user={account} "
            f"userdb_quota_storage_size={quota}M"
            for address, account, quota, _, _ in delivered
        ),
        # Whoever proved to be this account under this letter, by this address, may come in.
        "openings": _lines(
            f"{account}/{letter}/{address}:::::::nopassword user={account}"
            for address, account, _, letter, _ in active
        ),
        "people.sqlite": _people(connection, office),
        # Who may send as an address (Article 13.3).
        "senders.cdb": constant_database([(row[0], row[1]) for row in active]),
        "recipients.cdb": constant_database([(row[0], row[1]) for row in delivered]),
    }
    return {name: made[name] for name in _GROUPS}


def office_in(folder: Path) -> dict[str, str]:
    """Return what the account page shows of the office now; nothing where nothing stands there."""
    try:
        page = sqlite3.connect(f"file:{folder / 'people.sqlite'}?mode=ro&immutable=1", uri=True)
        with closing(page):
            return dict(page.execute("SELECT key, value FROM office"))
    except sqlite3.DatabaseError:
        return {}


def publish(folder: Path, wanted: Mapping[str, bytes], *, dry: bool) -> list[str]:
    """Write the files that are not as wanted, and remove what a killed run left beside them.

    Args:
        folder: where they stand; it is made.
        wanted: from `contents`.
        dry: only look.

    Returns:
        The names of those that are not as wanted.
    """
    differing = [name for name, content in wanted.items() if not _is(folder / name, content)]
    if dry:
        return differing
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in wanted:
        for left in folder.glob(f".{name}.*"):
            left.unlink()
    for name in differing:
        replace_file(folder / name, wanted[name], _mode(name), _group(name))
    return differing


def _is(file: Path, content: bytes) -> bool:
    try:
        found = file.stat()
        same = (found.st_mode & 0o777, found.st_gid) == (_mode(file.name), _group(file.name))
        return same and file.read_bytes() == content
    except FileNotFoundError:
        return False


def _mode(name: str) -> int:
    return 0o640 if _GROUPS[name] else 0o600


def _group(name: str) -> int:
    """Return the group's number; one's own as long as there is none, so that nobody else reads."""
    try:
        return grp.getgrnam(_GROUPS[name] or "").gr_gid
    except KeyError:
        return os.getegid()


def _lines(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _people(connection: sqlite3.Connection, office: Mapping[str, str]) -> bytes:
    """Return a database of all who use the account page, or used it."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.executescript(_PEOPLE)
    made.execute("BEGIN")
    made.executemany(
        "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        connection.execute(
            "SELECT a.id, a.name, a.unit, r.address, a.state, a.letter, a.first_password, "
            "a.first_expires FROM accounts a JOIN addresses r ON r.account = a.id "
            "AND r.state = 'main' WHERE a.kind = 'person' "
            "AND a.state IN ('active', 'suspended', 'left') ORDER BY a.id"
        ),
    )
    made.executemany(
        "INSERT INTO logins VALUES (?, ?)",
        connection.execute(
            "SELECT r.address, a.id FROM addresses r JOIN accounts a ON a.id = r.delivers "
            "WHERE a.kind = 'person' AND a.state IN ('active', 'suspended') ORDER BY r.address"
        ),
    )
    made.executemany("INSERT INTO office VALUES (?, ?)", sorted(office.items()))
    made.execute("COMMIT")
    content = made.serialize()
    made.close()
    return content
