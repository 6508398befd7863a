"""The whole directory as PDF, an address list to print (Article 4.5).

Typst makes it. `danh-ba.typ` is the template, `volumes` divides the directory into files, `data`
gives the content, `typesetting` runs Typst, `fonts` provides the site's font, and `making` caches
the files. It is made at the same time as the pages (`directory_site.beside`).

617 people take about a second of processor time and give 0.3 MB in one file. 30,000 people take
about 15 s and give 7 MB in twenty to forty volumes. Unchanged files are not made again.
"""

from directory_site.pdf.making import every_pdf, make_pdfs, printed
from directory_site.pdf.volumes import PATH

__all__ = ["PATH", "every_pdf", "make_pdfs", "printed"]
