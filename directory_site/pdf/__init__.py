"""The whole directory as one PDF, the office's printed address list (Article 4.5).

Typst sets it: `danh-ba.typ` says how it looks, `data` what stands in it, `typesetting` runs Typst,
`fonts` gives it the site's own font, `beside` makes the file while MkDocs works.
"""

from directory_site.pdf.beside import Beside, PdfError
from directory_site.pdf.typesetting import PATH, make_pdf

__all__ = ["PATH", "Beside", "PdfError", "make_pdf"]
