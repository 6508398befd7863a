"""Puts the PDF together: parts in their order, metadata, what PDF/UA asks of a whole file."""

from __future__ import annotations

from html import escape
from pathlib import Path

from directory_site.pdf.by_name import TITLE as BY_NAME
from directory_site.pdf.by_name import by_name
from directory_site.pdf.fonts import Font, composed
from directory_site.pdf.front import TITLE, front
from directory_site.pdf.objects import PdfFile
from directory_site.pdf.pages import Book, Bookmark, finish, outline
from directory_site.pdf.tags import Tags
from directory_site.pdf.units import units
from directory_site.source import Source
from directory_site.text import day_text

# From the site's root.
PATH = "danh-ba.pdf"
_FONTS = Path(__file__).resolve().parent.parent / "pages" / "assets" / "fonts"

# ISO 14289-1, 5: how a file says that it is PDF/UA. The day is that of the data.
_METADATA = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}</xmp:CreateDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def make_pdf(source: Source) -> bytes:
    """Return the file; its bytes depend on the source alone."""
    file = PdfFile()
    tags = Tags(file)
    faces = Font("F1", _FONTS / "text.woff2"), Font("F2", _FONTS / "text-bold.woff2")
    # Parts are written in the order in which they need each other's pages, and stand in another.
    parts = [Book(file, tags, *faces) for _ in range(3)]
    first, body, last = parts
    contents, listed = units(body, source)
    scratch = PdfFile()
    trial = Book(scratch, Tags(scratch), *faces)
    front(trial, source, [*contents, Bookmark(BY_NAME, body.spot())], {})
    before = len(trial.sheets)
    places = {sheet.number: place for place, sheet in enumerate(body.sheets, before + 1)}
    names = by_name(last, listed, places)
    places[last.sheets[0].number] = before + len(body.sheets) + 1
    contents.append(names)
    own = front(first, source, contents, places)
    title = composed(f"{TITLE} {source.office.name}")
    on = source.directory.on
    sheets = [sheet for part in parts for sheet in part.sheets]
    pages = finish(first, sheets, f"{title} · dữ liệu ngày {day_text(on)}")
    metadata = _METADATA.format(
        title=escape(title), creator=escape(composed(source.office.name)), day=on.isoformat()
    )
    stream = file.add_stream("/Type/Metadata/Subtype/XML", metadata.encode(), packed=False)
    bookmarks = outline(file, [own, *contents])
    root = file.add(
        f"<</Type/Catalog/Pages {pages} 0 R/StructTreeRoot {tags.write()} 0 R"
        f"/MarkInfo<</Marked true>>/Lang(vi)/ViewerPreferences<</DisplayDocTitle true>>"
        f"/Metadata {stream} 0 R/Outlines {bookmarks} 0 R/PageMode/UseOutlines>>"
    )
    return file.to_bytes(root)
