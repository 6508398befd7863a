"""A unit that the roster lacks, made from its name: kind, place and id follow from the words."""

from __future__ import annotations

import re
from typing import Any

from unidecode import unidecode

from congvu.names import fold, syllables
from congvu.plain_list.words import spoken, starts

# How names begin, and what such a unit is.
_KINDS: tuple[tuple[str, str], ...] = (
    *((f"{committee}{place}", "commune") for committee in ("ubnd ", "ủy ban nhân dân ", "")
      for place in ("xã", "phường")),
    *((f"{committee}thị trấn", "town") for committee in ("ubnd ", "ủy ban nhân dân ", "")),
    *((begin, "division") for begin in ("phòng", "văn phòng", "thanh tra")),
    *((begin, "public_service") for begin in (
        "trung tâm", "ban", "đài", "trường", "đội", "tổng đội", "hạt", "trạm", "bệnh viện", "nhà")),
)  # fmt: skip
_KIND_OF = dict(_KINDS)
_PLACES = ("xã", "thị trấn", "phường", "huyện", "quận", "thị xã", "thành phố")
_DISTRICTS = tuple(
    f"{committee} {place}"
    for committee in ("ubnd", "ủy ban nhân dân", "hđnd và ubnd", "hđnd ubnd")
    for place in ("huyện", "quận", "thị xã", "thành phố")
)
# What begins the name of a unit, written with a capital and followed by one.
_HEADS = ("ủy ban nhân dân", "văn phòng", "thanh tra", "trung tâm", "bệnh viện", "phòng", "ban",
          "đài", "trường", "đội", "tổng đội", "hạt", "trạm", "hội", "chi cục")  # fmt: skip
# After these a school's own name follows.
_SCHOOLS = ("tiểu học", "mầm non", "mẫu giáo", "thcs", "thpt", "th", "mn")
_KNOWN_SHORT = frozenset(["UBND", "UBMTTQ", "BCH", "GTVT", "TW", "CNTT", "ATTP"])
_VOWELS = re.compile(r"[aeiouy]", re.IGNORECASE)


def kind_of(name: str) -> str | None:
    """Tell a unit's kind from its name, None where it can't be told.

    The leadership is never told so: its people have addresses of their own kind (Article 6.2.a).

    >>> kind_of("UBND xã Tây Phú"), kind_of("Thanh tra huyện"), kind_of("Tây Phú")
    ('commune', 'division', None)
    >>> kind_of("Huyện đoàn"), kind_of("Quản lý chợ"), kind_of("UBND huyện Tây Sơn")
    (None, None, None)
    """
    return _KIND_OF.get(starts(name, _KIND_OF)) if len(spoken(name)) > 1 else None


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
    >>> official_name("PHÒNG LĐ-TB&XH"), official_name("TRẠM Y TẾ XÃ TÂY PHÚ")
    ('Phòng LĐ-TB&XH', 'Trạm Y tế xã Tây Phú')
    """
    name = _not_in_capitals(text) if text.isupper() else text
    if kind_of(name) in ("commune", "town") and not starts(name, ("ubnd", "ủy ban nhân dân")):
        return f"UBND {name[0].lower()}{name[1:]}"
    return name


def new_unit(text: str, decision: tuple[str, str], leadership: str = "") -> dict[str, Any] | None:
    """Return the values of a new unit's file, None where the name does not tell its kind.

    Args:
        text: the unit's name, as a list has it.
        decision: number and ISO date of the decision that establishes it (Article 7.1.a).
        leadership: name of the unit that the clerk says is the district's leadership.
    """
    name = official_name(text)
    kind = kind_of(name)
    if starts(name, _DISTRICTS) and fold(name) == fold(official_name(leadership)):
        kind = "leadership"
    if kind is None:
        return None
    values: dict[str, Any] = {"id": unit_id(name), "name": name, "kind": kind}
    if kind in ("commune", "town"):
        values["place"] = _place(name)
    number, day = decision
    values["decisions"] = [{"type": "establish", "number": number, "date": day}]
    return values


def why_kind(name: str) -> str:
    """Say why a new unit of this name is of its kind."""
    begin = starts(name, _KIND_OF)
    return f"tên bắt đầu bằng «{begin}»" if begin else "ghi ở --leadership"


def why_none(text: str) -> str:
    """Say why no unit is made of a name, and what to do."""
    name = official_name(text)
    if starts(name, _DISTRICTS):
        return (
            "lãnh đạo huyện không tự lập theo tên vì địa chỉ khác người thường (Điều 6.2.a); nếu "
            f'đúng là lãnh đạo huyện, hãy nhập với --leadership "{name}"'
        )
    return (
        "không rõ là loại đơn vị nào; hãy ghi đủ tên, ví dụ «UBND xã …», «Phòng …», «Trung tâm …», "
        "hoặc ghi đơn vị vào từng dòng, hoặc tự lập tệp của đơn vị"
    )


def _place(name: str) -> str:
    """Return what follows the last «xã» or «thị trấn» of a name."""
    parts = re.split(r"\b(?:xã|thị trấn|phường)\s+", name, flags=re.IGNORECASE)
    return parts[-1].split(",")[0].strip()


def _not_in_capitals(text: str) -> str:
    """Write a name in capitals as offices do: «Phòng Văn hóa và Thông tin», «UBND xã Tây Phú»."""
    words = [_lowered(word) for word in text.split()]
    start = 0
    while head := starts(" ".join(words[start:]), _HEADS):
        start += len(head.split())
    place = next((at for at in range(len(words) - 1) if _begins_a_place(words, at)), len(words))
    school = words[0] == "trường" and starts(" ".join(words[1:]), _SCHOOLS)
    for at, word in enumerate(words):
        own = at > place + (words[place] in ("thị", "thành") if place < len(words) else 0)
        after_dash = at > 0 and (words[at - 1] in ("-", "–") or words[at - 1] == "và")
        ordinary = word not in _PLACES or words[at : at + 2] == ["xã", "hội"]
        first = at == start and ordinary and at < place
        named = school and 1 + len(school.split()) <= at < place
        begins = first or (after_dash and start <= at < place and ordinary)
        if at == 0 or own or begins or named:
            words[at] = _first_up(word)
    return " ".join(words)


def _begins_a_place(words: list[str], at: int) -> bool:
    """Tell whether the name of a place follows: «xã Tây Phú», not «xã hội»."""
    two = " ".join(words[at : at + 2])
    return (words[at] in _PLACES and two != "xã hội") or (two in _PLACES and at + 2 < len(words))


def _lowered(word: str) -> str:
    """Write a word in small letters, an abbreviation as it is: no syllable lacks a vowel."""
    pieces = [piece for piece in re.split(r"[-–&/+.,()]", word) if piece]
    short = any(
        piece in _KNOWN_SHORT or (len(piece) > 1 and not _VOWELS.search(unidecode(piece)))
        or (len(pieces) > 1 and len(piece) == 1)
        for piece in pieces
    )  # fmt: skip
    return word if short else word.lower()


def _first_up(word: str) -> str:
    return word[:1].upper() + word[1:]
