"""Second factors: codes of an app (TOTP, RFC 6238), security keys (WebAuthn), recovery codes.

A TOTP secret must be readable here, so it is encrypted with a key that does not stand in the file.
Each code works once: the step of the last one is kept. Recovery codes are hashed with one salt a
set, so that a try costs one hash whatever the number of codes.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import fido2.features
import pyotp
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

from account_page import clock
from account_page.passwords import bounded
from account_page.people import Office, Person
from account_page.store import writing

# Options and answers are JSON as browsers write it. fido2 wants to know before it is used.
fido2.features.webauthn_json_mapping.enabled = True

from fido2.server import Fido2Server  # noqa: E402

_STEP = 30
# What an answer that is no answer, or a wrong one, makes fido2 raise.
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another
_CODES = 8


def random_text(length: int) -> str:
    """Return random signs that people type without mistakes."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def of(database: sqlite3.Connection, person: Person) -> list[sqlite3.Row]:
    """Return a person's factors: id, kind, name, secret, counter, made."""
    return database.execute(
        "SELECT id, kind, name, secret, counter, made FROM factors"
        " WHERE account = ? AND letter = ? ORDER BY made, id",
        (person.account, person.letter),
    ).fetchall()


def _add(database: sqlite3.Connection, person: Person, *values: object) -> None:
    """Keep a factor: kind, name, secret, step of the last code."""
    database.execute(
        "INSERT INTO factors (account, letter, kind, name, secret, counter, made)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (person.account, person.letter, *values, clock.now()),
    )


def remove(database: sqlite3.Connection, person: Person, number: int) -> bool:
    """Remove a factor, and with the last one its recovery codes; tell whether it was there."""
    with writing(database):
        gone = database.execute(
            "DELETE FROM factors WHERE account = ? AND id = ?", (person.account, number)
        ).rowcount
        if not of(database, person):
            database.execute("DELETE FROM recovery_codes WHERE account = ?", (person.account,))
    return gone > 0


# Codes of an app


def totp_address(secret: str, person: Person, office: Office) -> str:
    """Return the `otpauth:` address that an app reads or a QR code shows."""
    return pyotp.TOTP(secret).provisioning_uri(person.address, office.name or office.host)


def enrol_totp(
    database: sqlite3.Connection, person: Person, secret: str, code: str, box: Fernet
) -> bool:
    """Keep a secret if the first code is right, which counts as used."""
    step = _step(secret, code, 0)
    if step:
        _add(database, person, "totp", "Ứng dụng mã 6 số", box.encrypt(secret.encode()), step)
    return step > 0


def totp_matches(database: sqlite3.Connection, person: Person, code: str, box: Fernet) -> bool:
    """Whether a code is right and was not used before, in one step: two tries can't both win."""
    for row in of(database, person):
        if row["kind"] == "totp":
            step = _step(box.decrypt(row["secret"]).decode(), code, row["counter"])
            done = database.execute(
                "UPDATE factors SET counter = ?1 WHERE id = ?2 AND counter < ?1", (step, row["id"])
            )
            if done.rowcount:
                return True
    return False


def _step(secret: str, code: str, last: int) -> int:
    """Return the step of time to which a code belongs: now or a neighbour, later than `last`."""
    totp, now = pyotp.TOTP(secret), clock.now() // _STEP
    for step in (now - 1, now, now + 1):
        if step > last and secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return 0


# Recovery codes


def new_recovery_codes(database: sqlite3.Connection, person: Person) -> list[str]:
    """Replace a person's recovery codes; return them for the one time that they are shown."""
    codes, salt = [random_text(10) for _ in range(_CODES)], secrets.token_bytes(16)
    rows = [(person.account, person.letter, salt, _hashed(code, salt)) for code in codes]
    with writing(database):
        database.execute("DELETE FROM recovery_codes WHERE account = ?", (person.account,))
        database.executemany("INSERT INTO recovery_codes VALUES (?, ?, ?, ?)", rows)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(database: sqlite3.Connection, person: Person) -> int:
    """Return how many recovery codes a person still has."""
    [count] = database.execute(
        "SELECT count(*) FROM recovery_codes WHERE account = ? AND letter = ?",
        (person.account, person.letter),
    ).fetchone()
    return int(count)


def recovery_code_matches(database: sqlite3.Connection, person: Person, typed: str) -> bool:
    """Whether a recovery code is right; it is used up by that."""
    row = database.execute(
        "SELECT salt FROM recovery_codes WHERE account = ? AND letter = ?",
        (person.account, person.letter),
    ).fetchone()
    if not row:
        return False
    done = database.execute(
        "DELETE FROM recovery_codes WHERE account = ? AND digest = ?",
        (person.account, _hashed(typed, row["salt"])),
    )
    return done.rowcount > 0


def _hashed(code: str, salt: bytes) -> bytes:
    text = "".join(filter(str.isalnum, code.lower()))[:64].encode()
    return bytes(bounded(lambda: hash_secret_raw(text, salt, 2, 19 * 1024, 1, 32, Type.ID)))


# Security keys and what is built into telephones


def _server(office: Office) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=office.name or office.host, id=office.host),
        verify_origin=lambda origin: origin == office.origin,
    )


def _keys(database: sqlite3.Connection, person: Person) -> list[AttestedCredentialData]:
    return [
        AttestedCredentialData(row["secret"])
        for row in of(database, person)
        if row["kind"] == "key"
    ]


def begin_key(
    database: sqlite3.Connection, person: Person, office: Office
) -> tuple[str, dict[str, Any]]:
    """Return the options for the browser as JSON, and the state to keep until it answers."""
    options, state = _server(office).register_begin(
        PublicKeyCredentialUserEntity(
            id=person.account.encode(), name=person.address, display_name=person.name
        ),
        _keys(database, person),
        user_verification="preferred",  # type: ignore[arg-type]
    )
    return json.dumps(dict(options)["publicKey"]), state


def finish_key(  # noqa: PLR0913  # what a registration needs
    database: sqlite3.Connection,
    person: Person,
    office: Office,
    state: Mapping[str, Any],
    *,
    answer: str,
    name: str,
) -> bool:
    """Keep a new key if the browser's answer is right."""
    try:
        data = _server(office).register_complete(state, response=json.loads(answer))
    except _MALFORMED:
        return False
    if not data.credential_data:
        return False
    _add(database, person, "key", name, bytes(data.credential_data), 0)
    return True


def ask_key(
    database: sqlite3.Connection, person: Person, office: Office
) -> tuple[str, dict[str, Any]] | None:
    """Return the options with which a browser asks for one of a person's keys; none has no key."""
    keys = _keys(database, person)
    if not keys:
        return None
    options, state = _server(office).authenticate_begin(
        keys,
        user_verification="preferred",  # type: ignore[arg-type]
    )
    return json.dumps(dict(options)["publicKey"]), state


def key_matches(
    database: sqlite3.Connection,
    person: Person,
    office: Office,
    state: Mapping[str, Any],
    answer: str,
) -> bool:
    """Whether one of a person's keys has signed the challenge."""
    try:
        _server(office).authenticate_complete(
            state, _keys(database, person), response=json.loads(answer)
        )
    except _MALFORMED:
        return False
    return True
