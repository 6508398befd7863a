"""Says which letters are to be printed, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from congvu.alphabet import order
from congvu.days import written
from congvu.letters.model import Letter
from congvu.letters.printed import Printed


class UnknownAddressError(Exception):
    """No letter has such an address; the message is Vietnamese."""


@dataclass(frozen=True)
class Selection:
    """What becomes of the letters.

    Attributes:
        chosen: those to be printed, by unit and then in the order of given names.
        left: those that are not although somebody may wait for them, each with the reason.
        done: how many others were printed before.
    """

    chosen: tuple[Letter, ...]
    left: tuple[tuple[Letter, str], ...]
    done: int

    @property
    def units(self) -> list[tuple[Letter, ...]]:
        """The chosen ones, unit by unit."""
        groups = groupby(self.chosen, key=lambda letter: letter.unit_id)
        return [tuple(letters) for _, letters in groups]


def select(
    letters: Iterable[Letter],
    printed: Iterable[Printed],
    on: date,
    units: Collection[str] | None = None,
    again: Collection[str] = (),
) -> Selection:
    """Choose the letters to print.

    Of each account only the newest letter counts, until its last day, and once.

    Args:
        letters: all that there are.
        printed: those that were printed.
        on: today.
        units: ids of the units whose letters are wanted, all by default.
        again: addresses whose letters are wanted, printed or not, and no others.

    Raises:
        UnknownAddressError: `again` names an address without a letter.
    """
    days = {entry.key: entry.day for entry in printed}
    wanted = {address.lower() for address in again}
    unknown = wanted - {letter.address.lower() for letter in letters}
    if unknown:
        raise UnknownAddressError(f"không có thư nào cho {', '.join(sorted(unknown))}")
    newest: dict[str, Letter] = {}
    for letter in letters:
        known = newest.setdefault(letter.account, letter)
        if (letter.letter, letter.expires) > (known.letter, known.expires):
            newest[letter.account] = letter
    chosen, left, done = [], [], 0
    for letter in {one.key: one for one in letters}.values():
        asked = letter.address.lower() in wanted
        if (wanted and not asked) or (units is not None and letter.unit_id not in units):
            continue
        last = newest[letter.account]
        if letter.key != last.key:
            # Of interest only as long as somebody may look for it in vain.
            if letter.key not in days and last.key not in days:
                left.append((letter, f"đã có thư số {last.letter} thay thế"))
        elif letter.key in days and not asked:
            done += 1
        elif letter.expires < on:
            what = f"đã hết hạn ngày {written(letter.expires)}; hãy lập thư mới"
            left.append((letter, what))
        else:
            chosen.append(letter)
    return Selection(
        tuple(sorted(chosen, key=_place)),
        tuple(sorted(left, key=lambda pair: (*_place(pair[0]), pair[0].letter))),
        done,
    )


def _place(letter: Letter) -> tuple[str, ...]:
    given = letter.name.split()[-1]
    return order(letter.unit), letter.unit_id, order(given), order(letter.name), letter.account
