"""Characters that nobody sees, and how a message shows that they are there."""

from __future__ import annotations

import re

# Zero width, soft hyphen, marks and overrides of writing direction, word joiners, a BOM inside;
# fillers and blanks that have no glyph.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc"
    "\U00016fe4\U0001d159\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """Return a text for a message: what nobody would see in it stands there as ``<U+202E>``."""
    if all(map(str.isprintable, text.split("\n"))) and not INVISIBLE.search(text):
        return text
    return "".join(
        char
        if char == "\n" or (char.isprintable() and not INVISIBLE.match(char))
        else f"<U+{ord(char):04X}>"
        for char in text
    )
