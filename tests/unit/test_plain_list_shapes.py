"""Lists in the layouts that offices use are read correctly."""

import codecs
from datetime import date, datetime

import pytest
from plain_lists import FOOTER, LETTERHEAD, people, read, read_book, refusals, skipped, workbook

from congvu.plain_list.columns import Field, meaning
from congvu.plain_list.csv_grid import from_text
from congvu.plain_list.grid import ListError
from congvu.plain_list.read_list import chosen_columns
from congvu.plain_list.report import as_lines

AN, HOA, KHOI = "Trần Văn Ân", "Lê Thị Hoa", "Đỗ Minh Khôi"
HEADER = ["STT", "Họ và tên", "Chức vụ", "Ngày sinh", "Đơn vị", "Ghi chú"]


def test_titles_numbers_of_columns_totals_and_signatures_are_nobodys():
    rows = [
        *LETTERHEAD,
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, AN, "Chuyên viên", datetime(1985, 3, 12), "Phòng Nội vụ"],
        [],
        [2, HOA, "Công chức", "5/6/1990", "UBND xã Tây Phú", "mới"],
        [3],
        ["", "Tổng cộng: 2 người"],
        *FOOTER,
    ]
    sheets, found = read_book(workbook(rows, ["A4:F4"]))
    assert people(found) == [(AN, "phong-noi-vu"), (HOA, "ubnd-xa-tay-phu")]
    assert skipped(sheets) == {
        1: "phần đầu danh sách",
        2: "phần đầu danh sách",
        4: "phần đầu danh sách",
        6: "dòng đánh số cột",
        10: "chỉ có số thứ tự",
        11: "dòng tổng cộng",
        13: "phần ký tên cuối danh sách",
        14: "phần ký tên cuối danh sách",
        16: "phần ký tên cuối danh sách",
    }
    assert sheets.bodies[0].table.not_used == {6: "Ghi chú"}


def test_units_as_headings_and_birth_dates_by_sex_under_a_header_of_two_rows():
    rows = [
        *LETTERHEAD,
        ["TT", "Họ và tên", "Năm sinh", None, "Chức vụ"],
        [None, None, "Nam", "Nữ", None],
        ["I", "PHÒNG NỘI VỤ (02 người)"],
        [1, AN.upper(), datetime(1985, 3, 12), None, "Trưởng phòng"],
        ["", "Chuyên viên"],
        [2, HOA.upper(), None, "5.6.1990", "Chuyên viên"],
        ["II", "UBND XÃ TÂY PHÚ"],
        [1, KHOI.upper(), 1977, None, "Chủ tịch UBND xã"],
    ]
    merged = ["A5:A6", "B5:B6", "C5:D5", "E5:E6", "B7:E7"]
    sheets, found = read_book(workbook(rows, merged))
    assert people(found) == [
        (AN, "phong-noi-vu"), (HOA, "phong-noi-vu"), (KHOI, "ubnd-xa-tay-phu"),
    ]  # fmt: skip
    assert [one.rewritten for one in found.candidates] == [AN.upper(), HOA.upper(), KHOI.upper()]
    days = [one.birth_date for one in found.candidates]
    assert [day.day for day in days] == [date(1985, 3, 12), date(1990, 6, 5), None]
    assert "chỉ có năm" in days[2].why_not
    assert skipped(sheets)[9] == "tên nhóm"


