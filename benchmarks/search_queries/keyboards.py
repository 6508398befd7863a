"""What arrives when somebody types Vietnamese while the keyboard is off: Telex and VNI keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

# By combining character: circumflex, breve, horn; then grave, acute, tilde, hook, dot below.
_TELEX = {"\u0306": "w", "\u031b": "w",
          "\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}  # fmt: skip
_VNI = {"\u0302": "6", "\u0306": "8", "\u031b": "7",
        "\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}  # fmt: skip
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def telex(text: str, *, tone_last: bool) -> str:
    """Return the keys; the tone's after its vowel, or at the end of its syllable."""
    return " ".join(_word(word, "d", _telex_key, tone_last) for word in text.lower().split())


def vni(text: str, *, tone_last: bool) -> str:
    """Return the keys; the tone's after its vowel, or at the end of its syllable."""
    return " ".join(
        _word(word, "9", lambda mark, _: _VNI[mark], tone_last) for word in text.lower().split()
    )


def _telex_key(mark: str, letter: str) -> str:
    return letter if mark == "\u0302" else _TELEX[mark]


def _word(word: str, stroke: str, key: Callable[[str, str], str], tone_last: bool) -> str:
    keys, tone = [], ""
    for letter, marks in _letters(word):
        keys.append("d" + stroke if letter == "đ" else letter)
        for mark in sorted(marks, key=_TONES.__contains__):
            if tone_last and mark in _TONES:
                tone = key(mark, letter)
            else:
                keys.append(key(mark, letter))
    return "".join(keys) + tone


def _letters(word: str) -> Iterator[tuple[str, str]]:
    for character in unicodedata.normalize("NFC", word):
        letter, *marks = list(unicodedata.normalize("NFD", character))
        yield letter, "".join(marks)
