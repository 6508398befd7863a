"""A unit that the roster lacks, made from its name: kind, place and id follow from the words."""

from __future__ import annotations

import re
from typing import Any

from congvu.names import fold, syllables

# How names begin, folded, and what such a unit is. The first that fits counts.
_KINDS: tuple[tuple[str, str], ...] = (
    (r"(ubnd |uy ban nhan dan )?(xa|phuong) ", "commune"),
    (r"(ubnd |uy ban nhan dan )?thi tran ", "town"),
    (r"(ubnd|uy ban nhan dan|hdnd va ubnd|hdnd ubnd)? ?(huyen|quan|thi xa|thanh pho)\b",
     "leadership"),
    (r"(phong|van phong|thanh tra)\b", "division"),
    (r"(trung tam|ban|dai|truong|doi|hat|tram|benh vien|nha)\b", "public_service"),
)  # fmt: skip
_COMMITTEE = re.compile(r"^(ubnd|uy ban nhan dan)\b")
# Words that stay as they are where all of a name is in capitals.
_ABBREVIATIONS = frozenset(["UBND", "HĐND", "KT", "XH", "TT", "GDTX", "GDNN", "THCS", "THPT", "MN"])
_HEADS = (
    "ủy ban nhân dân", "uỷ ban nhân dân", "văn phòng", "thanh tra", "trung tâm", "bệnh viện",
    "thị trấn", "phòng", "ban", "đài", "trường", "xã", "huyện", "đội", "hạt", "trạm",
)  # fmt: skip
_PLACES = ("xã", "thị trấn", "huyện", "phường", "quận", "thị xã", "thành phố")


def kind_of(name: str) -> str | None:
    """Tell a unit's kind from its name, None where it can't be told.

    >>> kind_of("UBND xã Tây Phú"), kind_of("Thanh tra huyện"), kind_of("Tây Phú")
    ('commune', 'division', None)
    """
    folded = " ".join(filter(None, map(fold, syllables(name))))
    return next((kind for words, kind in _KINDS if re.match(words, folded)), None)


def unit_id(name: str) -> str:
    """Return the id that a unit of this name gets, which is its file's name too.

    >>> unit_id("Phòng Tài chính - Kế hoạch")
    'phong-tai-chinh-ke-hoach'
    """
    return "-".join(filter(None, map(fold, syllables(re.sub(r"[&/.,()]", " ", name)))))


def official_name(text: str) -> str:
    """Return a unit's name as it is written: not in capitals, a commune's with «UBND».

    >>> official_name("PHÒNG TÀI CHÍNH - KẾ HOẠCH"), official_name("Xã Tây Phú")
    ('Phòng Tài chính - Kế hoạch', 'UBND xã Tây Phú')
    """
    name = _not_in_capitals(text) if text.isupper() else text
    kind = kind_of(name)
    if kind in ("commune", "town") and not _COMMITTEE.match(" ".join(map(fold, syllables(name)))):
        return f"UBND {name[0].lower()}{name[1:]}"
    return name


def new_unit(text: str, decision: tuple[str, str]) -> dict[str, Any] | None:
    """Return the values of a new unit's file, None where the name does not tell its kind.

    Args:
        text: the unit's name, as a list has it.
        decision: number and ISO date of the decision that establishes it (Article 7.1.a).
    """
    name = official_name(text)
    kind = kind_of(name)
    if kind is None:
        return None
    values: dict[str, Any] = {"id": unit_id(name), "name": name, "kind": kind}
    if kind in ("commune", "town"):
        values["place"] = _place(name)
    number, day = decision
    values["decisions"] = [{"type": "establish", "number": number, "date": day}]
    return values


def _place(name: str) -> str:
    """Return what follows the last «xã» or «thị trấn» of a name."""
    parts = re.split(r"\b(?:xã|thị trấn|phường)\s+", name, flags=re.IGNORECASE)
    return parts[-1].split(",")[0].strip()


def _not_in_capitals(text: str) -> str:
    """Write a name in capitals as offices do: «Phòng Văn hóa và Thông tin», «UBND xã Tây Phú»."""
    words = [word if word in _ABBREVIATIONS else word.lower() for word in text.split()]
    lowered = " ".join(words)
    start = 0
    while head := next((h for h in _HEADS if lowered[start:].startswith(h + " ")), None):
        start += len(head) + 1
        if head in _PLACES:
            return _first_up(lowered[:start]) + " ".join(map(_first_up, lowered[start:].split()))
    if words[0] in _ABBREVIATIONS and len(words) > 1:
        head = next((place for place in _PLACES if lowered.startswith(f"{words[0]} {place} ")), "")
        start = len(words[0]) + len(head) + 2 if head else 0
        if start:
            return lowered[:start] + " ".join(map(_first_up, lowered[start:].split()))
    rest = lowered[start:]
    if rest not in _PLACES:
        rest = re.sub(r"(^| - | và )(\w)", lambda match: match[1] + match[2].upper(), rest)
    return _first_up(lowered[:start]) + rest


def _first_up(word: str) -> str:
    return word[:1].upper() + word[1:]