def test_a_unit_merged_over_its_people():
    rows = [
        ["Đơn vị công tác", "HỌ TÊN", "CHỨC VỤ", "Số QĐ", "Ngày QĐ"],
        ["Phòng Nội vụ", AN, "Chuyên viên", "5/QĐ-UBND", datetime(2020, 5, 4)],
        [None, HOA, "Chuyên viên"],
        ["Xã Tây Phú", KHOI, "Công chức", "7/QĐ-UBND", "1/2/2021"],
    ]
    _, found = read_book(workbook(rows, ["A2:A3", "D2:D3", "E2:E3"]), decision=None)
    assert people(found) == [
        (AN, "phong-noi-vu"), (HOA, "phong-noi-vu"), (KHOI, "ubnd-xa-tay-phu"),
    ]  # fmt: skip
    decisions = [one.values["decisions"][0] for one in found.newcomers]
    assert [(one["number"], one["date"]) for one in decisions] == [
        ("5/QĐ-UBND", "2020-05-04"), ("5/QĐ-UBND", "2020-05-04"), ("7/QĐ-UBND", "2021-02-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("same", [None, "nt", "-nt-", "″", "như trên", '"', "-//-"])
def test_a_unit_written_once_and_then_as_above(same):
    rows = [
        ["Ho ten", "Chuc vu", "Don vi"],
        [AN, "Chuyên viên", "Phòng Nội vụ"],
        [HOA, "Kế toán", same],
        [KHOI, "Công chức", "Tây Phú"],
    ]
    _, found = read_book(workbook(rows))
    assert [unit for _, unit in people(found)] == [
        "phong-noi-vu", "phong-noi-vu", "ubnd-xa-tay-phu",
    ]  # fmt: skip


def test_a_unit_that_was_forgotten_is_not_made_up():
    rows = [
        ["Họ tên", "Chức vụ", "Đơn vị"],
        [AN, "Chuyên viên", "Phòng Nội vụ"],
        [HOA, "Kế toán", "Phòng Nội vụ"],
        [KHOI, "Công chức", None],
    ]
    _, found = read_book(workbook(rows))
    [problem] = found.problems
    assert problem.row == 4
    assert problem.message == "thiếu đơn vị; hãy ghi tên đơn vị"


def test_the_unit_of_a_whole_list_from_its_letterhead_its_sheet_or_an_option():
    rows = [["Họ và tên", "Chức danh"], [AN, "Chuyên viên"]]
    head = [["UBND HUYỆN TÂY SƠN"], ["PHÒNG TƯ PHÁP"], ["DANH SÁCH CÁN BỘ"]]
    _, found = read_book(workbook([*head, *rows]))
    assert people(found) == [(AN, "phong-tu-phap")]
    assert found.inferred == {"phong-tu-phap": "phần đầu danh sách"}
    _, found = read_book(workbook(rows, name="Xã Tây An"))
    assert people(found) == [(AN, "ubnd-xa-tay-an")]
    _, found = read_book(workbook(rows), unit="P. Nội vụ")
    assert people(found) == [(AN, "phong-noi-vu")]
    # The letterhead of a list of the whole district does not tell anybody's unit.
    _, found = read_book(workbook([*head[:1], *rows]))
    [problem] = found.problems  # one problem for the whole sheet
    assert problem.row == 0
    assert "không biết những người này thuộc đơn vị nào" in problem.message


def test_several_sheets_are_read_hidden_ones_are_not():
    book = workbook([["Họ và tên", "CV"], [AN, "Chuyên viên"]], name="Phòng Nội vụ")
    workbook([["Họ và tên", "CV"], [HOA, "Công chức"]], name="Tây Phú", book=book)
    workbook([["Ghi chú"], ["Danh sách gửi Phòng Nội vụ"]], name="Ghi chú", book=book)
    workbook([["Họ và tên", "CV"], [KHOI, "Công chức"]], name="Tây An", book=book)
    book["Tây An"].sheet_state = "hidden"
    sheets, found = read_book(book)
    assert people(found) == [(AN, "phong-noi-vu"), (HOA, "ubnd-xa-tay-phu")]
    assert dict(sheets.passed_over) == {
        "Tây An": "trang đang ẩn",
        "Ghi chú": "không có tiêu đề cột «Họ và tên»",
    }


def test_what_is_hidden_is_not_read_and_said():
    book = workbook(
        [HEADER, [1, AN, "Chuyên viên", "1/1/1980", "Phòng Nội vụ"], [2, HOA, "Chuyên viên"]]
    )
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    sheets, found = read_book(book)
    assert people(found) == [(AN, "phong-noi-vu")]
    assert found.candidates[0].birth_date.day is None
    assert skipped(sheets) == {3: "dòng đang ẩn nên không đọc"}
    assert sheets.bodies[0].table.hidden == {4: "Ngày sinh"}


def test_a_name_in_two_or_three_columns():
    rows = [
        ["Họ", "Tên đệm", "Tên", "Chức vụ", "Đơn vị"],
        ["Tôn Nữ", "Thị", "Hà", "Chuyên viên", "Phòng Nội vụ"],
        ["LÊ", "THỊ", "HOA", "Chuyên viên", "Phòng Nội vụ"],
    ]
    _, found = read_book(workbook(rows))
    assert [name for name, _ in people(found)] == [
        {"family": "Tôn Nữ", "middle": "Thị", "given": "Hà"}, HOA,
    ]  # fmt: skip
    rows = [["Họ và tên đệm", "Tên", "Chức vụ"], ["Trần Văn", "Ân", "Chuyên viên"]]
    _, found = read_book(workbook(rows), unit="phong-noi-vu")
    assert people(found) == [(AN, "phong-noi-vu")]
    rows = [["Họ và tên", None, "Chức vụ"], ["Trần Văn", "Ân", "Chuyên viên"]]
    _, found = read_book(workbook(rows, ["A1:B1"]), unit="phong-noi-vu")
    assert people(found) == [(AN, "phong-noi-vu")]


def test_a_decision_in_one_cell_and_under_a_common_header():
    rows = [
        ["Họ và tên", "Chức vụ", "Quyết định tuyển dụng"],
        [AN, "Chuyên viên", "Số 45/QĐ-UBND ngày 01/8/2015"],
        [HOA, "Chuyên viên", "46/QĐ-UBND,\nngày 2 tháng 8 năm 2015"],
    ]
    _, found = read_book(workbook(rows), unit="phong-noi-vu", decision=None)
    people(found)
    assert [tuple(one.values["decisions"][0].values()) for one in found.newcomers] == [
        ("recruit", "45/QĐ-UBND", "2015-08-01"), ("recruit", "46/QĐ-UBND", "2015-08-02"),
    ]  # fmt: skip
    rows = [
        [None, None, "Quyết định", None, None],
        ["Họ và tên", "Chức vụ", "Số", "Ngày ký", "Ngày vào làm"],
        [AN, "Chuyên viên", "45/QĐ-UBND", "01/8/15", "15/8/2015"],
    ]
    _, found = read_book(workbook(rows, ["C1:D1"]), unit="phong-noi-vu", decision=None)
    people(found)
    assert found.newcomers[0].values["decisions"] == [
        {"type": "recruit", "number": "45/QĐ-UBND", "date": "2015-08-01", "effective": "2015-08-15"}
    ]


def test_a_header_that_is_printed_on_every_page():
    rows = [HEADER, [1, AN, "Chuyên viên", "", "Phòng Nội vụ"], HEADER,
            [2, HOA, "Chuyên viên", "", "Phòng Nội vụ"]]  # fmt: skip
    sheets, found = read_book(workbook(rows))
    assert len(people(found)) == 2
    assert skipped(sheets) == {3: "tiêu đề lặp lại"}


def test_a_group_that_is_no_unit_leaves_nobody_in_the_unit_above():
    rows = [
        ["TT", "Họ và tên", "Chức vụ"],
        ["I", "Phòng Nội vụ"],
        [1, AN, "Chuyên viên"],
        ["II", "Hội Người cao tuổi"],
        [1, HOA, "Hội trưởng"],
    ]
    _, found = read_book(workbook(rows))
    [problem] = found.problems
    assert problem.row == 5
    assert "không có đơn vị «Hội Người cao tuổi»" in problem.message


def test_two_columns_of_one_meaning_are_asked_about():
    rows = [["Họ và tên", "Chức vụ", "Chức danh"], [AN, "Trưởng phòng", "Chuyên viên chính"]]
    with pytest.raises(ListError, match="có 2 cột cùng là chức vụ: B «Chức vụ», C «Chức danh»"):
        read_book(workbook(rows), unit="phong-noi-vu")
    _, found = read_book(workbook(rows), unit="phong-noi-vu", chosen=chosen_columns(["chức vụ=B"]))
    people(found)
    assert found.newcomers[0].values["title"] == "Trưởng phòng"
    for wrong in ("chức vụ", "cột lạ=B", "=B", "stt=A"):
        with pytest.raises(ListError, match="không phải dạng TÊN=CỘT"):
            chosen_columns([wrong])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lists_that_were_saved_as_text(encoding, separator):
    rows = [
        ["UBND HUYỆN TÂY SƠN", "", "", ""],
        ["Stt", "Họ và tên", "", "Chức vụ", "Đơn vị"],
        ["1", "Trần Văn", "Ân", '"Chuyên viên, kế toán"', "Phòng Nội vụ"],
        ["2", "Lê Thị", "Hoa", "Công chức", ""],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    _, found = read([from_text(text.encode(encoding))])
    assert people(found) == [(AN, "phong-noi-vu"), (HOA, "phong-noi-vu")]
    assert found.newcomers[0].values["title"] == "Chuyên viên, kế toán"


def test_a_divided_header_that_was_saved_as_text():
    text = "TT;Họ và tên;Ngày sinh;;Chức vụ\n;;Nam;Nữ;\n1;Lê Thị Hoa;;5/6/1990;Công chức\n"
    _, found = read([from_text(text.encode())], unit="xã Tây Phú")
    assert people(found) == [(HOA, "ubnd-xa-tay-phu")]
    assert found.candidates[0].birth_date.day == date(1990, 6, 5)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (codecs.BOM_UTF16_LE + b"a\x00b", "UTF-16"),
        ("Họ và tên,Chức vụ\n".encode("cp1258", "replace") + b"\xe2\xff,x\n", "UTF-8"),
        (b"PNG\0\0\0", "lưu lại thành .xlsx"),
        (b"", "không thấy danh sách cán bộ"),
        ("Tên gì cũng được\nmột hai\n".encode(), "không thấy danh sách cán bộ"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data, says):
    with pytest.raises(ListError, match=says):
        read([from_text(data)])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Họ, chữ đệm và tên", Field.NAME),
        ("HO VA TEN", Field.NAME),
        ("Họ và tên\n(chữ in hoa)", Field.NAME),
        ("Tên cán bộ", Field.NAME),
        ("Hä vµ tªn", Field.NAME),
        ("Họ và tên đệm", Field.FAMILY_AND_MIDDLE),
        ("Chức vụ, chức danh", Field.TITLE),
        ("Vị trí việc làm", Field.TITLE),
        ("Ngày, tháng, năm sinh", Field.BIRTH_DATE),
        ("Nam sinh", Field.BIRTH_DATE),
        ("Cơ quan, đơn vị công tác", Field.UNIT),
        ("Phong ban", Field.UNIT),
        ("Số QĐ tuyển dụng", Field.NUMBER),
        ("Ngày ký QĐ", Field.DATE),
        ("Ngày bắt đầu làm việc", Field.START),
        ("Số hiệu công chức", Field.ID),
        ("Mã CBCCVC", Field.ID),
        ("Quê quán", Field.HOME_TOWN),
        ("Nơi sinh", Field.BIRTHPLACE),
        ("Số điện thoại", Field.NOT_USED),
        ("Trình độ chuyên môn", Field.NOT_USED),
        ("Bộ phận", None),
        ("", None),
        ("cb" * 500, None),
    ],
)
def test_headers_are_known_by_their_words(header, field):
    assert meaning(header) is field


def test_what_a_copy_says_beside_the_rows_is_no_part_of_the_list():
    rows = [
        ["Họ và tên", "Chức vụ", "Cần sửa\nđơn vị nào?"],
        ["Phòng Nội vụ", None, "một lý do"],
        [AN, "Chuyên viên", "một lý do"],
        [None, None, "của người đã bỏ"],
    ]
    sheets, found = read_book(workbook(rows))
    assert people(found) == [(AN, "phong-noi-vu")]
    assert skipped(sheets) == {2: "tên đơn vị của các dòng dưới"}
    assert not sheets.bodies[0].table.not_known


HEAD = "Họ và tên,Chức vụ,Đơn vị\n"


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (f'{AN},CV,Phòng Nội vụ\n{HOA},"Kế toán,Phòng Nội vụ\n{KHOI},CV,Phòng Nội vụ\n', 3),
        (f'{HOA},"Kế toán,Phòng Nội vụ\n{KHOI},CV,"Phòng Nội vụ"\n', 2),
        (f'"{HOA},Kế toán,Phòng Nội vụ\n{KHOI},CV,Phòng Nội vụ"\n{AN},CV,Phòng Nội vụ\n', 2),
        (f'{AN},CV,Phòng Nội vụ\n{HOA},CV,"\n', 3),
    ],
)
def test_a_mark_of_quotation_that_swallows_rows_is_refused_by_its_line(rows, line):
    with pytest.raises(ListError, match=f"^dòng {line}: có dấu ngoặc kép"):
        from_text((HEAD + rows).encode())


