"""The Latin letters and numbers that fold to something else than their base letter: ƀ, æ, ß, ŋ …

The roster folds with Unidecode (`congvu.names.fold`), the directory's search in the browser by
taking the marks off. This is the one table of what that alone gets wrong; `bin/congvu schema`
writes it for the browser, and `directory_site.search.local_parts` uses it in Python.
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
    """Take marks off and drop whatever is no letter or digit of ASCII then; đ is d."""
    decomposed = unicodedata.normalize("NFD", text).lower()
    return _NOT_BARE.sub("", decomposed.replace("đ", "d"))


@cache
def letters() -> dict[str, str]:
    """Return what each of those letters folds to; a capital only where it differs from its small.

    >>> letters()["ƀ"], letters()["æ"], "đ" in letters(), "Æ" in letters()
    ('b', 'ae', False, False)
    """
    wrong = {
        char: folded
        for char in (chr(code) for block in BLOCKS for code in block)
        if unicodedata.category(char)[0] in _KINDS and (folded := fold(char)) != bare(char)
    }
    # A letter may have its small one in another block.
    wrong |= {char.lower(): folded for char, folded in wrong.items() if char.lower() not in wrong
              and fold(char.lower()) == folded and bare(char.lower()) != folded}  # fmt: skip
    return {
        char: folded
        for char, folded in wrong.items()
        if char == char.lower() or wrong.get(char.lower()) != folded
    }


def spelt(text: str) -> str:
    """Return a text as NFC with those letters replaced, as the browser does before it folds."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    known = letters()
    return "".join([known.get(char) or known.get(char.lower()) or char for char in composed])


def script() -> str:
    """Return the table as a script: a line for each folding, with all letters that have it."""
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
    """Write a letter that would stand on top of the one before as an escape."""
    return f"\\u{ord(char):04x}" if unicodedata.combining(char) else char
