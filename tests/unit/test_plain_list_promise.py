"""No row of a list is lost: a row with a name and a title is placed in its unit, or refused.

The test lists are built, in any order, from texts of real lists.
"""

from dataclasses import replace

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from plain_lists import people, read, read_book, refusals, skipped, workbook

from congvu.plain_list.balance import balance
from congvu.plain_list.grid import Grid, value_of

AN, HOA, KHOI = "Trần Văn Ân", "Lê Thị Hoa", "Đỗ Minh Khôi"
HEADER = ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Ghi chú"]
KNOWN = {"PHÒNG NỘI VỤ": "phong-noi-vu", "Phòng Tư pháp": "phong-tu-phap",
         "UBND xã Tây Phú": "ubnd-xa-tay-phu", "Xã Tây An (3 người)": "ubnd-xa-tay-an"}  # fmt: skip
# Headings that name no unit of the district. Rows after them do not belong to the unit above.
UNKNOWN = ("Công an huyện", "CÔNG AN HUYỆN", "Tổng đội Thanh niên xung phong", "UBMTTQ",
           "Khối Đảng, đoàn thể", "Thường trực HĐND", "Huyện đoàn", "Quản lý chợ", "Hội Nông dân",
           "UBND huyện Ia Grai", "Phòng Nội vụ huyện Ia Grai", "Cong an huyen", "Bộ phận Một cửa",
           "Cán bộ Đoàn thể")  # fmt: skip
STAFF = ("Lãnh đạo", "CHUYÊN VIÊN", "Lao động hợp đồng", "Cán bộ không chuyên trách cấp xã")
TITLES = ("Chuyên viên", "KT trưởng", "TL. Chủ tịch", "Thủ trưởng cơ quan", "Tổng đội trưởng",
          "Công an viên", "Cộng tác viên", "Người lập dự toán", "Xác nhận viên", "Phó Chủ tịch",
          "CHỦ TỊCH", "Duyệt binh", "Kế toán; thủ quỹ", "Trưởng Công an")  # fmt: skip
TOTALS = ("Tổng cộng", "Tổng số: 12 người", "CỘNG", "Cộng I", "Tổng: 05", "Cộng: 3 đồng chí",
          "Danh sách này gồm 3 người")  # fmt: skip
ENDS = ("Người lập", "Người lập bảng", "Xác nhận của phòng", "Tây Sơn, ngày 05 tháng 01 năm 2026",
        "THỦ TRƯỞNG ĐƠN VỊ", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "Nơi nhận:")  # fmt: skip
VACANT = ("Chưa bố trí", "Đang khuyết", "Khuyết", "(trống)", "Chưa có", "CHƯA BỐ TRÍ", "khuyết 01")
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!")
FAMILIES = ("Nguyễn", "NGUYễN", "Trương", "TỐNG", "Công", "Đoàn", "Phan", "Võ", "H'", "Khuất")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hạnh", "Lan", "Nam", "Phúc", "Sơn", "Thảo", "Xuân", "Yến")


