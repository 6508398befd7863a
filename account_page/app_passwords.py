"""App passwords: what mail programs log in with, one a device, and the end of what they opened.

Each is random, so that Dovecot finds it by its digest, quickly and without a slow hash. It is
shown once. Whoever takes one back ends what it has open: the service asks for that by a file in
`ends/`, since only root can have Dovecot end a session.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

from account_page import clock
from account_page.factors import random_text
from account_page.people import Person
from account_page.store import app_passwords, writing

_LENGTH = 20  # of 31 signs: 99 bits
MOST = 20  # of one person; more is no person


def make(state: Path, person: Person, name: str) -> str | None:
    """Make an app password; return it for the one time that it is shown, or none if too many."""
    secret = random_text(_LENGTH)
    with app_passwords(state) as database, writing(database):
        if len(_of(database, person)) >= MOST:
            return None
        database.execute(
            "INSERT INTO app_passwords (account, letter, name, digest, made)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                *(person.account, person.letter, name),
                *(hashlib.sha256(secret.encode()).hexdigest(), clock.now()),
            ),
        )
    return secret


def of(state: Path, person: Person) -> list[sqlite3.Row]:
    """Return a person's app passwords: id, name, made."""
    with app_passwords(state) as database:
        return _of(database, person)


def _of(database: sqlite3.Connection, person: Person) -> list[sqlite3.Row]:
    return database.execute(
        "SELECT id, name, CAST(made AS INTEGER) AS made FROM app_passwords"
        " WHERE account = ? AND letter = ? ORDER BY id DESC",
        (person.account, person.letter),
    ).fetchall()


def revoke(state: Path, person: Person, which: int | None = None) -> None:
    """Take back one app password of a person, or all, and end what is open."""
    with app_passwords(state) as database, writing(database):
        database.execute(
            "DELETE FROM app_passwords WHERE account = ? AND (? IS NULL OR id = ?)",
            (person.account, which, which),
        )
    end_mail_sessions(state, person)


def end_mail_sessions(state: Path, person: Person) -> None:
    """Ask for the end of a person's live IMAP and SMTP sessions.

    The file appears by a rename: one that is being worked off is another one.
    """
    file = state / "ends" / person.account
    new = file.with_name(f".{person.account}.new")
    os.close(os.open(new, os.O_CREAT | os.O_WRONLY, 0o600))
    new.replace(file)
