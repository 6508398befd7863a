"""The first pages of the PDF: title block, how to use the list, table of contents."""

from __future__ import annotations

from collections.abc import Sequence

from directory_site.pdf.fonts import composed
from directory_site.pdf.pages import ASCENT, LEADING, LEFT, RIGHT, TOP, Book, Bookmark, Sheet
from directory_site.pdf.tags import Element
from directory_site.source import Source

TITLE = "Danh bạ thư công vụ"
CONTENTS = "Mục lục"
_LINE = 10.0
_HALF = (RIGHT - LEFT) / 2
# How far an entry of the contents stands in, by its level.
_INDENTS = (0.0, 14.0)


def front(book: Book, source: Source, revision: str, contents: Sequence[Bookmark],
          places: dict[int, int]) -> Bookmark:  # fmt: skip
    """Write the first pages and return the bookmark of the table of contents.

    Args:
        book: empty; its first page gets the title block.
        source: whose list it is.
        revision: what the list was made from, as the last line of the title block; may be empty.
        contents: what comes after these pages.
        places: the place of each page, from 1, by its object's number.
    """
    part = book.tags.document.child("Part")
    _title_block(book, part, source, revision)
    _how_to(book, part, source)
    book.y -= 14
    book.need(4 * _LINE * LEADING)
    bookmark = Bookmark(CONTENTS, book.spot())
    book.running = CONTENTS
    book.paragraph(part, "H2", CONTENTS, bold=True, size=13, after=4)
    table = part.child("TOC")
    for entry in contents:
        _entry(book, table, entry, places, 0)
    table.close()
    part.close()
    return bookmark


def _title_block(book: Book, part: Element, source: Source, revision: str) -> None:
    office = source.office
    # As documents of Vietnamese offices begin: whose it is on the left, the state on the right.
    left = (office.name.upper(), office.office.upper())
    right = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    wide = (0.44, 0.56)
    lowest = TOP
    for column, (first, second) in enumerate((left, right)):
        width = 2 * _HALF * wide[column] - 10
        at = LEFT + column * (2 * _HALF * wide[0] + 10)
        book.y = TOP
        for text, bold in ((first, column == 1), (second, True)):
            book.paragraph(part, "P", composed(text), bold=bold, size=10.5, width=width, left=at,
                           centred=True)  # fmt: skip
        middle = at + width / 2
        book.sheet.rule(middle - 40, middle + 40, book.y - 3, 0.7)
        lowest = min(lowest, book.y)
    book.y = lowest - 34
    book.paragraph(part, "H1", TITLE.upper(), bold=True, size=19, centred=True, after=3)
    book.paragraph(part, "P", composed(office.name), bold=True, size=12, centred=True, after=3)
    on = source.directory.on
    day = f"Dữ liệu ngày {on.day} tháng {on.month} năm {on.year}"
    said = f"{day}, phiên bản {revision}" if revision else day
    book.paragraph(part, "P", said, size=10, centred=True, after=18)


def _how_to(book: Book, part: Element, source: Source) -> None:
    office = source.office
    book.paragraph(part, "H2", "Cách dùng danh bạ", bold=True, size=13, after=4)
    texts = [
        "Viết thư cho ai: hãy viết vào hộp thư chung của đơn vị. Thủ trưởng đơn vị hoặc người "
        "được ủy quyền có trách nhiệm xử lý và hồi đáp kịp thời (khoản 3 Điều 14).",
        f"Nhận biết thư thật: thư công vụ của {office.name} chỉ được gửi từ địa chỉ kết thúc bằng "
        f"@{office.domain}. Thư gửi từ địa chỉ khác không phải là thư công vụ.",
        f"Bản mới nhất: https://danhba.{office.domain}/",
        f"Căn cứ: khoản 5 Điều 4 {office.regulation}.",
    ]
    for text in texts:
        book.paragraph(part, "P", composed(text), after=4)


def _entry(book: Book, table: Element, entry: Bookmark, places: dict[int, int],
           level: int) -> None:  # fmt: skip
    top = level == 0
    font = book.bold if top else book.regular
    height = _LINE * LEADING
    book.y -= 5 if top else 0
    # A heading does not stand alone at the foot of a page.
    book.need(height * (3 if top else 1))
    page = str(places.get(entry.spot.sheet.number, 0))
    wide = font.width(page) * _LINE
    left = LEFT + _INDENTS[level]
    lines = font.lines(entry.title, _LINE, RIGHT - left - 40)
    item = table.child("TOCI")
    owner = book.tags.reserve()
    book.need(height * len(lines))
    top_of_link, base = book.y, book.y - ASCENT * _LINE
    pieces = [book.show("Link", owner, font, _LINE, (left, base), [*lines[:-1], lines[-1] + " "])]
    base -= (len(lines) - 1) * height
    _dots(book.sheet, left + font.width(lines[-1]) * _LINE + 6, RIGHT - wide - 6, base)
    pieces.append(book.show("Link", owner, font, _LINE, (RIGHT - wide, base), [page]))
    book.y -= height * len(lines)
    box = (left, book.y, RIGHT, top_of_link)
    book.link(item.number, entry.spot.target, f"Trang {page}", box, owner,
              " ".join(map(str, pieces)))  # fmt: skip
    item.adopt(owner)
    item.close()
    if entry.below:
        inner = table.child("TOC")
        for one in entry.below:
            _entry(book, inner, one, places, level + 1)
        inner.close()


def _dots(sheet: Sheet, left: float, right: float, y: float) -> None:
    if right > left:
        sheet.lines.append(f"[0.6 2.6]0 d 0.6 w {left:.1f} {y:.1f} m {right:.1f} {y:.1f} l S []0 d")
