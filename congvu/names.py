"""Vietnamese names: folding to ASCII, the parts of a person's name, equality of names.

`congvu.policies` makes addresses of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from unidecode import unidecode

# Every hyphen and dash separates syllables (U+2010..U+2015, minus, full-width, small).
_HYPHENS = "-‐‑‒–—―−﹣－"
# Every mark that people type as an apostrophe. It is removed (H'Hen -> hhen).
APOSTROPHES = "'’‘ʼʹʻ`´′＇‛ꞌ"

_TO_SPACE = str.maketrans(dict.fromkeys(_HYPHENS, " "))
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_NOT_LOCAL = re.compile(r"[^a-z0-9]+")

# The five tone marks as combining characters: huyền, sắc, ngã, hỏi, nặng.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

# Titles and degrees that offices write before a name. "Ông" is not among them, since it is
# also a family name (Ông Ích Khiêm).
_DEGREES = frozenset(
    [
        "ts",
        "ths",
        "gs",
        "pgs",
        "bs",
        "bsck",
        "bscki",
        "bsckii",
        "ck",
        "cki",
        "ckii",
        "ks",
        "cn",
        "ls",
        "ds",
        "nb",
        "ncs",
        "tskh",
        "dr",
        "mr",
        "mrs",
        "ms",
    ]
)
_TITLES = (
    "tiến sĩ", "tiến sỹ", "thạc sĩ", "thạc sỹ", "giáo sư", "phó giáo sư", "bác sĩ", "bác sỹ",
    "kỹ sư", "kĩ sư", "cử nhân", "luật sư", "dược sĩ", "dược sỹ", "đồng chí",
)  # fmt: skip


# A title before the name, or a degree as a separate word anywhere in it.
_MAY_BE_TITLED = re.compile(rf"^(?:{'|'.join(_TITLES)})|\b(?:{'|'.join(sorted(_DEGREES))})\b")
_WORDS_AND_MARKS = re.compile(r"[\s.,/()-]+")
# NFC letters, without those that `fold` drops.
_ONLY_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-žƠơƯưẠ-ỹ]+(?: [A-Za-zÀ-ÖØ-öø-žƠơƯưẠ-ỹ]+)*")

# The first letter of each syllable, and letters after an apostrophe or a hyphen.
_STARTS = re.compile(rf"(?:^|(?<=[\s{APOSTROPHES}{_HYPHENS[1:]}-]))\w")
_WORD = re.compile(rf"[^\W\d_{APOSTROPHES}]+")
# «McNie», «DeLa»: intended capitals within a word.
_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z][a-z]+")


class InvalidNameError(ValueError):
    """A text is not a person's name. The message is Vietnamese and says what to write."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold a text to the characters that are allowed in a local part.

    NFC, Unidecode, lower case; only ``a-z0-9`` stays (address rules, "Viết không dấu").

    >>> fold("Đỗ"), fold("H'Hen"), fold("Tây Phú")
    ('do', 'hhen', 'tayphu')
    """
    return _NOT_LOCAL.sub("", unidecode(unicodedata.normalize("NFC", text)).lower())


def joined(parts: Iterable[str]) -> str:
    """Fold syllables and write them as one word."""
    return "".join(map(fold, parts))


def initials(parts: Iterable[str]) -> str:
    """Abbreviate: the first letter of each folded syllable."""
    return "".join([fold(part)[0] for part in parts])


def syllables(text: str) -> list[str]:
    """Split a text at white space and all kinds of hyphens, as NFC.

    >>> syllables("Tài chính -  Kế hoạch")
    ['Tài', 'chính', 'Kế', 'hoạch']
    """
    return unicodedata.normalize("NFC", text).translate(_TO_SPACE).split()


@lru_cache(maxsize=65536)
def slug(text: str, separator: str = "-") -> str:
    """Return a text for a page's URL: its folded syllables, joined.

    >>> slug("Đơn vị sự nghiệp"), slug("khiếu nại, tố cáo")
    ('don-vi-su-nghiep', 'khieu-nai-to-cao')
    """
    return separator.join(filter(None, map(fold, syllables(text))))


def capitalised(name: str) -> str:
    """Return a name with normal capitals, if it is in capitals or has none where they are needed.

    It also corrects names from a wrong keyboard state: «NGUYễN VăN», «nGUYỄN», «NGuyễn». Other
    names, such as «McNie», are not changed.

    >>> capitalised("NGUYỄN VĂN AN"), capitalised("Nguyễn văn An"), capitalised("H'LEN NIÊ")
    ('Nguyễn Văn An', 'Nguyễn Văn An', "H'Len Niê")
    >>> capitalised("NGUYễN VăN ANH"), capitalised("Lê McNie")
    ('Nguyễn Văn Anh', 'Lê McNie')
    """
    if name.isupper():
        return _STARTS.sub(lambda match: match[0].upper(), one_line(name).lower())
    return _WORD.sub(_put_right, " ".join(w[0].upper() + w[1:] for w in one_line(name).split()))


def _put_right(word: re.Match[str]) -> str:
    """Return a word of a name with normal capitals, unless its capitals are possible."""
    letters = word[0]
    if len(letters) == 1 or letters[1:].islower() or _CAMEL.fullmatch(letters):
        return letters
    return letters[0].upper() + letters[1:].lower()


@lru_cache(maxsize=65536)
def syllable_key(syllable: str) -> str:
    """Return a key of a syllable that ignores case and the position of the tone mark.

    >>> syllable_key("HOÀ") == syllable_key("hòa"), syllable_key("Công") == syllable_key("Cộng")
    (True, False)
    """
    tone = ""
    letters = []
    for char in unicodedata.normalize("NFD", syllable.casefold()):
        if char in _TONES:
            tone += char
        else:
            letters.append(char)
    return "".join(letters) + tone


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in the parts of Article 6.2.c.

    Attributes:
        family: syllables of họ; empty only if the roster states parts without one.
        middle: syllables of tên lót, possibly none.
        given: syllables of tên, at least one.
        full: the name as written and shown.
        in_parts: whether the roster states the parts.
    """

    family: tuple[str, ...]
    middle: tuple[str, ...]
    given: tuple[str, ...]
    full: str
    in_parts: bool = field(default=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> PersonName:
        """Split a name: the first syllable is họ, the last is tên, the others are tên lót.

        Raises:
            InvalidNameError: it has a title, a degree, a wrong character or only one syllable.
        """
        if _is_plain(text):
            parts, full = text.split(" "), text
        else:
            parts, full = syllables(text), one_line(text)
            _refuse_what_no_name_has(text, parts)
        if len(parts) < 2:
            raise InvalidNameError(
                f"họ và tên phải có ít nhất hai tiếng, ở đây chỉ có «{text}»; nếu tên thật sự "
                "không có họ, hãy ghi theo từng phần: name: {given: …}"
            )
        return cls((parts[0],), tuple(parts[1:-1]), (parts[-1],), full)

    @classmethod
    def from_parts(
        cls, given: str, family: str = "", middle: str = "", full: str = ""
    ) -> PersonName:
        """Make a name from the parts that the roster states.

        Raises:
            InvalidNameError: a part is not a name, the given name is missing, or `full` has other
                syllables.
        """
        for part in (family, middle, given):
            _refuse_what_no_name_has(part, syllables(part))
        split = [tuple(syllables(part)) for part in (family, middle, given)]
        if not split[2]:
            raise InvalidNameError("thiếu tên (given)")
        shown = one_line(full or " ".join((family, middle, given)))
        if sorted(syllables(shown)) != sorted(syllable for part in split for syllable in part):
            raise InvalidNameError(
                f"full «{full}» phải gồm đúng các tiếng của family, middle và given"
            )
        return cls(split[0], split[1], split[2], shown, in_parts=True)

    @property
    def key(self) -> str:
        """A text that equal full names share: NFC, no case, with diacritics, ``hoà`` = ``hòa``."""
        text = self.full.translate(_TO_APOSTROPHE)
        return " ".join(map(syllable_key, syllables(text)))

    def __str__(self) -> str:
        return self.full


def one_line(text: str) -> str:
    """Return a text as NFC; line breaks and runs of any spaces become one plain space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_plain(text: str) -> bool:
    """Tell whether a text is certainly valid: only letters and single spaces, as in most names."""
    return bool(_ONLY_LETTERS.fullmatch(text)) and not _MAY_BE_TITLED.search(text.lower())


def _refuse_what_no_name_has(text: str, parts: list[str]) -> None:
    if _is_plain(text):
        return  # the checks below are for other names
    lowered = [part.casefold() for part in parts]
    joined = " ".join(lowered) + " "
    # A title comes before a whole name. «Đồng Chí Thanh» and the middle name «Tiến Sỹ» are names.
    title = next(
        (
            word
            for word in _TITLES
            if joined.startswith(word + " ") and len(parts) >= len(word.split()) + 2
        ),
        None,
    )
    if title is None:
        words = _WORDS_AND_MARKS.split(text)
        title = next((word for word in words if word.casefold() in _DEGREES), None)
    if title is not None:
        raise InvalidNameError(
            f"«{title}» là học hàm, học vị hoặc chức danh, không thuộc họ tên; hãy bỏ đi và "
            "ghi chức danh ở title"
        )
    if (mark := next((char for char in text if char in ".,/"), None)) is not None:
        raise InvalidNameError(
            f"họ tên không có dấu «{mark}»; hãy viết đủ họ, tên lót và tên, bỏ chữ viết tắt, học "
            "vị và chức danh"
        )
    for char in text:
        if char.isalpha() or char.isspace() or unicodedata.combining(char):
            continue
        if char in _HYPHENS or char in APOSTROPHES:
            continue
        code = f"U+{ord(char):04X}"
        shown = f"«{char}» ({code})" if char.isprintable() else code
        raise InvalidNameError(f"họ tên không thể có ký tự {shown}")
    for part in parts:
        if not fold(part):
            raise InvalidNameError(f"«{part}» không phải là một tiếng của họ tên")
