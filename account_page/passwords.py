"""Passwords that people type: hashes of chosen ones and of the letter's, and their history.

Chosen passwords are kept as Argon2id with 19 MiB, two passes, one lane (OWASP's first choice) and
not as RFC 9106 recommends second (64 MiB, three passes, four lanes): measured on a host, that one
takes 164 ms of a core, so that two cores would check twelve a second when an office begins its
day. This one takes 22 ms. At most as many are computed at a time as there are cores, and only so
many may wait: a flood of tries gets «busy» and leaves the rest of the page alone.
"""

import base64
import hashlib
import hmac
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHash, VerificationError

from account_page import clock, people, store

_ARGON2ID = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_FIRST = re.compile(r"\$scrypt\$n=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)")
_CORES = threading.BoundedSemaphore(os.cpu_count() or 1)
_QUEUE = threading.BoundedSemaphore(20)
_REMEMBERED = 24  # former passwords; no office asks for more
LONGEST = 256  # characters; more is nobody's password, and costs time to hash


class BusyError(Exception):
    """Too many passwords are being checked at once."""


@contextmanager
def bounded() -> Iterator[None]:
    """Do slow work when a core is free for it.

    Raises:
        BusyError: too many wait already.
    """
    if not _QUEUE.acquire(blocking=False):
        raise BusyError
    try:
        with _CORES:
            yield
    finally:
        _QUEUE.release()


# What is compared where there is nothing to compare with, so that it takes as long.
_NOBODYS = _ARGON2ID.hash(os.urandom(16))
_NOBODYS_FIRST = "$scrypt$n=1024,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA==$" + "A" * 43 + "="


@bounded()
def _matches(known: str | None, password: str) -> bool:
    try:
        _ARGON2ID.verify(known or _NOBODYS, password)
    except (VerificationError, InvalidHash):
        return False
    return known is not None


def first_matches(known: str | None, typed: str) -> bool:
    """Whether a letter's password was typed; hyphens, spaces and capitals don't count."""
    found = _FIRST.fullmatch(known or _NOBODYS_FIRST)
    if not found:
        return False
    n, r, p = map(int, found.group(1, 2, 3))
    salt, digest = (base64.b64decode(part + "==") for part in found.group(4, 5))
    # No letter has a zero: who types one has read an o.
    plain = re.sub(r"[\s\-‐‑–—]", "", typed).lower().replace("0", "o")
    text = plain.encode(errors="replace")
    made = hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, dklen=len(digest))
    return hmac.compare_digest(made, digest) and known is not None


def chosen(database: store.Store, person: people.Person) -> store.Row | None:
    """Return the password that was chosen under the account's letter: hash, made."""
    return database.row("chosen-password", **person.ids)


def check(database: store.Store, person: people.Person | None, typed: str) -> str:
    """Return which password was typed: chosen, first, expired (the letter's), or wrong.

    A letter opens the page until a password is chosen under it, and not again. Both hashes are
    computed in every case, for unknown people too.

    Raises:
        BusyError: too many passwords are being checked.
    """
    row = chosen(database, person) if person else None
    right = _matches(row["hash"] if row else None, typed)
    first = first_matches(person.first_password if person and not row else None, typed)
    if right:
        return "chosen"
    if not first or not person:
        return "wrong"
    return "expired" if person.letter_is_over() else "first"


def used_before(database: store.Store, account: str, password: str, history: int) -> bool:
    """Whether a password is one of the last so many of an account, of older letters too."""
    rows = database.rows("former-passwords", account=account, most=history)
    return any(_matches(row["hash"], password) for row in rows)


def choose(database: store.Store, person: people.Person, password: str) -> None:
    """Keep a chosen password; whoever calls has checked it against the rules."""
    with bounded():
        made = _ARGON2ID.hash(password)
    with store.writing(database):
        database.run("keep-password", **person.ids, hash=made, now=clock.now())
        database.run("keep-former-password", account=person.account, hash=made)
        database.run("forget-former-passwords", account=person.account, most=_REMEMBERED)
