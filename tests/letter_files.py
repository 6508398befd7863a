"""Letters as mail hosts write them, for an office of the tests with a key of its own."""

import json
from pathlib import Path

import pyrage

from tests.samples import DOMAIN

PAGE = f"https://mail.{DOMAIN}/tai-khoan/"
# No word of it may turn up anywhere but in a PDF.
PASSWORDS = ("hkpq-rtvw-2345-cdfg", "mnpr-6789-stuv-xyzb", "bcdf-ghjk-m234-pqrs")
HALVES = [half for password in PASSWORDS for half in (password[:9], password[10:])]
# The day on which they are printed.
DAY = "2026-11-29"


def letter(account="ts-0001", **changes):
    """A letter's line; the address follows from the account unless it is given."""
    values = {
        "account": account,
        "name": "Nguyễn Văn An",
        "unit": "Phòng Tư pháp",
        "unit_id": "phong-tu-phap",
        "address": f"{account}@{DOMAIN}",
        "letter": 1,
        "password": PASSWORDS[0],
        "expires": "2026-12-09",
        "page": PAGE,
        "office": "UBND huyện Tây Sơn",
    }
    return values | changes


class LettersOffice:
    """An office's key, and the folders of its controller."""

    def __init__(self, folder: Path) -> None:
        self.kept, self.target = folder / "kept", folder / "pdf"
        self.secret = pyrage.x25519.Identity.generate()
        self.key = folder / "office.key"
        self.key.write_text(f"# created: …\n# public key: …\n{self.secret}\n", encoding="utf-8")

    def keep(self, *letters, name="1", host="mail"):
        """Put a fetched file there, and return it."""
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in letters)
        file = self.kept / host / f"{name}.age"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pyrage.encrypt(lines.encode(), [self.secret.to_public()]))
        return file


def pdfs(office: LettersOffice):
    """The names of the files that were printed."""
    return sorted(file.name for file in office.target.glob("*"))
