"""The whole directory as one PDF, the office's printed address list (Article 4.5).

An own writer on fontTools: of the tools that make tagged PDFs, Typst needs 20 s and 3 GB for
30,000 people and a file of 37 MB, WeasyPrint more; a list of rows of one height needs no general
layout. `document` puts the file together, `front`, `units` and `by_name` say what stands in it,
`tables` and `pages` where, `tags` what it is to a screen reader, `fonts` and `objects` how it is
stored.
"""

from directory_site.pdf.document import PATH, make_pdf

__all__ = ["PATH", "make_pdf"]
