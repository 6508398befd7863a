"""The whole directory as PDF, the office's printed address list (Article 4.5).

Typst sets it: `danh-ba.typ` says how it looks, `volumes` what is printed together, `data` what
stands in it, `typesetting` packs what Typst makes (`congvu.typesetting`), and `making` keeps what
was made. It is made beside the pages (`directory_site.beside`).

617 people take about a second of processor time and give 0.3 MB in one file; 30,000 take about 15 s
and give 7 MB in twenty to forty volumes. What did not change is not made again.
"""

from directory_site.pdf.making import every_pdf, make_pdfs, printed
from directory_site.pdf.volumes import PATH

__all__ = ["PATH", "every_pdf", "make_pdfs", "printed"]
