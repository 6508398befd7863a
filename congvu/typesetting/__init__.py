"""Sets what is printed with Typst: in the site's own font, with the head that documents have.

A template is a file `*.typ`; what it shares with others it imports from `shared.typ`. Texts come as
JSON, so that nobody's name or title is ever markup.
"""

from pathlib import Path

from congvu.typesetting.typesetter import NotUniversalError, Typesetter

SHARED = Path(__file__).with_name("shared.typ")

__all__ = ["SHARED", "NotUniversalError", "Typesetter"]
