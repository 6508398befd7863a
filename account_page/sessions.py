"""Sessions, the devices that people call their own, and the record of both.

A session is a random value of 256 bits in a cookie; only its digest is stored. It goes through
stages: `choose` (a password must be chosen), `factor` (the second factor is asked), `enrol` (one
must be set up), `full`. It ends by itself, by its person's act, and when the roster changes the
account's state or letter: that is compared at each request. Nothing here knows of pages, so that
webmail can be handed a login later.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from account_page import clock
from account_page.people import Person
from account_page.store import writing

# Seconds. A device of one's own is asked for both factors once a day: its session has no shorter
# rest. Elsewhere half an hour of rest ends it, and a day's work does.
DAY = 86400
_IDLE, _ABSOLUTE, _UNFINISHED = 1800, 12 * 3600, 1800
_DEVICE_LIFE = 180 * DAY
_EVENTS_KEPT = 180 * DAY


def digest(token: str) -> str:
    """Return what is stored of a random value; it needs no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class Session:
    """A session as it is stored.

    Attributes:
        strong: whether the second factor was proved in it.
        remembered: whether it runs on a device of the person's own.
        typed: when the password was last typed in it.
        confirmed: when it was typed again for a change, or 0.
        pending: what a page keeps until the next one: a secret to enrol (encrypted), a challenge.
    """

    id: int
    account: str
    letter: int
    stage: str
    strong: bool
    remembered: bool
    made: int
    confirmed: int
    pending: dict[str, Any]

    @property
    def typed(self) -> int:
        """When the password was last typed."""
        return max(self.made, self.confirmed)


def begin(  # noqa: PLR0913  # a row's columns
    database: sqlite3.Connection,
    person: Person,
    stage: str,
    source: str,
    program: str,
    *,
    strong: bool = False,
    remembered: bool = False,
) -> str:
    """Begin a session; return the cookie's value."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with writing(database):
        database.execute(
            "INSERT INTO sessions (digest, account, letter, stage, strong, remembered, made, seen,"
            " source, program) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(digest(token), person.account, person.letter, stage, strong, remembered),
                *(now, now, source, program),
            ),
        )
    return token


def raise_to(database: sqlite3.Connection, session: Session, stage: str, *, strong: bool) -> str:
    """Move a session to another stage; its cookie's value changes with its rights."""
    token = secrets.token_urlsafe(32)
    with writing(database):
        database.execute(
            "UPDATE sessions SET digest = ?, stage = ?, strong = ?, pending = '{}' WHERE id = ?",
            (digest(token), stage, strong or session.strong, session.id),
        )
    return token


def find(database: sqlite3.Connection, token: str) -> Session | None:
    """Return the session of a cookie that has not run out, and note that it was used."""
    now = clock.now()
    row = database.execute("SELECT * FROM sessions WHERE digest = ?", (digest(token),)).fetchone()
    if not row:
        return None
    idle = DAY if row["remembered"] else _IDLE
    absolute = DAY if row["remembered"] else _ABSOLUTE
    if row["stage"] != "full":
        absolute = _UNFINISHED
    if now >= row["made"] + absolute or now >= row["seen"] + idle:
        end(database, row["account"], row["id"])
        return None
    if now >= row["seen"] + 60:
        with writing(database):
            database.execute("UPDATE sessions SET seen = ? WHERE id = ?", (now, row["id"]))
    return Session(
        id=row["id"],
        account=row["account"],
        letter=row["letter"],
        stage=row["stage"],
        strong=bool(row["strong"]),
        remembered=bool(row["remembered"]),
        made=row["made"],
        confirmed=row["confirmed"],
        pending=json.loads(row["pending"]),
    )


def keep(database: sqlite3.Connection, session: Session, **pending: Any) -> None:
    """Keep values for the session's next page; what was kept before goes."""
    with writing(database):
        database.execute(
            "UPDATE sessions SET pending = ? WHERE id = ?", (json.dumps(pending), session.id)
        )


