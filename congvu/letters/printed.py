"""Remembers which letters were printed: a CSV file without secrets, beside the encrypted ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

NAME = "printed.csv"


class PrintedError(Exception):
    """The file is not as this program writes it; the message is Vietnamese."""


@dataclass(frozen=True)
class Printed:
    """One letter that was printed, once more where it was printed again.

    Attributes:
        account: whose it is.
        letter: its number.
        expires: its last day.
        address: the address that stood on it.
        day: when it was printed.
        file: name of the PDF file.
    """

    account: str
    letter: int
    expires: date
    address: str
    day: date
    file: str

    @property
    def key(self) -> tuple[str, int, date]:
        """The letter's (`congvu.letters.model.Letter.key`)."""
        return self.account, self.letter, self.expires


_COLUMNS = [field.name for field in fields(Printed)]


def read(file: Path) -> list[Printed]:
    """Return what was printed so far, oldest first.

    Raises:
        PrintedError: a line is not in order; nobody can tell then what was printed.
        OSError: it can't be read.
    """
    if not file.exists():
        return []
    rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8", errors="replace")))
    if next(rows, None) != _COLUMNS:
        raise PrintedError(f"«{file}», dòng 1: phải là {','.join(_COLUMNS)}")
    found = []
    for number, row in enumerate(rows, 2):
        try:
            account, letter, expires, address, day, pdf = row
            days = date.fromisoformat(expires), date.fromisoformat(day)
            found.append(Printed(account, int(letter), days[0], address, days[1], pdf))
        except ValueError:
            raise PrintedError(f"«{file}», dòng {number} không đúng dạng") from None
    return found


def text(entries: Iterable[Printed]) -> str:
    """Return the file's text."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(astuple(entry) for entry in entries)
    return output.getvalue()
