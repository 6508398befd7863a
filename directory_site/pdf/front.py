"""The first pages of the PDF: title block, how to use the list, table of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from directory_site.cards import shows_people
from directory_site.pdf.columns import Columns
from directory_site.pdf.fonts import composed
from directory_site.pdf.pages import LEFT, RIGHT, TOP, Book, Bookmark, Box, Goal, Sheet, Style
from directory_site.pdf.tags import Element
from directory_site.revision import revision_shown
from directory_site.source import Source

TITLE = "Danh bạ thư công vụ"
CONTENTS = "Mục lục"
_H2 = Style("H2", 13, bold=True, after=4)
_SIZE = 9.5
# How far a unit stands in below its kind, and what an entry leaves to dots and number.
_INDENT, _ROOM = 10.0, 40.0
_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_ON_REQUEST = (
    "Địa chỉ của từng người: xem ở trang của đơn vị, theo địa chỉ dưới đây; danh bạ này không in."
)
# The office's half of the title block is a little narrower than the state's.
_OFFICE_BOX = Box(LEFT, (RIGHT - LEFT) * 0.44)
_STATE_BOX = Box(LEFT + (RIGHT - LEFT) * 0.46, (RIGHT - LEFT) * 0.54)


def front(
    book: Book, source: Source, contents: Sequence[Bookmark], places: Mapping[int, int]
) -> Bookmark:
    """Write the first pages and return the bookmark of the table of contents.

    Args:
        book: empty; its first page gets the title block.
        source: whose list it is.
        contents: what comes after these pages.
        places: the place of each page, from 1, by its object's number.
    """
    part = book.part
    _title_block(book, part, source)
    _how_to(book, part, source)
    book.y -= 12
    book.need(100)
    bookmark = Bookmark(CONTENTS, book.spot())
    book.running = CONTENTS
    book.paragraph(part, CONTENTS, _H2)
    table = part.child("TOC")
    columns = Columns(book, 2, book.letters(_SIZE).line)
    for kind in contents:
        columns.book.y -= 4
        # A kind does not stand alone at the foot of a column.
        columns.need(2)
        _entry(columns, table, kind, places)
        if kind.below:
            inner = table.child("TOC")
            for unit in kind.below:
                _entry(columns, inner, unit, places, indent=_INDENT)
            inner.close()
    table.close()
    part.close()
    return bookmark


def _title_block(book: Book, part: Element, source: Source) -> None:
    office = source.office
    # As documents of Vietnamese offices begin: whose it is on the left, the state on the right.
    own = (composed(office.name).upper(), composed(office.office).upper())
    lowest = TOP
    for texts, box, bold in ((own, _OFFICE_BOX, False), (_STATE, _STATE_BOX, True)):
        book.y = TOP
        book.paragraph(part, texts[0], Style(size=10.5, bold=bold, centred=True), box)
        book.paragraph(part, texts[1], Style(size=10.5, bold=True, centred=True), box)
        middle = box.left + box.width / 2
        book.sheet.rule(middle - 40, middle + 40, book.y - 3, 0.7)
        lowest = min(lowest, book.y)
    book.y = lowest - 34
    book.paragraph(part, TITLE.upper(), Style("H1", 19, bold=True, centred=True, after=3))
    book.paragraph(part, composed(office.name), Style(size=12, bold=True, centred=True, after=3))
    on = source.directory.on
    made = f"Dữ liệu ngày {on.day} tháng {on.month} năm {on.year}"
    if revision := revision_shown(source.revision):
        made += f", phiên bản {revision['commit']}"
        made += " và sửa đổi chưa lưu" if revision["changed"] else ""
    book.paragraph(part, made, Style(centred=True, after=18))


def _how_to(book: Book, part: Element, source: Source) -> None:
    office = source.office
    book.paragraph(part, "Cách dùng danh bạ", _H2)
    texts = [
        "Viết thư cho ai: hãy viết vào hộp thư chung của đơn vị. Thủ trưởng đơn vị hoặc người "
        "được ủy quyền có trách nhiệm xử lý và hồi đáp kịp thời (khoản 3 Điều 14).",
        f"Nhận biết thư thật: thư công vụ của {office.name} chỉ được gửi từ địa chỉ kết thúc bằng "
        f"@{office.domain}. Thư gửi từ địa chỉ khác không phải là thư công vụ.",
        *([] if shows_people(office) else [_ON_REQUEST]),
        f"Bản mới nhất: https://danhba.{office.domain}/",
        f"Căn cứ: khoản 5 Điều 4 {office.regulation}.",
    ]
    for text in texts:
        book.paragraph(part, composed(text), Style(after=4))


def _entry(
    columns: Columns,
    table: Element,
    entry: Bookmark,
    places: Mapping[int, int],
    indent: float = 0.0,
) -> None:
    book = columns.book
    letters = book.letters(_SIZE, bold=not indent)
    lines = letters.lines(entry.title, columns.width - indent - _ROOM)
    columns.need(len(lines))
    left, right, top = columns.left + indent, columns.left + columns.width, book.y
    item, owner = table.child("TOCI"), book.tags.reserve()
    shown = [*lines[:-1], f"{lines[-1]} "]
    pieces = [book.show("Link", owner, letters, (left, top - letters.ascent), shown)]
    book.y -= len(lines) * letters.line
    base = book.y + letters.line - letters.ascent
    page = str(places.get(entry.spot.sheet.number, 0))
    number = right - letters.width(page)
    _dots(book.sheet, left + letters.width(lines[-1]) + 5, number - 5, base)
    pieces.append(book.show("Link", owner, letters, (number, base), [page]))
    goal = Goal(entry.spot.entry, f"Trang {page}")
    book.link(item.number, goal, (left, book.y, right, top), owner, " ".join(map(str, pieces)))
    item.adopt(owner)
    item.close()


def _dots(sheet: Sheet, left: float, right: float, y: float) -> None:
    if right > left:
        sheet.lines.append(f"[0.6 2.6]0 d 0.6 w {left:.1f} {y:.1f} m {right:.1f} {y:.1f} l S []0 d")
