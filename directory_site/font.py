"""Makes the site's font files: ``python -m directory_site.font FOLDER OUT``.

A subset of Source Sans 3 with every Vietnamese letter, composed or as combining marks, and the
signs that the site uses. The files are committed; `bin/assets` makes them again, byte for byte.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_MARKS = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_SIGNS = "\u00a0«»·×§°–—‘’“”…›‹→←✓"
# Kerning, and the position of diacritics on letters and on other diacritics.
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]
_WEIGHTS = {"text": "400Regular", "text-bold": "600SemiBold"}
# The licence reserves the name "Source" for the unchanged font (OFL 1.1, 3).
_NAME = "Danh ba"


def characters() -> str:
    """Return all characters of the font."""
    vowels = (
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in _TONES
    )
    ascii_ = map(chr, range(0x20, 0x7F))
    return "".join(sorted({*ascii_, *vowels, *"đĐ", *_MARKS, *_SIGNS}))


def make(source: Path, target: Path, weight: str) -> None:
    """Write a subset of a font as WOFF2, under another name."""
    options = subset.Options(
        layout_features=_FEATURES, hinting=False, flavor="woff2", name_IDs=[0, 1, 2, 4, 6, 13, 14]
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    _rename(font, weight)
    subset.save_font(font, str(target), options)


def _rename(font: TTFont, weight: str) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = f"{_NAME} {weight}"
        elif record.nameID == 6:
            record.string = f"{_NAME} {weight}".replace(" ", "-")


if __name__ == "__main__":
    for name, folder in _WEIGHTS.items():
        (file,) = Path(sys.argv[1], folder).glob("*.ttf")
        make(file, Path(sys.argv[2], f"{name}.woff2"), folder[3:])
