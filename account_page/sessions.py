"""Sessions, the devices that people call their own, and the record of both.

A session is a random value of 256 bits in a cookie; only its digest is stored. It ends by itself,
by its person's act, and when the roster changes the account's state or letter: that is compared at
each request. Nothing here knows of pages, so that webmail can be handed a login later.
"""

import hashlib
import json
import secrets
from typing import Any, NamedTuple

from account_page import clock
from account_page.people import Person
from account_page.store import Row, Store, writing

DAY = 86400
DEVICE_LIFE = 180 * DAY
EVENTS_KEPT = 180 * DAY


class Place(NamedTuple):
    """Where a session is used: the client's address, and what the client is, in words."""

    address: str
    program: str


def digest(token: str) -> str:
    """Return what is stored of a random value; it needs no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin(database: Store, person: Person, place: Place, **rights: bool) -> str:
    """Begin a session; return the cookie's value.

    Args:
        place: where it is used.
        rights: must_choose, strong, remembered.
    """
    token, where = secrets.token_urlsafe(32), place._asdict()
    values = {**person.ids, "digest": digest(token), "now": clock.now()}
    database.run("begin-session", **values, **rights, **where)
    return token


def renew(database: Store, session: Row, *, strong: bool = False, confirmed: int = 0) -> str:
    """Give a session more rights: its password is chosen, or typed again, or both factors proved.

    Its cookie's value, which is returned, changes with its rights.
    """
    token = secrets.token_urlsafe(32)
    rights = {"digest": digest(token), "strong": strong, "confirmed": confirmed}
    database.run("renew-session", id=session["id"], **rights)
    return token


def find(database: Store, token: str) -> Row | None:
    """Return the session of a cookie that has not run out, and note that it was used."""
    row, now = database.row("session", digest=digest(token)), clock.now()
    if row and now >= row["until"]:
        end(database, row["account"], row["id"])
        return None
    if row and now >= row["seen"] + 60:
        database.run("use-session", id=row["id"], now=now)
    return row


def keep(database: Store, session: Row, **pending: Any) -> None:
    """Keep values for the session's next page; what was kept before goes."""
    database.run("keep-for-session", id=session["id"], pending=json.dumps(pending))


def end(database: Store, account: str, which: int | None = None) -> None:
    """End one session of an account, or all."""
    database.run("end-sessions", account=account, id=which)


def end_others(database: Store, session: Row) -> None:
    """End all sessions of an account but this one."""
    database.run("end-other-sessions", account=session["account"], but=session["id"])


def of(database: Store, person: Person) -> list[Row]:
    """Return a person's live sessions, the last used first."""
    return database.rows("live-sessions", **person.ids, now=clock.now())


# Devices of one's own


def remember(database: Store, person: Person, name: str, *, proved: bool) -> str:
    """Remember a device, on which both factors were proved or not; return its cookie's value."""
    token, now = secrets.token_urlsafe(32), clock.now()
    values = {"digest": digest(token), "name": name, "now": now, "proved": now if proved else 0}
    database.run("remember-device", **person.ids, **values)
    return token


def devices(database: Store, person: Person) -> list[Row]:
    """Return a person's remembered devices: id, digest, name, made, proved."""
    return database.rows("devices", **person.ids, since=clock.now() - DEVICE_LIFE)


def device(database: Store, person: Person | None, token: str) -> Row | None:
    """Return the remembered device of a cookie, if it is this person's."""
    known = devices(database, person) if person and token else []
    return next((row for row in known if row["digest"] == digest(token)), None)


def forget_devices(database: Store, account: str, which: int | None = None) -> None:
    """Forget one device of an account, or all."""
    database.run("forget-devices", account=account, id=which)


# What happened


def note(database: Store, account: str, what: str, place: Place) -> None:
    """Record something for the person to see; what is old goes."""
    now = clock.now()
    with writing(database):
        database.run("add-event", account=account, now=now, what=what, **place._asdict())
        database.run("forget-old-events", since=now - EVENTS_KEPT)
        database.run("forget-old-sessions", since=now - DAY)
        database.run("forget-old-devices", since=now - DEVICE_LIFE)


def last(database: Store, what: str, account: str) -> list[Row]:
    """Return the last 30 of an account's `events` or `program-logins`, the newest first."""
    return database.rows(what, account=account, count=30)