@st.composite
def lists(draw):
    """Return rows, and the unit and title of each person's row, by its number.

    Unit and title are None where they are not clear, and then the row must be refused.
    """
    rows, expected = [HEADER], {}
    unit, title, ended = None, None, False
    kinds = ("person", "person", "person", "person", "known", "unknown", "staff", "total", "end",
             "vacant", "header", "note", "blank")  # fmt: skip
    for position in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(kinds))
        number = draw(st.sampled_from([position, "", f"{position}."]))
        where = draw(st.integers(0, 1))
        beside = ["", ""] if where else ["I", ""]
        if kind in ("known", "unknown", "staff"):
            words = {"known": tuple(KNOWN), "unknown": UNKNOWN, "staff": STAFF}[kind]
            text = draw(st.sampled_from(words))
            rows.append([beside[0], text])
            if kind != "staff":
                unit = KNOWN.get(text, "?")
        elif kind == "total":
            rows.append(["", draw(st.sampled_from(TOTALS)), draw(st.sampled_from(["", "12"]))])
        elif kind == "end":
            text = draw(st.sampled_from(ENDS))
            rows.append(draw(st.sampled_from([["", text], ["", "", "", text], ["", "", text]])))
            ended = ended or bool(expected)
        elif kind in ("person", "vacant"):
            name = f"{draw(st.sampled_from(FAMILIES))} Văn {GIVEN[position % 12]}"
            if kind == "vacant":
                name = draw(st.sampled_from(VACANT))
            post = draw(st.sampled_from([*TITLES, "nt"]))
            of = draw(st.sampled_from(["", "", "nt", *list(KNOWN)[1:3]]))
            cells = [number, name.replace("' ", "'"), post, of, ""]
            title = title if post == "nt" else post
            wrong = draw(st.sampled_from([None, None, None, None, None, None, 1, 2, 3]))
            if wrong != 3 or kind == "vacant":
                unit = KNOWN.get(of, unit)
            if wrong and kind == "person":
                cells[wrong] = draw(st.sampled_from(ERRORS))
            rows.append(cells)
            if kind == "person":
                expected[len(rows)] = (None if wrong else unit, title)
        elif kind == "note":
            rows.append(["", "", "", "", draw(st.sampled_from(["Xác nhận", "Tổng", "x", "Cộng"]))])
        else:
            rows.append(HEADER if kind == "header" else [])
    # Orders of the columns, some without the column of numbers.
    columns = draw(st.sampled_from([(0, 1, 2, 3, 4), (1, 2, 3, 4), (0, 2, 1, 3, 4), (3, 1, 2)]))
    rows = [[(row[at] if at < len(row) else "") for at in columns] for row in rows]
    return rows, expected


