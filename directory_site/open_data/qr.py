"""QR codes with a unit's card, for visitors who see the page on a screen or on paper."""

from __future__ import annotations

import io

import segno

from congvu.directory import UnitEntry
from directory_site.cache import Cache, code_version, key_of
from directory_site.open_data.vcard import escaped

# A fixed mask, since all eight are readable and choosing the best takes most of the time.
_MASK = 2
_VERSION = code_version(__file__, libraries=segno.__version__)


def unit_code(unit: UnitEntry, cache: Cache) -> bytes:
    """Return the code as SVG, black on white also on a dark page, since readers need the contrast.

    The card has only name and address, so that an old phone's camera can read the code. Codes are
    cached: making one takes some milliseconds, and it seldom changes.
    """
    card = "\r\n".join(
        (
            "BEGIN:VCARD",
            "VERSION:4.0",
            "KIND:org",
            f"FN:{escaped(unit.name)}",
            f"EMAIL:{escaped(unit.address)}",
            "END:VCARD",
            "",
        )
    )
    return cache.kept(key_of(_VERSION, card), lambda: _svg(card))


def _svg(card: str) -> bytes:
    code = segno.make_qr(card, error="m", mask=_MASK, encoding="utf-8", boost_error=False)
    svg = io.BytesIO()
    code.save(
        svg, kind="svg", xmldecl=False, nl=False, omitsize=True, light="#fff", svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return svg.getvalue()
