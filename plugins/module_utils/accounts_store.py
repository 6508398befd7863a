"""The accounts store of a mail host: one SQLite file that root alone reads and writes.

No daemon opens it; they read the files of `mail_tables`. So a change may take as long as it takes.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ansible.module_utils.accounts_plan import AccountsPlan, StoredAccount
from ansible.module_utils.accounts_schema import StoreError, bring_up_to_date

# A run that opens ten thousand accounts holds the store for half a minute.
LOCK_TIMEOUT_S = 300


class Unit(NamedTuple):
    """The unit that an account belongs to, as letters and the account page name it."""

    id: str
    name: str


def connect(path: str, *, read_only: bool) -> sqlite3.Connection:
    """Open the store; make it where it is missing, renew it where it has an older form.

    Args:
        path: the database file.
        read_only: for check mode and for looking: a copy in memory, which may be changed. What a
            killed run left half done is still rolled back.

        Raises:
            StoreError: it can't be opened, or a newer version of congvu made it.
    """
    try:
        if read_only:
            connection = _copy(path)
        else:
            connection = _connection(path)
            # Hashes are for root alone.
            Path(path).chmod(0o600)
        bring_up_to_date(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"Không mở được kho tài khoản {path}: {error}") from error
    return connection


def _connection(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=LOCK_TIMEOUT_S, isolation_level=None)
    # A change that was reported must survive a power cut.
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _copy(path: str) -> sqlite3.Connection:
    copy = _connection(":memory:")
    if Path(path).exists():
        original = _connection(path)
        original.backup(copy)
        original.close()
    return copy


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the store's lock; all that is written in it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def accounts(
    connection: sqlite3.Connection,
) -> list[tuple[str, str, str, str, str, int, str, str | None]]:
    """Return (id, kind, name, address, state, quota_mb, since, letter_asked) of every account."""
    return connection.execute(
        "SELECT a.id, kind, name, address, a.state, quota_mb, since, letter_asked FROM accounts a "
        "JOIN addresses r ON r.account = a.id AND r.state = 'main'"
    ).fetchall()


def addresses(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return (address, account, state) of every address that takes mail.

    An address that delivers to another account than its own is a former one.
    """
    return connection.execute(
        "SELECT address, delivers, iif(delivers = account, state, 'former') FROM addresses "
        "WHERE delivers IS NOT NULL"
    ).fetchall()


def owners(connection: sqlite3.Connection) -> dict[str, str]:
    """Return whose main address each address is or was, for ever (Article 4.6)."""
    return dict(
        connection.execute("SELECT address, account FROM addresses WHERE account IS NOT NULL")
    )


def apply(connection: sqlite3.Connection, plan: AccountsPlan, day: str) -> None:
    """Write a plan inside the transaction that the caller holds.

    Args:
        connection: the store.
        plan: what must change.
        day: ISO day since when the new states are.
    """
    # A person's former address that was never a main one on this host is known as theirs from here
    # on. A unit's may have been another unit's before, so nothing is known.
    connection.executemany(
        "UPDATE addresses SET delivers = NULL, account = coalesce(account, "
        "(SELECT id FROM accounts WHERE id = delivers AND kind = 'person')) WHERE address = ?",
        ((row,) for row in plan.remove_addresses),
    )
    for state, ended in (("left", plan.close), ("archived", plan.archive),
                         ("deleted", plan.delete)):  # fmt: skip
        connection.executemany(
            "UPDATE accounts SET state = ?, since = ? WHERE id = ?",
            ((state, day, account.id) for account in ended),
        )
    connection.executemany(
        "UPDATE accounts SET kind = ?, name = ?, quota_mb = ?, "
        "since = iif(state = ?, since, ?), state = ? WHERE id = ?",
        (
            (new.kind, new.name, new.quota_mb, new.state, day, new.state, new.id)
            for new in (*plan.reopen, *(after for _, after in plan.update))
        ),
    )
    asked = ((account.id, account.new_letter or "") for account in (*plan.reopen, *plan.renew))
    raise_letter(connection, asked)
    connection.executemany(
        "INSERT INTO accounts (id, kind, name, state, since, quota_mb, letter_asked) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (one.id, one.kind, one.name, one.state, day, one.quota_mb, one.new_letter or "")
            for one in plan.create
        ),
    )
    _set_addresses(connection, plan)


