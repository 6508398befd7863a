"""One letter, as a mail host wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# A word of one line, without signs that no roster has either.
_Line = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Letter(BaseModel):
    """A line of a letters file; what it says of its password is never repeated.

    Attributes:
        account: the account's id, a staff number.
        name: whose it is.
        unit: name of the unit.
        unit_id: id of the unit.
        address: the main address on the day when the letter was made.
        letter: how many letters the account has had; what came with an older one is void.
        password: the first password, in groups.
        expires: last day on which it opens the account page.
        page: address of the account page.
        office: name of the office.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    account: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    name: _Line
    unit: _Line
    unit_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)
    address: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
    letter: int = Field(ge=1)
    password: str = Field(repr=False, pattern=r"^[a-z0-9]{2,8}(-[a-z0-9]{2,8}){1,7}$")
    expires: date
    page: str = Field(pattern=r"^https://[!-~]+$", max_length=200)
    office: _Line

    @property
    def key(self) -> tuple[str, int, date]:
        """What tells it from every other one: letters of a host that was set up anew begin at 1."""
        return self.account, self.letter, self.expires


@dataclass(frozen=True)
class Opened:
    """What the encrypted files hold.

    Attributes:
        letters: every letter.
        unread: files of which something could not be read, and what or why, in Vietnamese.
    """

    letters: Sequence[Letter]
    unread: dict[Path, str]
