"""Makes a new unit from its name: the words of the name give kind, place and id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from congvu.legacy_text import is_syllable
from congvu.names import fold, syllables
from congvu.plain_list.words import spoken, starts

# The first words of names, and the kind of such a unit.
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
# First words of unit names. They and the word after them are written with a capital letter.
_HEADS = ("ủy ban nhân dân", "văn phòng", "thanh tra", "trung tâm", "bệnh viện", "phòng", "ban",
          "đài", "trường", "đội", "tổng đội", "hạt", "trạm", "hội", "chi cục", "p", "vp",
          "bql")  # fmt: skip
# A school's own name follows after these words.
_SCHOOLS = ("tiểu học", "mầm non", "mẫu giáo", "thcs", "thpt", "th", "mn")
# These begin like the name of a place, but are none.
_NO_PLACES = ("xã hội", "huyện ủy", "huyện uỷ", "huyện đoàn", "huyện đội", "quận ủy")


def kind_of(name: str) -> str | None:
    """Tell a unit's kind from its name, None where the name does not show it.

    The result is never the leadership, since its people get another kind of address (Article
    6.2.a).

    >>> kind_of("UBND xã Tây Phú"), kind_of("Thanh tra huyện"), kind_of("Tây Phú")
    ('commune', 'division', None)
    >>> kind_of("Huyện đoàn"), kind_of("Quản lý chợ"), kind_of("UBND huyện Tây Sơn")
    (None, None, None)
    """
    return _KIND_OF.get(starts(name, _KIND_OF)) if len(spoken(name)) > 1 else None


def unit_id(name: str) -> str:
    """Return the id for a unit of this name. It is the name of the unit's file too.

    >>> unit_id("Phòng Tài chính - Kế hoạch")
    'phong-tai-chinh-ke-hoach'
    """
    return "-".join(filter(None, map(fold, syllables(re.sub(r"[&/.,()]", " ", name)))))


def official_name(text: str) -> str:
    """Return a unit's name in its official form: not in capitals, a commune's with «UBND».

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
    """Return the values of a new unit's file, None where the name does not show its kind.

    Args:
        text: the unit's name as written in a list.
        decision: number and ISO date of the decision that establishes it (Article 7.1.a).
        leadership: name of the unit that is the district's leadership, as the clerk states it.
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
    """Say which words of a new unit's name show its kind."""
    size = len(starts(name, _KIND_OF).split())
    begin = " ".join(name.split()[:size])
    return f"tên bắt đầu bằng «{begin}»" if begin else "ghi ở --leadership"


def why_none(text: str) -> str:
    """Say why no unit can be made from a name, and what to do."""
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
    """Return the words after the last «xã» or «thị trấn» of a name."""
    parts = re.split(r"\b(?:xã|thị trấn|phường)\s+", name, flags=re.IGNORECASE)
    return parts[-1].split(",")[0].strip()


def _not_in_capitals(text: str) -> str:
    """Rewrite a name in capitals as offices write it: «Phòng Văn hóa và Thông tin»."""
    words = text.lower().split()
    start = 0
    while head := starts(" ".join(words[start:]), _HEADS):
        start += len(head.split())
    place, own = _place_in(words)
    level = starts(" ".join(words[1:]), _SCHOOLS) if words[0] == "trường" else ""
    school = len(level.split()) + 1 if level else len(words)
    for at, (word, written) in enumerate(zip(words, text.split(), strict=True)):
        if at < place and _is_abbreviation(written):
            words[at] = written
            continue
        first = at == start or (start < at and text.split()[at - 1] in ("-", "–", "VÀ"))
        ordinary = at < place and (word not in _PLACES or words[at : at + 2] == ["xã", "hội"])
        named = school <= at < place and word != "số"
        if at == 0 or at >= own or named or (first and ordinary):
            words[at] = _first_up(word)
    return " ".join(words)


def _place_in(words: Sequence[str]) -> tuple[int, int]:
    """Return the positions of a place («xã Tây Phú») in a name and of the place's own name."""
    for at in range(len(words)):
        for size in (2, 1):
            kind = " ".join(words[at : at + size])
            follows = " ".join(words[at : at + size + 1])
            if kind in _PLACES and len(words) > at + size and follows not in _NO_PLACES:
                return at, at + size
    return len(words), len(words)


def _is_abbreviation(word: str) -> bool:
    """Tell whether a word in capitals is an abbreviation: «UBND», «LĐ-TB&XH», not «P.»."""
    pieces = [piece for piece in re.split(r"[-–&/+.,()]", word) if piece]
    return any(
        not is_syllable(piece) or (len(pieces) > 1 and len(piece) == 1)
        for piece in pieces
        if not piece.isdigit()
    )


def _first_up(word: str) -> str:
    return word[:1].upper() + word[1:]
