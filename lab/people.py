"""The lab's logins: people of the roster, with the passwords that the hosts made."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from lab.mail import MailClient
from lab.settings import FOREIGN_DOMAIN, Lab

INITIAL_PASSWORDS = "/root/congvu-initial-passwords.tsv"


@dataclass(frozen=True)
class Login:
    """One account's login."""

    account: str
    address: str
    name: str
    password: str


def logins(lab: Lab) -> dict[str, Login]:
    """Read every login of the mail host over ssh, by account id. Nothing is stored."""
    text = _read(lab, lab.mail, INITIAL_PASSWORDS)
    rows = (line.split("\t") for line in text.splitlines())
    return {row[0]: Login(*row) for row in rows}


def staff_client(lab: Lab, login: Login) -> MailClient:
    """Return the mail client of a member of staff."""
    return MailClient(
        lab.mail, lab.mail_name, lab.authority, login.address, login.password, login.address
    )


def foreign_client(lab: Lab) -> MailClient:
    """Return the mail client of a person outside the office."""
    password = _read(lab, lab.outside, "/root/congdan.password").strip()
    address = f"congdan@{FOREIGN_DOMAIN}"
    return MailClient(
        lab.outside, f"mx.{FOREIGN_DOMAIN}", lab.authority, "congdan", password, address
    )


def _read(lab: Lab, host: str, file: str) -> str:
    return subprocess.run(
        [*lab.ssh(host), "cat", file], capture_output=True, text=True, check=True
    ).stdout
