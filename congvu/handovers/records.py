"""Reads what mail hosts wrote down when shared mailboxes passed to others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class RecordError(Exception):
    """A file can't be used; the message is Vietnamese."""


class Party(BaseModel):
    """Somebody who hands over or takes over.

    Attributes:
        id: staff number.
        name: as the host showed it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str


class Record(BaseModel):
    """One time that a shared mailbox passed to others.

    Attributes:
        mailbox: account id.
        name: of the mailbox, as shown.
        address: its main address.
        day: on which it passed.
        givers: who had it until then and has it no more.
        takers: who has it from then on.
        messages: how many messages there were in all folders.
        size: of them, in bytes.
        inbox: how many there were in the inbox.
        unread: how many of these nobody of the givers had read.
        unanswered: how many of these were not answered.
        oldest_unanswered: day on which the oldest of those came; None where there is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mailbox: str
    name: str
    address: str
    day: date
    givers: tuple[Party, ...] = Field(alias="from")
    takers: tuple[Party, ...] = Field(alias="to")
    messages: int
    size: int
    inbox: int
    unread: int
    unanswered: int
    oldest_unanswered: date | None


def read(file: Path) -> Record:
    """Read one file.

    Raises:
        RecordError: it can't be read or has another form.
    """
    try:
        return Record.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise RecordError(f"không đọc được {file}: {first}") from error
