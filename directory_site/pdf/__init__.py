"""The whole directory as one PDF, the office's printed address list (Article 4.5).

An own writer on fontTools: a plain table of 30,000 people in Typst 0.15, tagged, took 21 s of
processor time and 3.2 GB and made 37 MB; this one took 5.5 to 7.5 s and 0.3 GB and made 10 MB, with
the list by name. Rows of a list need no general layout.

`document` puts the file together, `front`, `units` and `by_name` say what stands in it, `tables`,
`columns` and `pages` where, `tags` what it is to a screen reader, `fonts` and `objects` how it is
stored, `beside` makes it while MkDocs works.
"""

from directory_site.pdf.beside import Beside, PdfError
from directory_site.pdf.document import PATH, make_pdf

__all__ = ["PATH", "Beside", "PdfError", "make_pdf"]
