"""How texts of the roster compare: without marks, in another spelling, by initials.

Not `congvu.directory`'s and no engine's: what is expected of engines must not come from one.
"""

from __future__ import annotations

import unicodedata

from congvu.names import fold

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def plain(text: str) -> str:
    """Return a text's syllables in small letters without marks, a space between them."""
    return " ".join(filter(None, map(fold, text.replace("-", " ").split())))


def spelling(name: str) -> str:
    """Return a name so that only the place of its tone marks makes no difference."""
    return " ".join(
        "".join(sorted(unicodedata.normalize("NFD", word), key=_TONES.__contains__))
        for word in name.lower().split()
    )


def other_placement(name: str) -> str:
    """Return a name with the tone marks of oa, oe and uy on the other letter."""
    words = []
    for word in name.split():
        text = unicodedata.normalize("NFD", word)
        for first, second in ("oa", "oe", "uy"):
            for tone in _TONES:
                if text.endswith(first + tone + second) and not text.startswith("q"):
                    text = text[: -len(first + tone + second)] + first + second + tone
                elif text.endswith(first + second + tone) and not text.startswith("q"):
                    text = text[: -len(first + second + tone)] + first + tone + second
        words.append(unicodedata.normalize("NFC", text))
    return " ".join(words)


def duty(title: str) -> str:
    """Return what a title says that its bearer does, plain: «Công chức» says nothing."""
    return plain(title).removeprefix("cong chuc ")


def initials(name: str) -> str:
    """Return the first letters of a name's syllables."""
    return "".join(part[0] for part in plain(name).split())


def in_alphabet(text: str) -> str:
    """Return a text's syllables in alphabetical order."""
    return " ".join(sorted(text.split()))


def local_part(address: str) -> str:
    """Return what stands before the @."""
    return address.partition("@")[0]
