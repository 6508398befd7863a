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
from typing import Any, NamedTuple

from account_page import clock
from account_page.people import Person
from account_page.store import OF_PERSON, Store, writing

# Seconds. A device of one's own is asked for both factors once a day: its session has no shorter
# rest. Elsewhere half an hour of rest ends it, and a day's work does.
DAY = 86400
_IDLE, _ABSOLUTE = 1800, 12 * 3600
DEVICE_LIFE = 180 * DAY
EVENTS_KEPT = 180 * DAY
# When a session runs out; one in which a password must still be chosen has the shorter rest.
_UNTIL = f"""
min(made + iif(remembered, {DAY}, {_ABSOLUTE}),
  seen + iif(remembered AND NOT must_choose, {DAY}, {_IDLE}))
"""


class Place(NamedTuple):
    """Where a session is used: the client's address, and what the client is, in words."""

    address: str
    program: str


def digest(token: str) -> str:
    """Return what is stored of a random value; it needs no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin(database: Store, person: Person, place: Place, **how: bool) -> str:
    """Begin a session; return the cookie's value.

    Args:
        place: where it is used.
        how: must_choose, strong, remembered, each false where it is left out.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    rights = {"must_choose": False, "strong": False, "remembered": False, **how}
    where = {"source": place.address, "program": place.program, "made": now, "seen": now}
    database.add("sessions", digest=digest(token), **person.ids, **rights, **where)
    return token


def renew(database: Store, session: sqlite3.Row, *, strong: bool) -> str:
    """Give a session more rights: its password is chosen, or both factors are proved.

    Its cookie's value, which is returned, changes with its rights.
    """
    token = secrets.token_urlsafe(32)
    rights = {"must_choose": False, "strong": strong or session["strong"]}
    database.change("sessions", session["id"], digest=digest(token), **rights, pending="{}")
    return token


def find(database: Store, token: str) -> sqlite3.Row | None:
    """Return the session of a cookie that has not run out, and note that it was used."""
    known = f"SELECT *, {_UNTIL} AS until FROM sessions WHERE digest = :digest"
    row, now = database.row(known, digest=digest(token)), clock.now()
    if row and now >= row["until"]:
        end(database, row["account"], row["id"])
        return None
    if row and now >= row["seen"] + 60:
        database.change("sessions", row["id"], seen=now)
    return row


def keep(database: Store, session: sqlite3.Row, **pending: Any) -> None:
    """Keep values for the session's next page; what was kept before goes."""
    database.change("sessions", session["id"], pending=json.dumps(pending))


def confirm(database: Store, session: sqlite3.Row) -> None:
    """Note that the password was typed again; whoever calls renews the session."""
    database.change("sessions", session["id"], confirmed=clock.now())


def end(database: Store, account: str, which: int | None = None, but: int | None = None) -> None:
    """End one session of an account, or all, or all but one."""
    others = "DELETE FROM sessions WHERE account = :account AND id IS NOT :but"
    database.run(f"{others} AND coalesce(id = :which, 1)", account=account, which=which, but=but)


def of(database: Store, person: Person) -> list[sqlite3.Row]:
    """Return a person's live sessions, the last used first."""
    live = f"SELECT * FROM sessions WHERE {OF_PERSON} AND NOT must_choose AND {_UNTIL} > :now"
    return database.rows(f"{live} ORDER BY seen DESC", **person.ids, now=clock.now())


# Devices of one's own


def remember(database: Store, person: Person, name: str, *, proved: bool) -> str:
    """Remember a device, on which both factors were proved or not; return its cookie's value."""
    token, now = secrets.token_urlsafe(32), clock.now()
    times = {"made": now, "proved": now if proved else 0}
    database.add("devices", **person.ids, digest=digest(token), name=name, **times)
    return token


def devices(database: Store, person: Person) -> list[sqlite3.Row]:
    """Return a person's remembered devices: id, digest, name, made, proved."""
    known = f"SELECT * FROM devices WHERE {OF_PERSON} AND made > :since ORDER BY made DESC"
    return database.rows(known, **person.ids, since=clock.now() - DEVICE_LIFE)


def device(database: Store, person: Person | None, token: str) -> sqlite3.Row | None:
    """Return the remembered device of a cookie, if it is this person's."""
    known = devices(database, person) if person and token else []
    return next((row for row in known if row["digest"] == digest(token)), None)


def prove(database: Store, number: int) -> None:
    """Note that both factors were proved on a device, which is good for a day."""
    database.change("devices", number, proved=clock.now())


def forget_devices(database: Store, account: str, which: int | None = None) -> None:
    """Forget one device of an account, or all."""
    database.remove("devices", account, which)


# What happened


def note(database: Store, account: str, what: str, place: Place) -> None:
    """Record something for the person to see; what is old goes."""
    now = clock.now()
    where = {"source": place.address, "program": place.program}
    with writing(database):
        database.add("events", account=account, at=now, what=what, **where)
        database.run("DELETE FROM events WHERE at < :since", since=now - EVENTS_KEPT)
        database.run("DELETE FROM sessions WHERE made < :since", since=now - DAY)
        database.run("DELETE FROM devices WHERE made < :since", since=now - DEVICE_LIFE)


def events(database: Store, account: str, count: int = 30) -> list[sqlite3.Row]:
    """Return the last events of an account, the newest first."""
    newest = "SELECT * FROM events WHERE account = :account ORDER BY id DESC LIMIT :count"
    return database.rows(newest, account=account, count=count)
