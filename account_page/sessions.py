"""Sessions, the devices that people call their own, and the record of both.

A session is a random value of 256 bits in a cookie; only its digest is stored. It ends by itself,
by its person's act, and when the roster changes the account's state or letter: that is compared at
each request. Nothing here knows of pages, so that webmail can be handed a login later.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any, NamedTuple

from account_page import clock
from account_page.people import Person
from account_page.store import writing

# Seconds. A device of one's own is asked for both factors once a day: its session has no shorter
# rest. Elsewhere half an hour of rest ends it, and a day's work does.
DAY = 86400
_IDLE, _ABSOLUTE = 1800, 12 * 3600
DEVICE_LIFE = 180 * DAY
EVENTS_KEPT = 180 * DAY


class Place(NamedTuple):
    """Where a session is used: the client's address, and what the client is, in words."""

    address: str
    program: str


def digest(token: str) -> str:
    """Return what is stored of a random value; it needs no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class Session:
    """A session as it is stored.

    Attributes:
        must_choose: whether a letter's password opened it: a password must be chosen first.
        strong: whether the second factor was proved in it.
        remembered: whether it runs on a device of the person's own.
        confirmed: when the password was typed again for a change, or 0.
        pending: what a page keeps until the next one: a secret to enrol (encrypted), a challenge.
    """

    id: int
    account: str
    letter: int
    must_choose: bool
    strong: bool
    remembered: bool
    made: int
    confirmed: int
    pending: dict[str, Any]

    @property
    def typed(self) -> int:
        """When the password was last typed."""
        return max(self.made, self.confirmed)


def begin(database: sqlite3.Connection, person: Person, place: Place, **how: bool) -> str:
    """Begin a session; return the cookie's value.

    Args:
        place: where it is used.
        how: must_choose, strong, remembered, each false where it is left out.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    flags = [how.get(name, False) for name in ("must_choose", "strong", "remembered")]
    database.execute(
        "INSERT INTO sessions (digest, account, letter, must_choose, strong, remembered, made,"
        " seen, source, program) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (digest(token), person.account, person.letter, *flags, now, now, *place),
    )
    return token


def renew(database: sqlite3.Connection, session: Session, *, strong: bool) -> str:
    """Give a session more rights: its password is chosen, or both factors are proved.

    Its cookie's value, which is returned, changes with its rights.
    """
    token = secrets.token_urlsafe(32)
    database.execute(
        "UPDATE sessions SET digest = ?, must_choose = 0, strong = ?, pending = '{}' WHERE id = ?",
        (digest(token), strong or session.strong, session.id),
    )
    return token


def find(database: sqlite3.Connection, token: str) -> Session | None:
    """Return the session of a cookie that has not run out, and note that it was used."""
    now = clock.now()
    row = database.execute("SELECT * FROM sessions WHERE digest = ?", (digest(token),)).fetchone()
    if not row:
        return None
    idle, absolute = (DAY, DAY) if row["remembered"] else (_IDLE, _ABSOLUTE)
    if now >= min(row["made"] + absolute, row["seen"] + (_IDLE if row["must_choose"] else idle)):
        end(database, row["account"], row["id"])
        return None
    if now >= row["seen"] + 60:
        database.execute("UPDATE sessions SET seen = ? WHERE id = ?", (now, row["id"]))
    flags = {name: bool(row[name]) for name in ("must_choose", "strong", "remembered")}
    same = {name: row[name] for name in ("id", "account", "letter", "made", "confirmed")}
    known: dict[str, Any] = {**same, **flags, "pending": json.loads(row["pending"])}
    return Session(**known)


def keep(database: sqlite3.Connection, session: Session, **pending: Any) -> None:
    """Keep values for the session's next page; what was kept before goes."""
    values = (json.dumps(pending), session.id)
    database.execute("UPDATE sessions SET pending = ? WHERE id = ?", values)


