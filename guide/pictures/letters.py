"""Draws a letter with a first password, and the list that is signed, as they are printed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from congvu.accounts import desired_accounts
from congvu.letters.model import Letter
from congvu.letters.printing import TEMPLATE, unit_json, unit_pdf
from congvu.office import Office
from congvu.typesetting import SHARED, Typesetter
from guide.pictures.tools import framed
from guide.sample import DAY, Sample

_DOTS_PER_INCH = "90"
_UNIT = "phong-y-te"
# Nobody's: no host made it.
_PASSWORD = "mau5-kfpx-t7rn-w3hd"
PHONE = "0256 000 0000"


@dataclass(frozen=True)
class LetterPicture:
    """One page of a unit's file.

    Attributes:
        name: its file, without suffix.
        page: which page, from 1.
        letters: what the file is made of.
        office: whom to call.
        roles: titles of people by account.
        on: the day of printing.
    """

    name: str
    page: int
    letters: tuple[Letter, ...]
    office: Office
    roles: dict[str, str]
    on: date = DAY

    @property
    def digest(self) -> str:
        """Identify what the picture shows, and how."""
        looks = TEMPLATE.read_bytes() + SHARED.read_bytes()
        data = unit_json(self.letters, self.office, self.roles, self.on)
        return hashlib.sha256(looks + data.encode() + str(self.page).encode()).hexdigest()

    def draw(self) -> bytes:
        """Return the picture as PNG, the sheet's edges as a frame."""
        with Typesetter(TEMPLATE) as typesetter:
            pdf = unit_pdf(typesetter, self.letters, self.office, self.roles, self.on)
        page = str(self.page)
        command = ["pdftoppm", "-r", _DOTS_PER_INCH, "-png", "-f", page, "-l", page, "-"]
        drawn = subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout
        return framed(drawn)


def letter_pictures(sample: Sample) -> Iterator[LetterPicture]:
    """Yield the letter of somebody in the sample roster, and the list of three."""
    state = sample.before
    office = state.office
    accounts = office.accounts.model_copy(update={"help_phone": PHONE})
    unit = state.roster.units_by_id[_UNIT]
    people = unit.staff[:3]
    addresses = {account.id: account.address for account in desired_accounts(state)}
    letters = tuple(
        Letter(
            account=person.id,
            name=person.name.full,
            unit=unit.name,
            unit_id=unit.id,
            address=addresses[person.id],
            letter=1,
            password=_PASSWORD,
            expires=DAY + timedelta(days=accounts.first_password_days),
            page=f"https://mail.{office.domain}/tai-khoan/",
            office=office.name,
        )
        for person in people
    )
    told = office.model_copy(update={"accounts": accounts})
    roles = {person.id: person.title for person in people}
    yield LetterPicture("thu-cap-mat-khau", 1, letters, told, roles)
    yield LetterPicture("thu-ky-nhan", len(letters) + 1, letters, told, roles)