@fuzz(150, built=lists())
def test_every_row_of_somebody_is_placed_where_it_belongs_or_refused(built):
    rows, expected = built
    values = [[value_of(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    sheets, found = read([Grid("Danh sách", values)])
    placed = {one.candidate.row: (one.unit, one.values["title"]) for one in found.newcomers}
    refused = {problem.row for problem in found.problems}
    for row, own in expected.items():
        assert row in placed or row in refused or 0 in refused, (row, rows[row - 1])
        if row in placed:
            assert placed[row] == own, (row, rows[row - 1])
        if not refused:
            assert row in placed
    assert placed.keys() <= expected.keys()
    adds_up = balance(sheets.bodies, found, found.problems)
    assert not adds_up.lost
    assert adds_up.rows == sum(list(adds_up.as_dict().values())[1:])
    assert adds_up.rows >= len(expected)


def test_a_row_that_nobody_knows_of_is_refused():
    rows = [HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"], [2, HOA, "Kế toán", "Phòng Nội vụ"]]
    sheets, found = read_book(workbook(rows))
    people(found)
    assert not balance(sheets.bodies, found, []).lost
    found.newcomers.pop()
    adds_up = balance(sheets.bodies, found, [])
    assert adds_up.lost == (("Sheet1", 3),)
    [problem] = adds_up.problems()
    assert (problem.row, "không nhập gì" in problem.message) == (3, True)
    found.newcomers.append(found.newcomers[0])
    twice = replace(found.newcomers[0].candidate.record, row=9)
    found.newcomers[1] = replace(found.newcomers[1], candidate=replace(
        found.newcomers[0].candidate, record=twice))  # fmt: skip
    assert ("Sheet1", 9) in balance(sheets.bodies, found, []).lost


@pytest.mark.parametrize("text", UNKNOWN)
@pytest.mark.parametrize("numeral", ["", "II"])
def test_a_heading_of_no_known_unit_does_not_leave_the_unit_above_in_force(text, numeral):
    rows = [HEADER[:3], ["I", "Phòng Nội vụ"], [1, AN, "Chuyên viên"], [numeral, text],
            [2, HOA, "Chuyên viên"]]  # fmt: skip
    _, found = read_book(workbook(rows))
    assert list(refusals(found)) == [5]
    assert f"«{text}» (tên ở dòng 4" in refusals(found)[5]


def test_kinds_of_staff_leave_it_in_force():
    for text in STAFF:
        rows = [HEADER[:3], ["I", "Phòng Nội vụ"], ["", text], [1, AN, "Chuyên viên"]]
        sheets, found = read_book(workbook(rows))
        assert people(found) == [(AN, "phong-noi-vu")]
        assert skipped(sheets)[3] == "tên nhóm"


@pytest.mark.parametrize("title", TITLES)
def test_titles_end_no_list(title):
    rows = [HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"], ["", HOA, title, "Phòng Nội vụ"],
            ["", KHOI, "Kế toán", "Phòng Nội vụ", "Xác nhận của phòng"]]  # fmt: skip
    _, found = read_book(workbook(rows))
    assert [name for name, _ in people(found)] == [AN, HOA, KHOI]


@pytest.mark.parametrize("text", ENDS)
def test_people_below_an_end_puzzle_and_signers_do_not(text):
    rows = [HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"], ["", text, ""]]
    sheets, found = read_book(workbook([*rows, ["", HOA, "Võ Văn Tám"], ["", "(Đã ký)"]]))
    assert people(found) == [(AN, "phong-noi-vu")]
    assert set(skipped(sheets).values()) == {"phần ký tên cuối danh sách"}
    assert list(skipped(sheets)) == [3, 4, 5]
    for row in ([2, HOA, "Kế toán", "Phòng Nội vụ"], ["", HOA, "Kế toán"], [2, HOA],
                ["", HOA, "", "Phòng Nội vụ"]):  # fmt: skip
        _, found = read_book(workbook([*rows, row]))
        [message] = refusals(found).values()
        assert list(refusals(found)) == [4]
        assert f"phần ký tên (dòng 3 «{text}»)" in message


@pytest.mark.parametrize("text", VACANT)
def test_a_vacant_post_has_no_mailbox_and_passes_its_unit_on(text):
    rows = [HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"], [2, text, "Phó phòng", "Phòng Tư pháp"],
            [3, HOA, "nt", None]]  # fmt: skip
    sheets, found = read_book(workbook(rows))
    assert people(found) == [(AN, "phong-noi-vu"), (HOA, "phong-tu-phap")]
    assert found.newcomers[1].values["title"] == "Phó phòng"
    assert "khuyết" in skipped(sheets)[3]


@pytest.mark.parametrize("error", ERRORS)
def test_errors_of_cells_are_refused_by_name(error):
    rows = [HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"], [2, HOA, "Kế toán", error],
            [3, KHOI, error, "Phòng Nội vụ"], [4, error, "Kế toán", "Phòng Nội vụ"]]  # fmt: skip
    _, found = read_book(workbook(rows))
    said = [(one.row, one.title, error in one.message) for one in found.problems]
    assert said == [(3, "Đơn vị", True), (4, "Chức vụ", True), (5, "Họ và tên", True)]


def test_what_stands_where_a_name_should_is_named():
    for text, what in (("Phòng Nội vụ", "đơn vị"), ("Trạm Y tế", "đơn vị"), ("Người lập", "ký tên"),
                       ("Tổng cộng", "tổng cộng"), ("Kế toán", "chức danh")):  # fmt: skip
        _, found = read_book(workbook([HEADER, [1, text, "Chuyên viên", "Phòng Tư pháp"]]))
        assert what in refusals(found)[2]


def test_another_header_puzzles_and_the_same_is_passed_over():
    first = [1, AN, "Chuyên viên", "Phòng Nội vụ"]
    other = ["STT", "Chức vụ", "Họ và tên", "Đơn vị"]
    _, found = read_book(workbook([HEADER, first, other, [1, "Thư ký", HOA, "Phòng Nội vụ"]]))
    assert "tiêu đề của một bảng khác" in refusals(found)[3]
    beside = [*HEADER[:4], "", "Họ và tên", "Chức vụ"]
    _, found = read_book(workbook([HEADER, first, beside, [*first, "", HOA, "Kế toán"]]))
    assert "tiêu đề của một bảng khác" in refusals(found)[3]
    sheets, found = read_book(workbook([HEADER, first, HEADER]))
    assert people(found)
    assert skipped(sheets) == {3: "tiêu đề lặp lại"}


def test_people_above_the_header_and_on_sheets_without_one_are_refused():
    person = [1, HOA, "Kế toán", "Phòng Nội vụ"]
    book = workbook([person, HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"]])
    assert "đứng trên tiêu đề (dòng 2)" in refusals(read_book(book)[1])[1]
    book = workbook([HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"]])
    sheets, _ = read_book(workbook([person], name="Tiếp theo", book=book))
    [problem] = sheets.problems
    assert (problem.sheet, problem.row) == ("Tiếp theo", 1)
    workbook([["Người nhận", 1], [HOA], [2, HOA, KHOI]], name="Ghi chú", book=book)
    workbook([[HOA, "Kế toán"]], name="Cuối", book=book)
    sheets, _ = read_book(book)
    assert [problem.sheet for problem in sheets.problems] == ["Tiếp theo", "Cuối"]


def test_hidden_rows_are_said_and_a_hidden_heading_places_nobody():
    rows = [HEADER, [1, AN, "Chuyên viên", "Phòng Nội vụ"], [2, HOA, "nt", "Phòng Tư pháp"],
            [3, KHOI, "Kế toán", None]]  # fmt: skip
    book = workbook(rows)
    book.active.row_dimensions[3].hidden = True
    sheets, found = read_book(book)
    assert people(found) == [(AN, "phong-noi-vu"), (KHOI, "phong-tu-phap")]
    assert skipped(sheets) == {3: "dòng đang ẩn nên không đọc"}
    rows = [HEADER[:3], ["I", "Phòng Nội vụ"], [1, AN, "Chuyên viên"], ["II", "Phòng Tư pháp"],
            [1, HOA, "Chuyên viên"]]  # fmt: skip
    book = workbook(rows)
    book.active.row_dimensions[4].hidden = True
    assert "dòng 4 «Phòng Tư pháp» đang ẩn" in refusals(read_book(book)[1])[5]


def test_a_hidden_column_that_would_place_people_is_refused():
    book = workbook([HEADER, [1, AN, "Chuyên viên", "Phòng Tư pháp"]], name="Phòng Nội vụ")
    book.active.column_dimensions["D"].hidden = True
    assert "cột D «Đơn vị» đang ẩn" in refusals(read_book(book)[1])[1]


def test_a_unit_that_a_heading_and_a_row_above_both_claim_is_asked_for():
    rows = [HEADER, ["I", "Phòng Nội vụ"], [1, AN, "Chuyên viên", "Phòng Tư pháp"],
            [2, HOA, "Kế toán"]]  # fmt: skip
    said = refusals(read_book(workbook(rows))[1])
    assert "không rõ thuộc «Phòng Nội vụ» (dòng 2) hay «Phòng Tư pháp» (dòng 3)" in said[4]


def test_as_above_below_a_heading_means_the_heading():
    rows = [HEADER, ["I", "Phòng Nội vụ"], [1, AN, "Chuyên viên", "Phòng Tư pháp"],
            ["II", "UBND xã Tây Phú"], [2, HOA, "nt", "nt"]]  # fmt: skip
    _, found = read_book(workbook(rows))
    assert people(found) == [(AN, "phong-tu-phap"), (HOA, "ubnd-xa-tay-phu")]
    assert found.newcomers[1].values["title"] == "Chuyên viên"


def test_new_units_are_never_the_leadership_unless_stated():
    establish = ("3426/QĐ-UBND", "2015-07-16")
    for text in ("Huyện đoàn", "Quản lý chợ", "UBND huyện Ia Grai", "Huyện ủy"):
        rows = [HEADER, [1, AN, "Phó Chủ tịch", text]]
        _, found = read_book(workbook(rows), establish=establish)
        assert list(refusals(found)) == [2]
    rows = [HEADER, [1, AN, "Phó Chủ tịch", "UBND HUYỆN IA GRAI"]]
    _, found = read_book(workbook(rows), establish=establish, leadership="UBND huyện Ia Grai")
    assert [(one["name"], one["kind"]) for one in found.units] == [
        ("UBND huyện Ia Grai", "leadership")
    ]
    # An option for another unit makes nobody a leader.
    _, found = read_book(
        workbook([HEADER, [1, AN, "Bí thư", "Huyện đoàn"]]),
        establish=establish, leadership="Huyện đoàn",
    )  # fmt: skip
    assert refusals(found)


def test_the_placer_takes_no_other_district_for_its_own():
    _, found = read_book(workbook([HEADER, [1, AN, "Chủ tịch", "UBND huyện Ia Grai"]]))
    assert "không có đơn vị «UBND huyện Ia Grai»" in refusals(found)[2]