def confirm(database: sqlite3.Connection, session: Session) -> str:
    """Note that the password was typed again; return the cookie's new value."""
    values = (clock.now(), session.id)
    database.execute("UPDATE sessions SET confirmed = ? WHERE id = ?", values)
    return renew(database, session, strong=False)


def end(
    database: sqlite3.Connection, account: str, which: int | None = None, but: int | None = None
) -> None:
    """End one session of an account, or all, or all but one."""
    database.execute(
        "DELETE FROM sessions WHERE account = ? AND coalesce(id = ?, 1) AND coalesce(id <> ?, 1)",
        (account, which, but),
    )


def of(database: sqlite3.Connection, person: Person) -> list[sqlite3.Row]:
    """Return a person's live sessions, the last used first."""
    now = clock.now()
    return database.execute(
        "SELECT * FROM sessions WHERE account = ? AND letter = ? AND NOT must_choose"
        " AND made + iif(remembered, ?, ?) > ? AND seen + iif(remembered, ?, ?) > ?"
        " ORDER BY seen DESC",
        (person.account, person.letter, DAY, _ABSOLUTE, now, DAY, _IDLE, now),
    ).fetchall()


# Devices of one's own


def remember(database: sqlite3.Connection, person: Person, name: str, *, proved: bool) -> str:
    """Remember a device, on which both factors were proved or not; return its cookie's value."""
    token, now = secrets.token_urlsafe(32), clock.now()
    database.execute(
        "INSERT INTO devices (digest, account, letter, name, made, proved)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (digest(token), person.account, person.letter, name, now, now if proved else 0),
    )
    return token


def devices(database: sqlite3.Connection, person: Person) -> list[sqlite3.Row]:
    """Return a person's remembered devices: id, digest, name, made, proved."""
    return database.execute(
        "SELECT * FROM devices WHERE account = ? AND letter = ? AND made > ? ORDER BY made DESC",
        (person.account, person.letter, clock.now() - DEVICE_LIFE),
    ).fetchall()


def device(database: sqlite3.Connection, person: Person | None, token: str) -> sqlite3.Row | None:
    """Return the remembered device of a cookie, if it is this person's."""
    known = devices(database, person) if person and token else []
    return next((row for row in known if row["digest"] == digest(token)), None)


def prove(database: sqlite3.Connection, number: int) -> None:
    """Note that both factors were proved on a device, which is good for a day."""
    database.execute("UPDATE devices SET proved = ? WHERE id = ?", (clock.now(), number))


def forget_devices(database: sqlite3.Connection, account: str, which: int | None = None) -> None:
    """Forget one device of an account, or all."""
    database.execute(
        "DELETE FROM devices WHERE account = ? AND coalesce(id = ?, 1)", (account, which)
    )


# What happened


def note(database: sqlite3.Connection, account: str, what: str, place: Place) -> None:
    """Record something for the person to see; what is old goes."""
    now = clock.now()
    with writing(database):
        database.execute(
            "INSERT INTO events (account, at, what, source, program) VALUES (?, ?, ?, ?, ?)",
            (account, now, what, *place),
        )
        database.execute("DELETE FROM events WHERE at < ?", (now - EVENTS_KEPT,))
        database.execute("DELETE FROM sessions WHERE made < ?", (now - DAY,))
        database.execute("DELETE FROM devices WHERE made < ?", (now - DEVICE_LIFE,))


def events(database: sqlite3.Connection, account: str, count: int = 30) -> list[sqlite3.Row]:
    """Return the last events of an account, the newest first."""
    return database.execute(
        "SELECT * FROM events WHERE account = ? ORDER BY id DESC LIMIT ?", (account, count)
    ).fetchall()


def programs(database: sqlite3.Connection, account: str, count: int = 30) -> list[sqlite3.Row]:
    """Return where an account's mail programs log in (`login_guard`), the last used first."""
    return database.execute(
        "SELECT * FROM program_logins WHERE account = ? ORDER BY last DESC LIMIT ?",
        (account, count),
    ).fetchall()
