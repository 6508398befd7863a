"""Second factors: codes of an app (TOTP, RFC 6238), security keys (WebAuthn), recovery codes.

A TOTP secret must be readable here, so it is encrypted with a key that does not stand in the file.
Each code works once: the step of the last one is kept. Recovery codes are hashed with one salt a
set, so that a try costs one hash whatever the number of codes.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import fido2.features
import pyotp
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet
from fido2.webauthn import AttestedCredentialData, UserVerificationRequirement
from fido2.webauthn import PublicKeyCredentialRpEntity as RpEntity
from fido2.webauthn import PublicKeyCredentialUserEntity as UserEntity

from account_page import clock
from account_page.passwords import bounded
from account_page.people import Office, Person
from account_page.sentences import say
from account_page.store import Row, Store, writing

# Options and answers are JSON as browsers write it. fido2 wants to know before it is used.
fido2.features.webauthn_json_mapping.enabled = True

from fido2.server import Fido2Server  # noqa: E402

_STEP = 30
_VERIFIED = UserVerificationRequirement.PREFERRED
# What an answer that is no answer, or a wrong one, makes fido2 raise.
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another
_CODES = 8
State = Mapping[str, Any]  # of a question to a key, until it is answered


def random_text(length: int) -> str:
    """Return random signs that people type without mistakes."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def of(database: Store, person: Person) -> list[Row]:
    """Return a person's factors: id, kind, name, secret, counter, made."""
    return database.rows("factors", **person.ids)


def remove(database: Store, person: Person, number: int) -> None:
    """Remove a factor, and with the last one its recovery codes."""
    with writing(database):
        database.run("remove-factor", account=person.account, id=number)
        if not of(database, person):
            database.run("no-recovery-codes", account=person.account)


# Codes of an app


def enrol_totp(database: Store, person: Person, secret: str, code: str, box: Fernet) -> bool:
    """Keep a secret if the first code is right, which counts as used."""
    if step := _step(secret, code, 0):
        kept = {"kind": "totp", "name": say("app"), "secret": box.encrypt(secret.encode())}
        database.run("add-factor", **person.ids, **kept, counter=step, now=clock.now())
    return step > 0


def totp_matches(database: Store, person: Person, code: str, box: Fernet) -> bool:
    """Whether a code is right and was not used before, in one step: two tries can't both win."""
    for row in of(database, person):
        if row["kind"] == "totp":
            step = _step(box.decrypt(row["secret"]).decode(), code, row["counter"])
            if database.run("use-code", step=step, id=row["id"]):
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


def new_recovery_codes(database: Store, person: Person) -> list[str]:
    """Replace a person's recovery codes; return them for the one time that they are shown."""
    codes, salt = [random_text(10) for _ in range(_CODES)], secrets.token_bytes(16)
    digests = [_hashed(code, salt) for code in codes]
    with writing(database):
        database.run("no-recovery-codes", account=person.account)
        for digest in digests:
            database.run("add-recovery-code", **person.ids, salt=salt, digest=digest)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_code_matches(database: Store, person: Person, typed: str) -> bool:
    """Whether a recovery code is right; it is used up by that."""
    row = database.row("recovery-codes", **person.ids)
    if not row:
        return False
    digest = _hashed(typed, row["salt"])
    return database.run("use-recovery-code", **person.ids, digest=digest) > 0


@bounded()
def _hashed(code: str, salt: bytes) -> bytes:
    text = "".join(filter(str.isalnum, code.lower()))[:64].encode()
    return bytes(hash_secret_raw(text, salt, 2, 19 * 1024, 1, 32, Type.ID))


class Keys:
    """A person's security keys, and what is built into telephones."""

    def __init__(self, database: Store, person: Person, office: Office) -> None:
        self._database, self._person = database, person
        keys = [row["secret"] for row in of(database, person) if row["kind"] == "key"]
        self._known = [AttestedCredentialData(key) for key in keys]
        entity = RpEntity(name=office.name or office.host, id=office.host)
        self._server = Fido2Server(entity, verify_origin=lambda asked: asked == office.origin)

    def begin(self) -> tuple[str, State]:
        """Return the options to add one as JSON, and the state to keep until a browser answers."""
        account, name = self._person.account.encode(), self._person.name
        user = UserEntity(id=account, name=self._person.address, display_name=name)
        options, state = self._server.register_begin(user, self._known, user_verification=_VERIFIED)
        return json.dumps(dict(options)["publicKey"]), state

    def add(self, state: State, answer: str, name: str) -> bool:
        """Keep a new key if the browser's answer is right."""
        try:
            made = self._server.register_complete(state, response=json.loads(answer))
        except _MALFORMED:
            return False
        if made.credential_data:
            key = {"kind": "key", "name": name, "secret": bytes(made.credential_data), "counter": 0}
            self._database.run("add-factor", **self._person.ids, **key, now=clock.now())
        return made.credential_data is not None

    def ask(self) -> tuple[str, State]:
        """Return the options with which a browser asks for one as JSON, and the state to keep."""
        if not self._known:
            return "{}", {}
        options, state = self._server.authenticate_begin(self._known, _VERIFIED)
        return json.dumps(dict(options)["publicKey"]), state

    def match(self, state: State, answer: str) -> bool:
        """Whether one of them has signed the challenge."""
        try:
            response = json.loads(answer)
            self._server.authenticate_complete(state, self._known, response=response)
        except _MALFORMED:
            return False
        return True
