"""People of the lab who have begun to use their account: their logins, kept in the lab's folder."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, replace
from pathlib import Path

from lab.account_page import Enrolled, Visitor
from lab.people import Login
from lab.settings import Lab

# Capitals, small letters, digits and a sign, whatever the random part has.
_CLASSES = "Aa1-"


def enrolled(lab: Lab, login: Login) -> Login:
    """Return a login with a chosen password, a second factor and an app password.

    The first call makes them on the account page and keeps them in the lab's folder. The page does
    not show them again.

    Raises:
        PageError: the page refused a step, as it does if the letter was used and the folder with
            the passwords is gone.
    """
    file = lab.directory / "enrolled.json"
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    key = f"{login.account}/{login.letter}/{login.first_password}"
    if key not in known:
        chosen = _CLASSES + secrets.token_urlsafe(12)
        visitor = Visitor(lab.mail, lab.mail_name, lab.authority)
        made = visitor.enrol(login.address, login.first_password, chosen)
        known[key] = {"web_password": chosen, **asdict(made)}
        write_private(file, known)
    kept = dict(known[key])
    chosen, made = kept.pop("web_password"), Enrolled(**kept)
    return replace(login, password=made.app_password, web_password=chosen, totp=made.totp)


def write_private(file: Path, value: object) -> None:
    """Write JSON that only its owner can read."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(value, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    file.chmod(0o600)
