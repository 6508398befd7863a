"""The whole directory as one PDF, the office's printed address list (Article 4.5).

Typst sets it: `danh-ba.typ` says how it looks, `data` what stands in it, `typesetting` runs Typst,
`fonts` gives it the site's own font. It is made beside the pages (`directory_site.beside`).

617 people take about a second of processor time and give 0.3 MB; 30,000 take about 30 s and 2.5 GB
of memory, and give 8 MB. What did not change is not made again.
"""

from directory_site.pdf.typesetting import PATH, make_pdf

__all__ = ["PATH", "make_pdf"]
