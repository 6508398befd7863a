"""Sets what is printed with Typst: in the site's own font, with the head that documents have.

A template is a file `*.typ`; what it shares with others it imports from `shared.typ`. Texts come as
JSON, so that nobody's name or title is ever markup.
"""

from congvu.typesetting.typesetter import NotUniversalError, Typesetter

__all__ = ["NotUniversalError", "Typesetter"]
