"""Local parts, told from names where that is shorter: this is part of the index's format.

It is no second reading of Article 6: nothing is decided here. The register's address is compared
with a few guesses; what a guess lacks is stored, and the whole where none fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from congvu.latin import bare, spelt

_BETWEEN_WORDS = re.compile(r"[ ‐‑‒–—―−﹣－-]+")
_DIGITS = re.compile(r"([0-9]{2})(?:([0-9]{2})([0-9]{4})?)?", re.ASCII)

# What follows a guess.
NOTHING, DAY, DAY_MONTH, DAY_MONTH_YEAR, TEXT = range(5)
ENDINGS = 5


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Fold a text as the browser's engine does, with the same table (`congvu.latin`).

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
    """A local part as a guess and what follows it.

    Attributes:
        form: which guess: its place in `guesses`.
        digits: day, month, year, as far as they follow as digits.
        text: what else follows.
    """

    form: int
    digits: tuple[int, ...] = ()
    text: str = ""

    @property
    def code(self) -> int:
        """The guess and the kind of what follows, in one number."""
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
    """Return the shortest way to write a person's local part."""
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
