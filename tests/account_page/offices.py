"""Offices for the tests: `people.sqlite` as the accounts store publishes it, and a browser's part.

People are invented.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
from starlette.testclient import TestClient

from account_page import clock

PAGE = "https://mail.tayson.example/tai-khoan/"
FIRST = "abcd-efgh-jkmn-pqrs"
CHOSEN = "Ruộng lúa chín 62 bờ"
OTHER = "Xe đạp mới qua 3 cầu"
INSIDE, OUTSIDE = "192.0.2.7", "203.0.113.9"

SCHEMA = """
CREATE TABLE people (account TEXT PRIMARY KEY, name TEXT, unit TEXT, address TEXT, state TEXT,
  letter INTEGER, first_password TEXT, first_expires TEXT);
CREATE TABLE logins (address TEXT PRIMARY KEY, account TEXT);
CREATE TABLE office (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE deleted (account TEXT PRIMARY KEY);
"""


def first_hash(password: str) -> str:
    salt = hashlib.sha256(password.encode()).digest()[:16]
    text = password.replace("-", "").encode()
    made = hashlib.scrypt(text, salt=salt, n=1024, r=1, p=1, dklen=32)
    encoded = (base64.b64encode(part).decode() for part in (salt, made))
    return "$scrypt$n=1024,r=1,p=1$" + "$".join(encoded)


def someone(account: str, name: str, address: str, **values: Any) -> dict[str, Any]:
    return {
        "account": account,
        "name": name,
        "unit": "Phòng Tư pháp",
        "address": f"{address}@tayson.example",
        "state": "active",
        "letter": 1,
        "first_password": first_hash(FIRST),
        "first_expires": "2027-03-15",
        **values,
    }


@dataclass
class Office:
    """A folder with the published tables; each change publishes them anew."""

    folder: Path
    page: str = PAGE
    rules: dict[str, Any] = field(default_factory=lambda: {"office_networks": ["192.0.2.0/24"]})
    people: list[dict[str, Any]] = field(
        default_factory=lambda: [
            someone("ts-0001", "Đỗ Văn Sỹ", "dovansy"),
            someone("ts-0002", "Kiều Văn Khôi", "kieuvankhoi"),
        ]
    )

    deleted: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "people.sqlite"

    def change(self, account: str = "ts-0001", **values: Any) -> None:
        for person in self.people:
            if person["account"] == account:
                person.update(values)
        self.publish()

    def publish(self) -> None:
        new = self.folder / "people.new"
        new.unlink(missing_ok=True)
        with closing(sqlite3.connect(new)) as database, database:
            database.executescript(SCHEMA)
            for person in self.people:
                marks = ", ".join("?" * len(person))
                columns = ", ".join(person)
                database.execute(
                    f"INSERT INTO people ({columns}) VALUES ({marks})", (*person.values(),)
                )
                database.execute(
                    "INSERT INTO logins VALUES (?, ?)", (person["address"], person["account"])
                )
            database.executemany("INSERT INTO deleted VALUES (?)", [(one,) for one in self.deleted])
            database.executemany(
                "INSERT INTO office VALUES (?, ?)",
                [
                    ("name", "UBND huyện Tây Sơn"),
                    ("domain", "tayson.example"),
                    ("page", self.page),
                    ("rules", json.dumps(self.rules)),
                ],
            )
        new.replace(self.file)


class Browser:
    """What a person does: opens pages, fills in forms, reads errors."""

    def __init__(self, app: Any, source: str = OUTSIDE, agent: str = "") -> None:
        self.client = TestClient(
            app, base_url="https://mail.tayson.example", raise_server_exceptions=True
        )
        self.client.headers["x-real-ip"] = source
        self.client.headers["user-agent"] = agent or "Mozilla/5.0 (Linux; Android 14) Chrome/130.0"
        self.text = ""
        self.status = 0
        self.path = ""

    def move(self, source: str) -> None:
        self.client.headers["x-real-ip"] = source

    def _took(self, response: Any) -> Browser:
        self.text, self.status = response.text, response.status_code
        self.path = response.url.path.removeprefix("/tai-khoan") or "/"
        self.response = response
        return self

    def open(self, path: str) -> Browser:
        return self._took(self.client.get("/tai-khoan" + path))

    def send(self, path: str = "", **fields: Any) -> Browser:
        """Send the form of the open page, with what stands in its hidden fields."""
        token = self.hidden("token")
        fields = {"token": token, **fields}
        headers = {"origin": "https://mail.tayson.example", "sec-fetch-site": "same-origin"}
        return self._took(
            self.client.post("/tai-khoan" + (path or self.path), data=fields, headers=headers)
        )

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return html.unescape(found[1]) if found else ""

    @property
    def title(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.text, re.DOTALL)
        return html.unescape(found[1].strip()) if found else ""

    @property
    def error(self) -> str:
        return html.unescape(
            " ".join(
                re.findall(
                    r'<p class="error"[^>]*-error">.*?</span>(.*?)</p>', self.text, re.DOTALL
                )
            )
        )

    def login(self, password: str, address: str = "dovansy", **more: str) -> Browser:
        return self.open("/vao").send(address=address, password=password, **more)

    def confirm(self, path: str, password: str = CHOSEN) -> Browser:
        """Open a page before which the password is asked again, and type it."""
        self.open(path)
        if self.path == "/xac-nhan":
            self.send("/xac-nhan", password=password, den=self.hidden("den"))
        return self

    def begin(self, password: str = CHOSEN) -> Browser:
        """Come for the first time, from the office, and choose a password."""
        self.login(FIRST).send(new=password, again=password)
        return self.open("/")

    def begin_outside(self, **more: str) -> str:
        """Come for the first time from outside; return the secret of the app that was set up."""
        self.login(FIRST, **more).send(new=CHOSEN, again=CHOSEN)
        secret = self.app_secret("/hai-buoc/ung-dung")
        self.send(code=code(secret))
        return secret

    def app_secret(self, path: str) -> str:
        found = re.search(r'<code class="secret">([A-Z2-7]+)</code>', self.open(path).text)
        assert found, self.text
        return found[1]


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now() + 30 * steps)
