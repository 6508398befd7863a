"""What the roster decides, as the accounts store publishes it: people, their logins, the office.

`people.sqlite` is replaced as a whole and never written in place, so it is opened anew for each
request and read without locks. What changes there holds at the next request.
"""

import ipaddress
import json
import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from account_page import clock

_FOLD = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Return a text in lower case and without diacritics: «Đỗ Văn Sỹ» is «do van sy»."""
    parts = unicodedata.normalize("NFKD", text.translate(_FOLD))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


class Person(NamedTuple):
    """A person's account.

    Attributes:
        state: active; or suspended, dormant, left, in which nobody logs in.
        letter: how many letters with a first password the account has had.
        first_password: its hash (`passwords.first_matches`).
        first_expires: ISO day, the last on which the first password opens this page.
    """

    account: str
    name: str
    unit: str
    address: str
    state: str
    letter: int
    first_password: str | None
    first_expires: str | None

    @property
    def ids(self) -> dict[str, object]:
        """What marks the person's rows in this service's tables; a new letter ends the old ones."""
        return {"account": self.account, "letter": self.letter}

    def letter_is_over(self) -> bool:
        """Whether the last day of the letter has passed."""
        return clock.end_of(self.first_expires or "9999-12-31") <= clock.now()


class PasswordRules(NamedTuple):
    """What a chosen password must be: length, kinds of characters, age in days, history."""

    length: int = 12
    classes: int = 3
    days: int = 0
    history: int = 3

    @property
    def least(self) -> int:
        """The length that is asked: of fewer signs than these none withstands enough tries."""
        return max(self.length, 11)


class Rules(NamedTuple):
    """What the office decides on logging in; the defaults are those of `district.yml`.

    Attributes:
        second_factor: outside (of `office_networks`), always or never.
        operators: accounts from which the second factor is asked everywhere.
        help_phone: whom people call, as it is printed in letters.
        failures, failures_minutes: how many wrong tries close one source for how long.
    """

    password: PasswordRules = PasswordRules()
    second_factor: str = "outside"
    office_networks: Sequence[str] = ()
    operators: Sequence[str] = ()
    help_phone: str = ""
    failures: int = 5
    failures_minutes: int = 15

    def inside(self, source: str) -> bool:
        """Whether an address belongs to the office's networks; what is no address does not."""
        try:
            address = ipaddress.ip_address(source)
            networks = [ipaddress.ip_network(known, strict=False) for known in self.office_networks]
        except ValueError:
            return False
        return any(address in network for network in networks)

    def wants_second_factor(self, account: str, source: str) -> bool:
        """Whether this account needs both factors from this source."""
        always = account in self.operators or self.second_factor == "always"
        return always or (self.second_factor != "never" and not self.inside(source))


class Office(NamedTuple):
    """The office: its name, mail domain, this page's address, its rules."""

    name: str
    domain: str
    page: str
    rules: Rules

    @property
    def host(self) -> str:
        """The mail host's name: what mail programs are told, and WebAuthn's relying party."""
        return urlsplit(self.page).hostname or f"mail.{self.domain}"

    @property
    def origin(self) -> str:
        """The only origin from which forms are taken."""
        parts = urlsplit(self.page)
        return f"{parts.scheme}://{parts.netloc}"


class People(sqlite3.Connection):
    """The published tables, open."""

    def office(self) -> Office:
        """Return the office; what the table lacks has its default."""
        found = {"name": "", "domain": "", "page": "", "rules": "{}"}
        found |= dict(self.execute("SELECT key, value FROM office"))
        page = found["page"] or f"https://mail.{found['domain']}/tai-khoan/"
        rules = _rules(json.loads(found["rules"] or "{}"))
        return Office(found["name"], found["domain"], page, rules)

    def person(self, account: str) -> Person | None:
        """Return the person who has an account."""
        return self._person("account = ?", account)

    def by_login(self, typed: str, domain: str) -> Person | None:
        """Return whom an address means as people type it: capitals, accents, no domain."""
        address = fold(typed).replace(" ", "")
        address = address if "@" in address else f"{address}@{domain}"
        return self._person("account = (SELECT account FROM logins WHERE address = ?)", address)

    def _person(self, condition: str, value: str) -> Person | None:
        known = f"SELECT {', '.join(Person._fields)} FROM people WHERE {condition}"
        row = self.execute(known, (value,)).fetchone()
        return Person(*row) if row else None


def opened(file: Path) -> AbstractContextManager[People]:
    """Open the published tables as they are now.

    Raises:
        sqlite3.Error: there are none, or they are not what they should be.
    """
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    return closing(sqlite3.connect(address, uri=True, check_same_thread=False, factory=People))


def _rules(found: dict[str, Any]) -> Rules:
    password = PasswordRules(**_known(PasswordRules._fields, found.get("password") or {}))
    return Rules(**{**_known(Rules._fields, found), "password": password})


def _known(names: Sequence[str], found: dict[str, Any]) -> dict[str, Any]:
    """Return the rules that this version knows; what is not set has its default."""
    return {name: found[name] for name in names if found.get(name) is not None}
