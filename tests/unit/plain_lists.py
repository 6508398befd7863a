"""Plain lists for tests, in forms that offices use. All people are invented."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from rosters import OFFICE, TODAY, roster, unit

from congvu.plain_list.arrival import Before, Choices, arrival
from congvu.plain_list.candidates import Decision
from congvu.plain_list.placing import Placer
from congvu.plain_list.read_list import grids_of_workbook, read_sheets
from congvu.register.model import Register

LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["HUYỆN TÂY SƠN", "", "", "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC NĂM 2026"],
]
FOOTER = [
    [],
    ["", "", "", "Tây Sơn, ngày 05 tháng 01 năm 2026"],
    ["", "Người lập bảng", "", "CHÁNH VĂN PHÒNG"],
    [],
    ["", "Nguyễn Thị Lan", "", "Lê Văn Tám"],
]
DECISION = Decision("12/QĐ-UBND", date(2026, 1, 5))


def units():
    """Return the units of a small district."""
    return (
        unit("ubnd-huyen-tay-son", "UBND huyện Tây Sơn", "leadership"),
        unit("phong-noi-vu", "Phòng Nội vụ"),
        unit("phong-tu-phap", "Phòng Tư pháp"),
        unit("ubnd-xa-tay-phu", "UBND xã Tây Phú", "commune", place="Tây Phú"),
        unit("ubnd-xa-tay-an", "UBND xã Tây An", "commune", place="Tây An"),
    )


def workbook(rows, merged=(), name="Sheet1", book=None):
    """Return a workbook, with one more sheet of rows."""
    sheet = book.create_sheet(name) if book else (book := Workbook()).active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return book


def saved(book):
    """Return a workbook after saving and opening it."""
    stream = BytesIO()
    book.save(stream)
    return load_workbook(BytesIO(stream.getvalue()))


def read(grids, *there, hidden=(), register=None, chosen=None, on=TODAY, **choices):
    """Return the sheets in grids, and what they add to a small district."""
    before = Before(roster(*(there or units())), register or Register(), OFFICE, on)
    stated = Choices(**{"decision": DECISION, **choices})
    placer = Placer(
        before.roster, stated.unit, stated.establish, before.register.by_holder.get,
        stated.leadership,
    )  # fmt: skip
    sheets = read_sheets(grids, hidden, placer.knows, chosen or {})
    return sheets, arrival([(body, placer) for body in sheets.bodies], before, stated)


def read_book(book, *there, **more):
    """Do the same as `read` for a workbook."""
    grids, hidden = grids_of_workbook(saved(book))
    return read(grids, *there, hidden=hidden, **more)


def people(found):
    """Return name and unit of all new people; nothing may be refused."""
    assert not found.problems, found.problems
    return [(one.values["name"], one.unit) for one in found.newcomers]


def skipped(sheets, position=0):
    """Return why rows were skipped, by row number."""
    return {one.row: one.why for one in sheets.bodies[position].skipped}


def refusals(found):
    """Return the messages by row."""
    return {problem.row: problem.message for problem in found.problems}
