"""Logins of the lab: people of the roster, with the passwords of their letters.

Mail programs log in with app passwords, which `lab.app_passwords` makes for the lab's people.
"""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lab.app_passwords import app_passwords
from lab.mail import MailClient
from lab.settings import FOREIGN_DOMAIN, Lab

LETTERS = "/var/lib/congvu/letters"


@dataclass(frozen=True)
class Login:
    """One account's login.

    Attributes:
        account: its id.
        address: its main address when the letter was made.
        name: who it belongs to.
        password: an app password, for mail programs; empty while there is none.
        letter: number of the newest letter.
        first_password: the one in that letter, which opens the account page once.
        web_password: the chosen password, if the lab has chosen one on the account page.
        totp: the secret of the second factor, in base32, if the page asked for one.
    """

    account: str
    address: str
    name: str
    password: str
    letter: int
    first_password: str
    web_password: str = ""
    totp: str = ""


def logins(lab: Lab) -> dict[str, Login]:
    """Return every person's login, by account id; read over ssh, nowhere kept."""
    return logins_on(lab.ssh(lab.mail), lab.letters_key)


def logins_on(ssh: list[str], key: Path) -> dict[str, Login]:
    """Return every person's login on a mail host, with an app password that is made here.

    Args:
        ssh: command that reaches its root.
        key: the age key that its letters are encrypted to.
    """
    known = newcomers_on(ssh, key)
    passwords = app_passwords(ssh, key, ((id_, one.letter) for id_, one in known.items()))
    return {id_: replace(one, password=passwords[id_]) for id_, one in known.items()}


def newcomers(lab: Lab) -> dict[str, Login]:
    """Return what people know from their letters, by account id. They have no app password yet."""
    return newcomers_on(lab.ssh(lab.mail), lab.letters_key)


def newcomers_on(ssh: list[str], key: Path) -> dict[str, Login]:
    """Return the same for any mail host; the arguments are those of `logins_on`."""
    return {
        letter["account"]: Login(
            letter["account"],
            letter["address"],
            letter["name"],
            "",
            letter["letter"],
            letter["password"],
        )
        for letter in letters(ssh, key)
    }


def letters(ssh: list[str], key: Path) -> Iterator[dict[str, Any]]:
    """Yield all letters of a mail host, older ones first."""
    packed = _output([*ssh, "tar", "-C", LETTERS, "-cf", "-", "."])
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = [member for member in archive if member.name.endswith(".age")]
        for member in sorted(files, key=lambda one: int(Path(one.name).stem)):
            sealed = archive.extractfile(member)
            assert sealed is not None
            command = ["age", "--decrypt", "--identity", str(key)]
            done = subprocess.run(command, input=sealed.read(), capture_output=True, check=True)
            yield from map(json.loads, done.stdout.splitlines())


def staff_client(lab: Lab, login: Login) -> MailClient:
    """Return the mail client of a member of staff."""
    return MailClient(
        lab.mail, lab.mail_name, lab.authority, login.address, login.password, login.address
    )


def foreign_client(lab: Lab) -> MailClient:
    """Return the mail program of the person outside."""
    password = _output([*lab.ssh(lab.outside), "cat", "/root/congdan.password"]).decode().strip()
    address = f"congdan@{FOREIGN_DOMAIN}"
    return MailClient(
        lab.outside, f"mx.{FOREIGN_DOMAIN}", lab.authority, "congdan", password, address
    )


def _output(command: list[str]) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout
