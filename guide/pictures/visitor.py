"""The account page's service over one person, and browsers that visit it on the guide's day.

No network is used: the service is called as a server would call it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time
from pathlib import Path
from unittest.mock import patch

from cryptography.fernet import Fernet
from starlette.testclient import TestClient

from account_page import app, clock
from account_page.settings import Settings
from account_page.web import BASE
from congvu.letters.model import Letter
from guide.sample import DAY


class Office:
    """A folder with what the service needs: one person, who has a letter.

    Args:
        folder: empty.
        letter: whose account it is.
        rules: what the office decides on logging in, where that is not the default.
    """

    def __init__(self, folder: Path, letter: Letter, rules: dict[str, object]) -> None:
        self._file, self._letter, self._rules = folder / "people.sqlite", letter, rules
        self._now = int(datetime.combine(DAY, time(8, 15), clock.ZONE).timestamp())
        self._person = {
            **letter.model_dump(include={"account", "name", "unit", "address", "letter"}),
            "first_password": _hash(letter.password),
            "first_expires": letter.expires.isoformat(),
        }
        self.publish("active")
        # Nobody reads of failures that are only for a picture.
        logging.getLogger("account_page").addHandler(logging.NullHandler())
        self._service = app.create(Settings(self._file, folder, Fernet.generate_key()))

    @contextmanager
    def standing_clock(self) -> Iterator[None]:
        """Have the service's clock stand, at 8:15, unless `pass_days` is called."""
        with patch.object(clock, "now", lambda: self._now):
            yield

    def pass_days(self, days: int) -> None:
        """Let days pass."""
        self._now += 86400 * days

    def publish(self, state: str) -> None:
        """Write what the roster decides, with the person in a state."""
        row = self._person | {"state": state}
        office = {
            "name": self._letter.office,
            "domain": self._letter.address.partition("@")[2],
            "page": self._letter.page,
            "rules": json.dumps(self._rules),
        }
        self._file.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._file)) as database, database:
            database.execute(f"CREATE TABLE people ({', '.join(row)})")
            values = ", ".join(f":{name}" for name in row)
            database.execute(f"INSERT INTO people VALUES ({values})", row)
            database.execute("CREATE TABLE logins (address, account)")
            database.execute("INSERT INTO logins VALUES (:address, :account)", row)
            database.execute("CREATE TABLE office (key, value)")
            database.executemany("INSERT INTO office VALUES (?, ?)", office.items())

    def visitor(self, agent: str, source: str = "203.0.113.9") -> Visitor:
        """Return a new browser, outside the office's networks."""
        origin = self._letter.page.removesuffix(f"{BASE}/")
        client = TestClient(self._service, base_url=origin)
        client.headers.update({"user-agent": agent, "x-real-ip": source, "origin": origin})
        return Visitor(client)


class Visitor:
    """A browser: it opens pages and sends their forms.

    Attributes:
        text: HTML of the open page.
    """

    text = ""

    def __init__(self, client: TestClient) -> None:
        self._client, self._path = client, ""

    def open(self, path: str) -> Visitor:
        """Open a page, below the account page's address."""
        response = self._client.get(BASE + path)
        self._path, self.text = response.url.path, response.text
        return self

    def send(self, **fields: str) -> Visitor:
        """Send the form of the open page with these fields."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.text))
        filled = {name: html.unescape(value) for name, value in hidden.items()} | fields
        response = self._client.post(self._path, data=filled)
        self._path, self.text = response.url.path, response.text
        return self

    def find(self, pattern: str) -> str:
        """Return the only group of a pattern.

        Raises:
            LookupError: the page has no such thing.
        """
        found = re.search(pattern, self.text)
        if not found:
            raise LookupError(f"{self._path} has no {pattern}: {self.text}")
        return found[1]


def _hash(password: str) -> str:
    """Return a letter's password as a mail host keeps it, quickly made."""
    salt = b"sample of a salt"
    made = hashlib.scrypt(password.replace("-", "").encode(), salt=salt, n=2, r=1, p=1, dklen=32)
    encoded = (base64.b64encode(part).decode().rstrip("=") for part in (salt, made))
    return "$scrypt$n=2,r=1,p=1$" + "$".join(encoded)
