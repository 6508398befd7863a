"""Where each mail program logs in: one row for an app password, a protocol and a network.

Telephones log in every few minutes, so a row says when the first time was and when the last.
"""

from __future__ import annotations

from dataclasses import dataclass

from account_page import clock
from account_page.sessions import DAY, EVENTS_KEPT
from account_page.store import Store, writing

_ROUGHLY = 60  # seconds by which the last time may be older than it says
_SAME = "account = ? AND program = ? AND protocol = ? AND network = ?"


@dataclass(frozen=True)
class Program:
    """A mail program that has proved its app password.

    Attributes:
        account: the account's id.
        name: what its person calls it.
        protocol: imap, smtp or sieve.
        network: where it is, as failures are counted (`account_page.guessing.source`).
        address: the very address, which is shown.
    """

    account: str
    name: str
    protocol: str
    network: str
    address: str


def record(database: Store, program: Program) -> None:
    """Note that a program has logged in; what is old goes."""
    now, address = clock.now(), program.address
    same = (program.account, program.name, program.protocol, program.network)
    row = database.execute(
        f"SELECT address, last FROM program_logins WHERE {_SAME}", same
    ).fetchone()
    if row and row["address"] == address and row["last"] > now - _ROUGHLY:
        return
    with writing(database):
        database.execute(
            "INSERT INTO program_logins VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET address = excluded.address, last = excluded.last",
            (*same, address, now, now),
        )
        if not row:
            database.execute("DELETE FROM program_logins WHERE last < ?", (now - EVENTS_KEPT,))


def at_home(database: Store, program: Program) -> bool:
    """Whether a program has logged in from its network on an earlier day."""
    row = database.execute(
        "SELECT 1 FROM program_logins WHERE account = ? AND program = ? AND network = ?"
        " AND first <= ?",
        (program.account, program.name, program.network, clock.now() - DAY),
    ).fetchone()
    return row is not None
