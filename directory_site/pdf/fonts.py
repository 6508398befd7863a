"""Fonts of the PDF: how wide a text is, how it stands in the file, where lines break.

A character's code is its number in Unicode, so that writing a text is encoding it, and a table in
the file leads from the code to the font's glyph (ISO 32000-1, 9.7.4.2). A letter that the font
lacks is drawn as a box and still copied as what it is (9.10.3): a PDF/UA must not show "no glyph".
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from directory_site.pdf.objects import PdfFile, reference

# Letters that two bytes can't tell, and those of which nobody knows what they are.
_FAR = re.compile(r"[\ud800-\udfff\ue000-\uf8ff\U00010000-\U0010ffff]")
_FIRST_OWN = 0xE000
_INSTEAD = "?"
# Tables that shape text; here every letter has its place already.
_UNUSED_TABLES = ("GDEF", "GPOS", "GSUB", "gasp", "DSIG")
_CHUNK = 100


class _Widths(dict[str, float]):
    """Widths of letters in ems; `default` is that of the box for letters that the font lacks."""

    default = 0.0

    def __missing__(self, letter: str) -> float:
        return self.default


class Font:
    """One face.

    Attributes:
        name: how the page's resources call it, «F1».
    """

    def __init__(self, name: str, file: Path) -> None:
        """Read a face from a TrueType or WOFF2 file."""
        self.name = name
        # A date of today would change the bytes from day to day.
        self._font = TTFont(file, recalcTimestamp=False, lazy=True)
        self._glyphs: dict[int, str] = self._font.getBestCmap()
        self._per_em: int = self._font["head"].unitsPerEm
        metrics = self._font["hmtx"]
        self._instead = self._glyphs[ord(_INSTEAD)]
        self._widths = _Widths(
            (chr(code), metrics[glyph][0] / self._per_em) for code, glyph in self._glyphs.items()
        )
        self._widths.default = metrics[self._instead][0] / self._per_em
        self._own: dict[str, int] = {}
        self._used: set[str] = set()
        self.width = lru_cache(maxsize=None)(self._width)
        self.encode = lru_cache(maxsize=None)(self._encode)

    def _width(self, text: str) -> float:
        """Return how wide a text is, in ems."""
        return sum(map(self._widths.__getitem__, text), 0.0)

    def _encode(self, text: str) -> str:
        """Return a text as a string of a content stream."""
        self._used.update(text)
        return f"<{_FAR.sub(self._near, text).encode('utf-16-be').hex()}>"

    def lines(self, text: str, room: float) -> list[str]:
        """Break a text into lines; a word that is too long is broken anywhere.

        Args:
            text: words with single spaces.
            room: the width of the lines, in ems.
        """
        if self.width(text) <= room:
            return [text]
        lines, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer) <= room:
                line = longer
                continue
            if line:
                # The space stays, so that two words are not one to a screen reader.
                lines.append(line + " ")
            line = word
            while self.width(line) > room and (fits := self._fitting(line, room)) < len(line):
                lines.append(line[:fits])
                line = line[fits:]
        return [*lines, line]

    def write(self, file: PdfFile) -> int:
        """Add the face and the letters that were used of it to a file; return its number."""
        codes = {self._own.get(letter, ord(letter)): letter for letter in sorted(self._used)}
        data = self._program()
        program = file.add_stream(f"/Length1 {len(data)}", data)
        head, outline = self._font["head"], self._font["hhea"]
        box = [self._scaled(n) for n in (head.xMin, head.yMin, head.xMax, head.yMax)]
        name = f"/{self._font['name'].getDebugName(6)}"
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{' '.join(map(str, box))}]"
            f"/ItalicAngle 0/Ascent {self._scaled(outline.ascent)}"
            f"/Descent {self._scaled(outline.descent)}"
            f"/CapHeight {self._scaled(self._font['OS/2'].sCapHeight)}/StemV 80"
            f"/FontFile2 {reference(program)}>>"
        )
        glyphs = bytearray(2 * (max(codes, default=0) + 1))
        for code in codes:
            glyph = self._font.getGlyphID(self._glyphs.get(code, self._instead))
            glyphs[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        widths = " ".join(
            f"{code}[{round(self._widths[letter] * 1000)}]" for code, letter in codes.items()
        )
        descendant = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {reference(descriptor)}/W[{widths}]"
            f"/CIDToGIDMap {reference(file.add_stream('', bytes(glyphs)))}>>"
        )
        unicode = file.add_stream("", _to_unicode(codes).encode("ascii"))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H"
            f"/DescendantFonts[{reference(descendant)}]/ToUnicode {reference(unicode)}>>"
        )

    def _near(self, far: re.Match[str]) -> str:
        return chr(self._own.setdefault(far[0], _FIRST_OWN + len(self._own)))

    def _fitting(self, word: str, room: float) -> int:
        """Return how many letters of a word fit onto a line, at least one."""
        wide = 0.0
        for place, letter in enumerate(word):
            wide += self._widths[letter]
            if wide > room:
                return max(1, place)
        return len(word)

    def _scaled(self, units: int) -> int:
        return round(units * 1000 / self._per_em)

    def _program(self) -> bytes:
        for table in _UNUSED_TABLES:
            if table in self._font:
                del self._font[table]
        self._font.flavor = None
        buffer = io.BytesIO()
        self._font.save(buffer, reorderTables=None)
        return buffer.getvalue()


class Letters(NamedTuple):
    """A face in one size, in points; lengths are in points too."""

    font: Font
    size: float

    @property
    def line(self) -> float:
        """How high a line is: Vietnamese stacks marks, so lines need more room than English."""
        return self.size * 1.28

    @property
    def ascent(self) -> float:
        """How far the base line stands below a line's top."""
        return self.size * 0.95

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        return self.font.width(text) * self.size

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into lines, see `Font.lines`."""
        return self.font.lines(text, width / self.size)


def composed(text: str) -> str:
    """Return a text on one line, its letters composed: the font has «ễ», not «e» and two marks."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _to_unicode(codes: dict[int, str]) -> str:
    lines = [
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange<0000><FFFF>endcodespacerange",
    ]
    pairs = [f"<{code:04X}><{letter.encode('utf-16-be').hex()}>" for code, letter in codes.items()]
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        lines += [f"{len(chunk)} beginbfchar", *chunk, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict/CMap defineresource pop end end"])