def _set_addresses(connection: sqlite3.Connection, plan: AccountsPlan) -> None:
    mains = [*plan.create, *plan.reopen]
    mains += [after for before, after in plan.update if before.address != after.address]
    named = [account.address for account in mains]
    named += [address for address, _, _ in plan.add_addresses]
    connection.executemany(
        "INSERT OR IGNORE INTO domains VALUES (?)",
        {(address.partition("@")[2],) for address in named},
    )
    connection.executemany(
        "UPDATE addresses SET state = 'former' WHERE account = ? AND address <> ?",
        ((account.id, account.address) for account in mains),
    )
    connection.executemany(
        "INSERT INTO addresses (address, domain, account, state) VALUES (?, ?, ?, 'main') "
        "ON CONFLICT (address) DO UPDATE SET account = excluded.account, state = 'main'",
        ((account.address, account.address.partition("@")[2], account.id) for account in mains),
    )
    connection.executemany(
        "INSERT INTO addresses (address, domain, state, delivers) VALUES (?, ?, 'former', ?) "
        "ON CONFLICT (address) DO UPDATE SET delivers = excluded.delivers",
        (
            (address, address.partition("@")[2], account)
            for address, account, _ in plan.add_addresses
        ),
    )


def raise_letter(connection: sqlite3.Connection, asked: Iterable[tuple[str, str]]) -> None:
    """Have accounts get a new letter; all that was made under the one before is void.

    Args:
        connection: the store.
        asked: account ids, each with the ISO day on which it was asked for; what was asked for
            until then is done with it.
    """
    connection.executemany(
        "UPDATE accounts SET letter = letter + 1, first_password = NULL, first_expires = NULL, "
        "letter_asked = max(coalesce(letter_asked, ''), ?) WHERE id = ?",
        ((day, id_) for id_, day in asked),
    )


def without_letter(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of people whose letter is still to be made."""
    rows = connection.execute(
        "SELECT id FROM accounts WHERE kind = 'person' AND first_password IS NULL "
        "AND state IN ('active', 'suspended') ORDER BY id"
    )
    return [id_ for (id_,) in rows]


def set_units(connection: sqlite3.Connection, units: Mapping[str, Unit]) -> list[tuple[str, str]]:
    """Write which unit each account belongs to; return (account, unit's name) of those changed."""
    known = {
        id_: tuple(unit)
        for id_, *unit in connection.execute("SELECT id, unit_id, unit FROM accounts")
    }
    changed = [(id_, unit) for id_, unit in units.items() if known.get(id_) != unit]
    connection.executemany(
        "UPDATE accounts SET unit_id = ?, unit = ? WHERE id = ?",
        ((unit.id, unit.name, id_) for id_, unit in changed),
    )
    return [(id_, unit.name) for id_, unit in changed if id_ in known]


def set_manners(
    connection: sqlite3.Connection, manners: Mapping[str, tuple[str, str, str]]
) -> list[tuple[str, str]]:
    """Write what the roster says of accounts beside their states.

    Args:
        connection: the store.
        manners: what becomes of its mail, the unit's address and from when want of use counts, by
            account id; of accounts that the store does not know nothing is kept.

    Returns:
        (account, what becomes of its mail) of those whose mail is treated otherwise now.
    """
    known = {
        id_: tuple(row)
        for id_, *row in connection.execute(
            "SELECT id, coalesce(mail, 'keep'), coalesce(left_unit, ''), unused_from "
            "FROM accounts LEFT JOIN courses ON account = id"
        )
    }
    wanted = {id_: tuple(new) for id_, new in manners.items() if id_ in known}
    # Of whom the roster knows nothing any more, nothing that it once said holds.
    forgotten = (id_ for id_, (*_, use) in known.items() if use is not None and id_ not in manners)
    wanted.update((id_, ("refuse", "", "")) for id_ in forgotten)
    changed = {id_: new for id_, new in wanted.items() if known[id_] != new}
    connection.executemany(
        "INSERT INTO courses VALUES (?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET "
        "mail = excluded.mail, left_unit = excluded.left_unit, unused_from = excluded.unused_from",
        ((id_, *new) for id_, new in changed.items()),
    )
    return [(id_, new[0]) for id_, new in changed.items() if known[id_][:2] != new[:2]]


def reached(connection: sqlite3.Connection, address: str) -> StoredAccount | None:
    """Return the open account that an address delivers to, None where there is none."""
    row = connection.execute(
        "SELECT delivers FROM addresses WHERE address = ?", (address.strip().lower(),)
    ).fetchone()
    for found in accounts(connection):
        account = StoredAccount(*found)
        if row and account.id == row[0] and account.is_open:
            return account
    return None


def holder(connection: sqlite3.Connection, address: str) -> StoredAccount | None:
    """Return the open account of a person that an address delivers to, None where there is none."""
    account = reached(connection, address)
    return account if account is not None and account.kind == "person" else None


def is_dormant(connection: sqlite3.Connection, account: str) -> bool:
    """Tell whether an account can't be logged in to for want of use."""
    row = connection.execute("SELECT dormant FROM uses WHERE account = ?", (account,)).fetchone()
    return bool(row and row[0])
