"""Latin letters and numbers that do not fold to their base letter: ƀ, æ, ß, ŋ …

The roster folds with Unidecode (`congvu.names.fold`). The directory's search in the browser folds
by removing diacritics, which is wrong for these letters. This module has the only table of them:
`bin/congvu schema` writes it for the browser, `directory_site.search.local_parts` uses it here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from congvu.names import fold

# Basic Latin to IPA Extensions; combining letters; Latin Extended Additional.
BLOCKS = (range(0x2B0), range(0x363, 0x370), range(0x1E00, 0x1F00))
_KINDS = ("L", "M", "N")
_NOT_BARE = re.compile("[^a-z0-9]+")


def bare(text: str) -> str:
    """Remove diacritics, and then everything except ASCII letters and digits; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text).lower()
    return _NOT_BARE.sub("", decomposed.replace("đ", "d"))


@cache
def letters() -> dict[str, str]:
    """Return the folded form of each of these letters; of capitals only if they fold differently.

    >>> letters()["ƀ"], letters()["æ"], "đ" in letters(), "Æ" in letters()
    ('b', 'ae', False, False)
    """
    wrong = {
        char: folded
        for char in (chr(code) for block in BLOCKS for code in block)
        if unicodedata.category(char)[0] in _KINDS and (folded := fold(char)) != bare(char)
    }
    # The small letter of a capital can be in another block.
    wrong |= {char.lower(): folded for char, folded in wrong.items() if char.lower() not in wrong
              and fold(char.lower()) == folded and bare(char.lower()) != folded}  # fmt: skip
    return {
        char: folded
        for char, folded in wrong.items()
        if char == char.lower() or wrong.get(char.lower()) != folded
    }


def spelt(text: str) -> str:
    """Return a text as NFC with these letters replaced, as in the browser before folding."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    known = letters()
    return "".join([known.get(char) or known.get(char.lower()) or char for char in composed])


def script() -> str:
    """Return the table as a script: a line for each folded form, with all its letters."""
    by_folding: dict[str, str] = {}
    for char, folded in sorted(letters().items(), key=lambda one: (one[1], one[0])):
        by_folding[folded] = by_folding.get(folded, "") + _escaped(char)
    lines = "".join(f'  {folded}: "{chars}",\n' for folded, chars in sorted(by_folding.items()))
    return (
        "// Written by `bin/congvu schema` from congvu/latin.py; don't change it here.\n"
        "// What letters fold to that are more than a base letter and its marks.\n"
        f"export default {{\n{lines}}};\n"
    )


def _escaped(char: str) -> str:
    """Write a combining letter as an escape."""
    return f"\\u{ord(char):04x}" if unicodedata.combining(char) else char
