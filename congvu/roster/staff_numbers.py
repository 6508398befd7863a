"""Numbers for new staff: the next free ones in the roster's form. None is ever used again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from congvu.names import fold, syllables
from congvu.office import Office
from congvu.register.model import Register
from congvu.roster.load import Roster

_NUMBERED = re.compile(r"([a-z][a-z-]*-|[a-z]+)(\d{1,9})")
_DIGITS = 4
# Words before the name of the place in an office's name, folded.
_BEFORE_PLACE = frozenset(["ubnd", "uy", "ban", "nhan", "dan", "huyen", "quan", "thi", "tran", "xa",
                           "phuong", "thanh", "pho", "tinh"])  # fmt: skip


class StaffNumbers:
    """Gives staff numbers such as ``ts-0617``.

    Args:
        roster: the roster; new numbers have the form of its numbers, and its numbers are taken.
        register: the register; numbers of its holders are taken, even if the entry was deleted.
        office: its name gives the form for an empty roster: «UBND huyện Tây Sơn» has ``ts-0001``.
    """

    def __init__(self, roster: Roster, register: Register, office: Office) -> None:
        self._taken = {*roster.people_by_id, *roster.units_by_id, *register.by_holder}
        found = [match for id_ in self._taken if (match := _NUMBERED.fullmatch(id_))]
        styles = Counter(match[1] for match in found if match[0] in roster.people_by_id)
        ranked = sorted(styles.items(), key=lambda style: (-style[1], style[0]))
        self.prefix = ranked[0][0] if ranked else f"{_initials(office.name)}-"
        numbers = [match[2] for match in found if match[1] == self.prefix]
        self._digits = max(map(len, numbers), default=_DIGITS)
        self._last = max(map(int, numbers), default=0)

    def next(self) -> str:
        """Return the next free number, and mark it as taken."""
        self._last += 1
        number = f"{self.prefix}{self._last:0{self._digits}d}"
        self._taken.add(number)
        return number

    def has_style(self, id_: str) -> bool:
        """Tell whether an id has the form of the roster's numbers."""
        match = _NUMBERED.fullmatch(id_)
        return match is not None and match[1] == self.prefix

    def is_taken(self, id_: str) -> bool:
        """Tell whether somebody has or had an id."""
        return id_ in self._taken

    def take(self, ids: Iterable[str]) -> None:
        """Mark numbers as taken."""
        for id_ in ids:
            self._taken.add(id_)
            match = _NUMBERED.fullmatch(id_)
            if match is not None and match[1] == self.prefix:
                self._last = max(self._last, int(match[2]))


def _initials(name: str) -> str:
    words = list(filter(None, map(fold, syllables(name))))
    while len(words) > 1 and words[0] in _BEFORE_PLACE:
        words.pop(0)
    return "".join(word[0] for word in words) or "cb"