def test_marks_of_quotation_that_swallow_nothing_may_stand():
    rows = f'{AN},CV "giỏi","Phòng\nNội vụ"\n"{HOA}","CV, kế toán",Phòng Nội vụ\n'
    _, found = read([from_text((HEAD + rows).encode())])
    assert [one.values["title"] for one in found.newcomers] == ['CV "giỏi"', "CV, kế toán"]


def test_the_header_chooses_the_separator_and_strays_are_refused():
    rows = f"{AN},Kế toán; thủ quỹ; văn thư,Phòng Nội vụ\n{HOA},CV; x; y,Phòng Nội vụ\n"
    _, found = read([from_text((HEAD + rows).encode())])
    assert found.newcomers[0].values["title"] == "Kế toán; thủ quỹ; văn thư"
    for row, cells in ((f"{AN},Kế toán, thủ quỹ,Phòng Nội vụ", 4), (f"{AN},Phòng Nội vụ", 2)):
        _, found = read([from_text((HEAD + row).encode())], unit="Phòng Nội vụ")
        assert f"dòng có {cells} ô, tiêu đề có 3" in refusals(found)[2]
    _, found = read([from_text(f"{HEAD}{AN},Kế toán,Phòng Nội vụ,,,".encode())])
    assert people(found) == [(AN, "phong-noi-vu")]