def confirm(database: sqlite3.Connection, session: Session) -> None:
    """Note that the password was typed again."""
    with writing(database):
        database.execute(
            "UPDATE sessions SET confirmed = ? WHERE id = ?", (clock.now(), session.id)
        )


def end(
    database: sqlite3.Connection, account: str, which: int | None = None, but: int | None = None
) -> None:
    """End one session of an account, or all, or all but one."""
    with writing(database):
        database.execute(
            "DELETE FROM sessions WHERE account = ? AND (? IS NULL OR id = ?)"
            " AND (? IS NULL OR id <> ?)",
            (account, which, which, but, but),
        )


def of(database: sqlite3.Connection, person: Person) -> list[sqlite3.Row]:
    """Return a person's live sessions, the last used first."""
    now = clock.now()
    return database.execute(
        "SELECT * FROM sessions WHERE account = ? AND letter = ? AND stage = 'full'"
        " AND made + iif(remembered, ?, ?) > ? AND seen + iif(remembered, ?, ?) > ?"
        " ORDER BY seen DESC",
        (person.account, person.letter, DAY, _ABSOLUTE, now, DAY, _IDLE, now),
    ).fetchall()


# Devices of one's own


def remember(database: sqlite3.Connection, person: Person, name: str) -> str:
    """Remember a device on which both factors were proved; return its cookie's value."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with writing(database):
        database.execute(
            "INSERT INTO devices (digest, account, letter, name, made, proved)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (digest(token), person.account, person.letter, name, now, now),
        )
    return token


def device(database: sqlite3.Connection, person: Person | None, token: str) -> sqlite3.Row | None:
    """Return the remembered device of a cookie, if it is this person's: id, proved."""
    if not person or not token:
        return None
    row: sqlite3.Row | None = database.execute(
        "SELECT id, proved FROM devices WHERE digest = ? AND account = ? AND letter = ?"
        " AND made > ?",
        (digest(token), person.account, person.letter, clock.now() - _DEVICE_LIFE),
    ).fetchone()
    return row


def prove(database: sqlite3.Connection, number: int) -> None:
    """Note that both factors were proved on a device, which is good for a day."""
    with writing(database):
        database.execute("UPDATE devices SET proved = ? WHERE id = ?", (clock.now(), number))


def devices(database: sqlite3.Connection, person: Person) -> list[sqlite3.Row]:
    """Return a person's remembered devices."""
    return database.execute(
        "SELECT id, name, made, proved FROM devices WHERE account = ? AND letter = ? AND made > ?"
        " ORDER BY made DESC",
        (person.account, person.letter, clock.now() - _DEVICE_LIFE),
    ).fetchall()


def forget_devices(database: sqlite3.Connection, account: str, which: int | None = None) -> None:
    """Forget one device of an account, or all."""
    with writing(database):
        database.execute(
            "DELETE FROM devices WHERE account = ? AND (? IS NULL OR id = ?)",
            (account, which, which),
        )


# What happened


def note(database: sqlite3.Connection, account: str, what: str, source: str, program: str) -> None:
    """Record something for the person to see; what is old goes."""
    now = clock.now()
    with writing(database):
        database.execute(
            "INSERT INTO events (account, at, what, source, program) VALUES (?, ?, ?, ?, ?)",
            (account, now, what, source, program),
        )
        database.execute("DELETE FROM events WHERE at < ?", (now - _EVENTS_KEPT,))
        database.execute("DELETE FROM sessions WHERE made < ?", (now - DAY,))
        database.execute("DELETE FROM devices WHERE made < ?", (now - _DEVICE_LIFE,))


def events(database: sqlite3.Connection, account: str, count: int = 30) -> list[sqlite3.Row]:
    """Return the last events of an account, the newest first."""
    return database.execute(
        "SELECT at, what, source, program FROM events WHERE account = ? ORDER BY id DESC LIMIT ?",
        (account, count),
    ).fetchall()
