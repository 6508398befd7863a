"""The site's font for Typst, which can't read WOFF2, and the widths of its letters."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont

from congvu.office import PROJECT

# Where the directory hands them to browsers.
_FOLDER = PROJECT / "directory_site" / "pages" / "assets" / "fonts"
# Both faces of the family «Danh ba».
FILES = (_FOLDER / "text.woff2", _FOLDER / "text-bold.woff2")


class Widths:
    """The widths of texts in the bold face, which is the wider one."""

    def of(self, text: str) -> float:
        """Return a text's width in ems, without kerning; a letter that the font lacks counts 1."""
        letters = self._letters
        return sum(letters.get(letter, 1.0) for letter in text)

    @cached_property
    def _letters(self) -> dict[str, float]:
        font = TTFont(FILES[1], lazy=True)
        metrics, per_em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / per_em for code, name in font.getBestCmap().items()}


def unpack(folder: Path) -> None:
    """Write the faces into a folder as TrueType."""
    for file in FILES:
        # Today's date would change the bytes.
        font = TTFont(file, recalcTimestamp=False)
        font.flavor = None
        font.save(folder / f"{file.stem}.ttf")
