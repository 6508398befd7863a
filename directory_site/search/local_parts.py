"""Encodes local parts by names, if that is shorter; a part of the index's format.

Article 6 is not applied here. The register's address is compared with a few guesses. The index
stores the guess and the rest of the address, or the whole address if no guess fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from congvu.latin import bare, spelt

_BETWEEN_WORDS = re.compile(r"[ ‐‑‒–—―−﹣－-]+")
_DIGITS = re.compile(r"([0-9]{2})(?:([0-9]{2})([0-9]{4})?)?", re.ASCII)

# What follows after a guess.
NOTHING, DAY, DAY_MONTH, DAY_MONTH_YEAR, TEXT = range(5)
ENDINGS = 5


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Fold a text like the browser's engine, with the same table (`congvu.latin`).

    >>> plain("Đỗ"), plain("H'Hen"), plain("Tây Phú")
    ('do', 'hhen', 'tayphu')
    """
    return bare(spelt(text))


def slug(name: str) -> str:
    """Return the usual id of a unit or section: the words of its name, joined by hyphens.

    >>> slug("Phòng Tài chính - Kế hoạch")
    'phong-tai-chinh-ke-hoach'
    """
    return "-".join(filter(None, map(plain, _BETWEEN_WORDS.split(name))))


@dataclass(frozen=True, slots=True)
class Guessed:
    """A local part as a guess and the text after it.

    Attributes:
        form: the index of the guess in `guesses`.
        digits: day, month and year, if they follow as digits.
        text: any other text that follows.
    """

    form: int
    digits: tuple[int, ...] = ()
    text: str = ""

    @property
    def code(self) -> int:
        """The guess and the kind of the text after it, in one number."""
        return self.form * ENDINGS + (TEXT if self.text else len(self.digits))


def guesses(rest: Sequence[str], given: Sequence[str]) -> tuple[str, ...]:
    """Return the possible beginnings of local parts; the last one is empty and always fits.

    >>> guesses(["Nguyễn", "Thị", "Thanh"], ["Hà"])
    ('hantt', 'thanhhant', 'nguyenthithanhha', '')
    """
    letters = [plain(syllable)[:1] for syllable in rest]
    end = "".join(map(plain, given))
    return (
        end + "".join(letters),
        (plain(rest[-1]) if rest else "") + end + "".join(letters[:-1]),
        "".join(map(plain, rest)) + end,
        "",
    )


def guess(local_part: str, rest: Sequence[str], given: Sequence[str]) -> Guessed:
    """Return the shortest encoding of a person's local part."""
    fitting = []
    for form, start in enumerate(guesses(rest, given)):
        if local_part.startswith(start):
            ending = local_part[len(start) :]
            if not ending:
                return Guessed(form)
            if (match := _DIGITS.fullmatch(ending)) is not None:
                digits = tuple(int(group) for group in match.groups() if group is not None)
                fitting.append(Guessed(form, digits))
            else:
                fitting.append(Guessed(form, text=ending))
    return min(fitting, key=lambda one: (len(one.text), len(one.digits), one.form))