def test_empty_cells_at_the_end_of_a_row_may_be_left_out():
    head = "Họ và tên,Chức vụ,Đơn vị,Ngày sinh,Ghi chú\n"
    _, found = read([from_text(f"{head}{AN},Kế toán,Phòng Nội vụ".encode())])
    assert people(found) == [(AN, "phong-noi-vu")]
    rows = f"{AN},Kế toán,Phòng Nội vụ,,\n{HOA},Phòng Tư pháp,,x\n"
    _, found = read([from_text((head + rows).encode())])
    assert "dòng có 4 ô, tiêu đề có 5" in refusals(found)[3]


def test_errors_in_a_text_are_no_units():
    rows = f"{AN},CV,Phòng Nội vụ\n{HOA},CV,#N/A\n{KHOI},CV,\n"
    _, found = read([from_text((HEAD + rows).encode())])
    assert "#N/A" in refusals(found)[3]
    assert refusals(found)[4] == "thiếu đơn vị; hãy ghi tên đơn vị"


def test_what_was_taken_from_above_is_said():
    rows = [
        ["Họ và tên", "Chức vụ", "Đơn vị"],
        [AN, "Chuyên viên", "Phòng Nội vụ"],
        [HOA, "nt", None],
        [KHOI, "Kế toán", None],
    ]
    sheets, found = read_book(workbook(rows))
    said = "\n".join(as_lines(sheets, found))
    assert "Lấy đơn vị theo dòng trên (ô gộp, «nt» hoặc ô trống): dòng 3–4." in said
    assert "Lấy chức vụ theo dòng trên (ô gộp, «nt» hoặc ô trống): dòng 3." in said
