"""The Vietnamese alphabet: how texts are sorted, and the letter of each text in an index.

The order is that of dictionaries: syllable by syllable, and within a syllable first by the letters
(ă after a, đ after d), then by the tones ngang, huyền, hỏi, ngã, sắc, nặng. ICU has the same order
within a syllable, but PyICU has no wheels and would have to be built on every controller, and
pyuca (last changed in 2017) has no Vietnamese order. The tests compare with the browser's ICU.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from congvu.names import fold, syllables

# F, J, W and Z are for names of other peoples and languages.
LETTERS = "AĂÂBCDĐEÊFGHIJKLMNOÔƠPQRSTUƯVWXYZ"
# For texts that do not begin with a letter.
OTHER = "#"

# Letters beyond ASCII as they are typed with Telex, so that đ and d stay different.
_TYPED = {"Ă": "aw", "Â": "aa", "Đ": "dd", "Ê": "ee", "Ô": "oo", "Ơ": "ow", "Ư": "uw"}
_PLACES = {one.lower(): place for place, one in enumerate(LETTERS, ord("A"))}
_TONES = {tone: str(place) for place, tone in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}
_DIGITS = 9


@lru_cache(maxsize=65536)
def order(text: str) -> str:
    """Return a sort key that ignores case, hyphens and the position of the tone mark.

    >>> sorted(["Ân", "Đà", "An", "Dũng", "Ảnh", "Anh", "Ánh", "Dụ"], key=order)
    ['An', 'Anh', 'Ảnh', 'Ánh', 'Ân', 'Dụ', 'Dũng', 'Đà']
    """
    return " ".join(filter(None, map(_syllable_order, syllables(text))))


def letter(text: str) -> str:
    """Return the letter of an index under which a text is listed, in capitals.

    >>> letter("Ánh"), letter("Ân"), letter("Đức"), letter("115")
    ('A', 'Â', 'Đ', '#')
    """
    first = order(text)[:1]
    return LETTERS[ord(first) - ord("A")] if first >= "A" else OTHER


@lru_cache(maxsize=65536)
def typed(text: str) -> str:
    """Return a text in ASCII as it is typed in Telex without tones, for a page's URL.

    Only texts that differ in nothing but tones have the same result.

    >>> typed("D"), typed("Đ"), typed("Tám"), typed("Tâm"), typed("H'Len Niê"), typed(OTHER)
    ('d', 'dd', 'tam', 'taam', 'hlen-niee', '0-9')
    """
    return (
        "-".join(
            "".join(map(_typed, syllable.partition("!")[0])) for syllable in order(text).split()
        )
        or "0-9"
    )


@lru_cache(maxsize=65536)
def _syllable_order(syllable: str) -> str:
    letters, tone = [], "0"
    for char in unicodedata.normalize("NFD", syllable.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    places = "".join(map(_place, unicodedata.normalize("NFC", "".join(letters))))
    # Numbers count: «số 2» stands before «số 10». The mark before the tone is less than a letter.
    if places.isdigit():
        return places.zfill(_DIGITS)
    return f"{places}!{tone}" if places else ""


def _place(char: str) -> str:
    known = _PLACES.get(char)
    if known is not None:
        return chr(known)
    return "".join(chr(_PLACES[one]) if one in _PLACES else one for one in fold(char))


def _typed(char: str) -> str:
    one = LETTERS[ord(char) - ord("A")] if char >= "A" else char
    return _TYPED.get(one, one.lower())
