"""QR codes as SVG inside a page: no script, no picture of another address."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr(text: str) -> Markup:
    """Return the QR code of a text."""
    # Its size is the style sheet's; a reader is told what it is by the text beside it.
    code = segno.make(text, micro=False, error="m")
    return Markup(code.svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass=None))
