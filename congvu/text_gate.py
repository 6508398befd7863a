"""The characters that are allowed in a text from any source.

Sources are YAML values, cells, options and `district.yml`. All of them use this one module, so that
no source accepts more than another. YAML's escapes ("\\u202e") give characters that are not in the
file, so values are checked in addition to the file's text (`congvu.roster.file_checks`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from unidecode import unidecode

from congvu import legacy_text
from congvu.findings import Location
from congvu.rules import RULES
from congvu.unseen import INVISIBLE, visible

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_REPLACEMENT = "\ufffd"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Latin letters that look like Vietnamese ones, and the Vietnamese letters.
_LATIN_LOOKALIKES = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "ı": "i", "ɑ": "a", "ɡ": "g"}
# A text with only these characters passes. Vietnamese letters are NFC here.
_VIETNAMESE = "".join(
    sorted(
        {
            unicodedata.normalize("NFC", letter + mark)
            for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
            for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        }
        | set("đĐ")
    )
)
_USUAL = re.compile(rf"[\n\x20-\x7e{_VIETNAMESE}–—“”‘’…]*")
# Format characters, surrogates, private use, unassigned characters and noncharacters.
_UNKNOWN = frozenset({"Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is refused.

    Attributes:
        code: the rule's, in `congvu.rules`.
        message: a Vietnamese sentence; of what it quotes nothing is hidden.
    """

    code: str
    message: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", visible(self.message))

    def sentence(self) -> str:
        """Render as ``message (Điều …)``, like a finding."""
        article = RULES[self.code].article
        return f"{self.message} (Điều {article})" if article else self.message


# Takes a text, and what the sentence calls it.
Refusal = Callable[[str, str], Iterator[Problem]]


def is_usual(text: str) -> bool:
    """Tell quickly whether a text certainly passes, as nearly all texts do."""
    return bool(_USUAL.fullmatch(text)) and not legacy_text.VNI_PAIR.search(text)


def control(text: str, place: str) -> Iterator[Problem]:
    """Ensure that there is no control character; YAML and XML do not allow them."""
    if match := _CONTROLS.search(text):
        yield Problem(
            "control-character",
            f"có ký tự điều khiển U+{ord(match[0]):04X}, thường do chép từ chương trình khác; "
            f"hãy gõ lại {place}",
        )


def invisible(text: str, place: str) -> Iterator[Problem]:
    """Ensure that nothing is hidden: what a reviewer sees is what stands there."""
    if match := INVISIBLE.search(text):
        name = unicodedata.name(match[0], "ký tự ẩn")
        message = f"có ký tự không nhìn thấy U+{ord(match[0]):04X} ({name}); hãy gõ lại {place}"
        yield Problem("invisible-character", message)


def unknown(text: str, place: str) -> Iterator[Problem]:
    """Ensure that every character is one of Unicode's that everybody's fonts can have."""
    if _REPLACEMENT in text:
        yield Problem(
            "unknown-character",
            "có ký tự U+FFFD, dấu của một chữ đã mất khi đổi bảng mã; hãy xem lại bản gốc và gõ "
            f"lại {place}",
        )
    for char in text:
        if (
            not char.isascii()
            and unicodedata.category(char) in _UNKNOWN
            and not INVISIBLE.match(char)
        ):
            yield Problem(
                "unknown-character",
                f"có ký tự U+{ord(char):04X} không thuộc Unicode chuẩn (ký tự dùng riêng, chưa "
                f"được gán hoặc ký tự định dạng), mỗi máy hiện một khác; hãy gõ lại {place}",
            )
            return


def space(text: str, place: str) -> Iterator[Problem]:
    """Ensure that every space is a plain one; others come from Word and web pages."""
    if match := _SPACES.search(text):
        yield Problem(
            "unusual-space",
            f"có dấu cách đặc biệt U+{ord(match[0]):04X}, thường do chép từ Word hoặc trang web; "
            "hãy xóa và gõ lại bằng phím cách",
        )


def legacy(text: str, place: str) -> Iterator[Problem]:
    """Ensure that Vietnamese is not in the TCVN3 or VNI encoding (8.5: TCVN 6909)."""
    if is_usual(text):
        return
    meant = legacy_text.in_unicode(text)
    if meant is not None:
        yield Problem(
            "legacy-encoding",
            f"{place} gõ bằng bảng mã cũ (TCVN3, VNI) hoặc bị lỗi mã: «{short(text)}»; hãy gõ lại "
            f"bằng Unicode, có lẽ là «{short(meant)}»",
        )


def foreign(text: str, place: str) -> Iterator[Problem]:
    """Ensure that no letter of another alphabet looks like a Latin one (8.5)."""
    if is_usual(text) or legacy_text.in_unicode(text) is not None:
        return
    strange = {char: meant for char in text if (meant := _meant(char)) is not None}
    for char, meant in strange.items():
        name = unicodedata.name(char, f"U+{ord(char):04X}")
        hint = f"; có phải là «{meant}»?" if meant else ""
        if meant in ("Đ", "đ"):  # it looks the same as the wrong letter
            hint = f"; hãy gõ lại thành chữ {meant} tiếng Việt (U+{ord(meant):04X})"
        message = f"«{char}» (U+{ord(char):04X}, {name}) không phải là chữ cái tiếng Việt{hint}"
        yield Problem("foreign-letter", message)


# What makes a text refused. Decomposed letters (NFD) are read as NFC and only warned of.
REFUSALS: tuple[Refusal, ...] = (
    control,
    invisible,
    unknown,
    space,
    legacy,
    foreign,
)


# What a path can't hold either: a file may be named in any letters, but not so that the name hides
# some, or turns a terminal around.
HIDDEN = (control, invisible)


def problems(text: str, place: str, refusals: Iterable[Refusal] = REFUSALS) -> list[Problem]:
    """Return why a value can't stand, nothing for one that may.

    Args:
        text: the value.
        place: what the sentences call it, such as ``giá trị này``.
        refusals: which of the rules hold.
    """
    if is_usual(text):
        return []
    composed = unicodedata.normalize("NFC", text)
    return [problem for refusal in refusals for problem in refusal(composed, place)]


def problems_within(
    value: Any, location: Location, place: str
) -> Iterator[tuple[Location, Problem]]:
    """Yield the problems of all texts in dicts and lists, keys too, each with the way to it."""
    if isinstance(value, str):
        for problem in problems(value, place):
            yield location, problem
    elif isinstance(value, dict):
        for key, one in value.items():
            if found := problems(str(key), place):
                yield (*location, key), found[0]
            else:
                yield from problems_within(one, (*location, key), place)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from problems_within(one, (*location, number), place)


def short(text: str, length: int = 60) -> str:
    """Return a text, or its beginning if it is long."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _meant(char: str) -> str | None:
    """Return the Latin letter that a foreign letter looks like, None for an allowed letter."""
    if char in _LATIN_LOOKALIKES:
        return _LATIN_LOOKALIKES[char]
    if not char.isalnum() or char.isascii():
        return None
    name = unicodedata.name(char, "")
    if name.startswith("LATIN ") and unicodedata.normalize("NFKC", char) == char:
        return None
    return unidecode(char).strip()
