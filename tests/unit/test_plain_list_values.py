"""Values of single cells: days, names, units, decisions, and which values are refused."""

from datetime import date

import pytest
from plain_lists import DECISION, people, read_book, refusals, saved, units, workbook
from rosters import TODAY, roster, unit

from congvu.days import HINT
from congvu.names import capitalised, fold
from congvu.office import DEFAULT_ROSTER
from congvu.plain_list import words
from congvu.plain_list.candidates import decision_number
from congvu.plain_list.dates import birth_date, decision_date
from congvu.plain_list.grid import from_worksheet
from congvu.plain_list.new_units import new_unit, official_name
from congvu.plain_list.units import UnitFinder
from congvu.roster.load import RosterReader
from congvu.workbook.cells import CellError, day_of

HEADER = ["Họ và tên", "Chức vụ", "Đơn vị", "Ngày sinh"]


def refused(*row, header=HEADER, **more):
    """Return the messages for one row."""
    _, found = read_book(workbook([header, list(row)]), **more)
    return [problem.message for problem in found.problems]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/3/1985", date(1985, 3, 12)),
        ("12-03-1985", date(1985, 3, 12)),
        ("12.3.85", date(1985, 3, 12)),
        ("1/2/05", date(2005, 2, 1)),
        ("1985-03-12", date(1985, 3, 12)),
        ("ngày 12 tháng 3 năm 1985", date(1985, 3, 12)),
        (date(1985, 3, 12), date(1985, 3, 12)),
    ],
)
def test_days_as_people_write_them(written, day):
    assert birth_date(written, TODAY).day == day


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1985", "chỉ có năm"),
        (1985, "chỉ có năm"),
        ("3/1985", "chỉ có năm"),
        ("12/3/30", "hai chữ số"),
        ("31/2/1985", "trong lịch"),
        ("03/25/1985", "trong lịch"),
        ("31118", "không phải là một ngày"),
        ("khoảng 1985", "không phải là một ngày"),
        ("1/1/2024", "không hợp lý"),
        (date(1801, 1, 1), "không hợp lý"),
    ],
)
def test_what_is_no_full_birth_date(written, why):
    read = birth_date(written, TODAY)
    assert read.day is None
    assert why in read.why_not


def test_a_decisions_year_of_two_digits_is_of_the_possible_century():
    assert decision_date("1.8.15", TODAY).day == date(2015, 8, 1)
    assert decision_date("1.8.99", TODAY).day == date(1999, 8, 1)
    assert decision_date("1.8.30", TODAY).day is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Nguyễn văn An", "Nguyễn Văn An"),
        ("H'LEN NIÊ", "H'Len Niê"),
        ("Y WĂN BYĂ", "Y Wăn Byă"),
        ("Lê McNie", "Lê McNie"),
        ("NGUYễN VăN ANH", "Nguyễn Văn Anh"),
        ("nGUYỄN vĂN aNH", "Nguyễn Văn Anh"),
        ("NGuyễn VĂn ANH", "Nguyễn Văn Anh"),
        ("HʼLEN Niê", "HʼLen Niê"),
    ],
)
def test_names_in_capitals_are_written_normally(written, shown):
    assert capitalised(written) == shown


def test_names_are_cleaned_and_composed():
    rows = [HEADER, ["  Trần\u00a0\u00a0Văn\nA\u0302n ", "Chuyên viên", "Phòng Nội vụ"]]
    _, found = read_book(workbook(rows))
    assert people(found) == [("Trần Văn Ân", "phong-noi-vu")]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ThS. Nguyễn Văn Bê", "hãy bỏ đi và ghi chức danh ở «Chức vụ»"),
        ("NguyÔn V¨n T¸m", "có lẽ là «Nguyễn Văn Tám»"),
        ("Nguyeãn Vaên Taùm", "có lẽ là «Nguyễn Văn Tám»"),
        ("Nguyễn Văn Tám 2", "không thể có ký tự «2»"),
        ("Tám", "ít nhất hai tiếng"),
        ("Nguyễn V\u200băn Tám", "không nhìn thấy"),
        ("Nguуễn Văn Tám", "không phải là chữ cái tiếng Việt"),
        ("=A1&B1", "công thức"),
        ("", "thiếu họ và tên"),
        ("Nguyễn Văn Hùng A", "phân biệt người trùng tên"),
        ("Nguyễn Văn Hùng B", "phân biệt người trùng tên"),
        ("Nguyễn Văn An, Trần Thị Hoa", "hai người («Nguyễn Văn An» và «Trần Thị Hoa»)"),
        ("Nguyễn Văn An\nTrần Thị Hoa", "hãy tách thành hai dòng"),
        ("Nguyễn Văn An - Trần Thị Hoa", "hãy tách thành hai dòng"),
        ("Nguyễn Văn An và Trần Thị Hoa", "hãy tách thành hai dòng"),
        ("Nguyễn Văn An Trần Thị Hoa", "dài như tên của hai người"),
    ],
)
def test_names_that_are_refused(name, says):
    [message] = refused(name, "Chuyên viên", "Phòng Nội vụ")
    assert says in message


@pytest.mark.parametrize("beginnings", [words.UNIT_WORDS, words._NEVER_A_NAME])
def test_no_beginning_says_what_another_says_already(beginnings):
    for one in beginnings:
        assert words.starts(one, [other for other in beginnings if other is not one]) == ""


@pytest.mark.parametrize("begins", words.UNIT_WORDS)
def test_whatever_a_unit_s_name_begins_with_begins_a_heading(begins):
    assert words.starts(f"{begins} An", words.GROUP_WORDS)


def test_how_a_list_speaks_of_people_is_no_name():
    rows = [
        HEADER,
        ["Ông Trần Văn Ân", "Chuyên viên", "Phòng Nội vụ"],
        ["Bà Lê Thị Hoa", "Chuyên viên", "Phòng Nội vụ"],
    ]
    _, found = read_book(workbook(rows))
    assert refusals(found) == {2: "«Ông» không thuộc họ tên; hãy bỏ đi",
                               3: "«Bà» không thuộc họ tên; hãy bỏ đi"}  # fmt: skip
    _, found = read_book(workbook([HEADER, ["Ông Ích Khiêm", "Chuyên viên", "Phòng Nội vụ"]]))
    assert people(found) == [("Ông Ích Khiêm", "phong-noi-vu")]


def test_a_row_without_post_or_decision_is_refused_by_article():
    assert refused("Trần Văn Ân", "", "Phòng Nội vụ") == [
        "thiếu chức vụ; hãy ghi chức vụ hoặc chức danh"
    ]
    _, found = read_book(
        workbook([HEADER, *[[name, "Kế toán", "Phòng Nội vụ"] for name in ("Lê An", "Lê Ba")]]),
        decision=None,
    )
    [problem] = found.problems  # one problem for the whole list
    assert problem.row == 0
    assert "2 người mới chưa có quyết định tuyển dụng" in problem.message
    assert "Điều 7.2.a" in problem.message
    header = ["Họ và tên", "Chức vụ", "Đơn vị", "Số QĐ", "Ngày QĐ"]
    row = ["Trần Văn Ân", "Chuyên viên", "Phòng Nội vụ"]
    [message] = refused(*row, "", "1/2/2020", header=header)
    assert "thiếu số quyết định" in message
    _, found = read_book(
        workbook([header, [*row, "5/QĐ-UBND", "1/2/2020"], ["Lê Thị Hoa", *row[1:]]]), decision=None
    )
    assert "thiếu số và ngày quyết định" in refusals(found)[3]
    # The row's number is never combined with the day of the whole list's decision.
    [message] = refused(*row, "5/QĐ-UBND", "", header=header)
    assert "thiếu ngày" in message
    [message] = refused(*row, "5/QĐ-UBND", "31/2/2020", header=header)
    assert "không có ngày này trong lịch" in message
    [message] = refused(*row, date(2020, 10, 5), "", header=header)
    assert "đã đổi số quyết định thành ngày" in message


def test_a_start_alone_is_no_decision():
    header = ["Họ và tên", "Chức vụ", "Đơn vị", "Ngày vào làm"]
    row = ["Trần Văn Ân", "Chuyên viên", "Phòng Nội vụ", "1/9/2020"]
    [message] = refused(*row, header=header, decision=None)
    assert "chưa có quyết định tuyển dụng" in message
    _, found = read_book(workbook([header, row]))
    assert found.newcomers[0].values["decisions"] == [
        {"type": "recruit", "number": DECISION.number, "date": "2026-01-05"}
    ]


def test_leaders_of_the_district_get_a_leaders_address():
    rows = [HEADER, ["Trần Văn Ân", "Phó Chủ tịch UBND huyện", "UBND huyện"],
            ["Lê Thị Hoa", "Trợ lý", "Lãnh đạo huyện"]]  # fmt: skip
    _, found = read_book(workbook(rows))
    people(found)
    assert [one.values.get("leader") for one in found.newcomers] == ["true", None]


REAL, _ = RosterReader().read(DEFAULT_ROSTER)


@pytest.mark.parametrize("real", REAL.units, ids=lambda real: real.id)
def test_every_unit_of_the_district_is_known_and_can_be_made(real):
    finder = UnitFinder(REAL.units)
    for written in (real.name, real.name.upper(), f"II. {real.name} (05 người)",
                    f"{real.name}, huyện Tây Sơn", real.id, fold(real.name)):  # fmt: skip
        assert finder.find(written).unit == real.id, written
    assert official_name(real.name.upper()) == real.name
    stated = real.name if real.kind == "leadership" else ""
    made = new_unit(real.name, ("1/QĐ-UBND", "2015-07-16"), stated)
    assert (made["id"], made["kind"], made.get("place")) == (real.id, real.kind, real.place)


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("P. Nội vụ", "phong-noi-vu"),
        ("Phòng LĐ-TB&XH", "phong-lao-dong-thuong-binh-va-xa-hoi"),
        ("Phòng NN&PTNT", "phong-nong-nghiep-va-phat-trien-nong-thon"),
        ("Văn hóa - Thông tin", None),
        ("VP HĐND&UBND huyện", "van-phong-hdnd-va-ubnd-huyen"),
        ("TT. Phú Phong", "ubnd-thi-tran-phu-phong"),
        ("TT Văn hóa - Thông tin - Thể thao", "trung-tam-van-hoa-thong-tin-the-thao-huyen"),
        ("Tây Phú", "ubnd-xa-tay-phu"),
        ("Ủy ban nhân dân xã Tây Phú", "ubnd-xa-tay-phu"),
        ("Thanh tra", "thanh-tra-huyen"),
        ("Đài Truyền thanh", "dai-truyen-thanh-huyen"),
        ("Ban QLDA", "ban-quan-ly-du-an-dau-tu-xay-dung-huyen"),
        ("vanphong", "van-phong-hdnd-va-ubnd-huyen"),
        ("Hội Nông dân", None),
        ("Phòng", None),
        ("", None),
    ],
)
def test_units_as_offices_abbreviate_them(written, id_):
    assert UnitFinder(REAL.units).find(written).unit == id_


def test_an_unknown_unit_is_refused_with_the_nearest_name():
    [message] = refused("Trần Văn Ân", "Chuyên viên", "Phòng Nọi vự x")
    assert "có phải là «Phòng Nội vụ»?" in message
    [message] = refused("Trần Văn Ân", "Chuyên viên", "Hạt Kiểm lâm")
    assert "--create-units" in message


def test_a_name_of_two_units_is_asked_about():
    there = (*units(), unit("phong-noi-vu-cu", "Phòng Nội vụ (cũ)"), unit("x", "Phòng  Nội vụ"))
    finder = UnitFinder(roster(*there).units)
    assert finder.find("Phòng Nội vụ").several == ("Phòng  Nội vụ", "Phòng Nội vụ")


@pytest.mark.parametrize("written", ["Tây Phú", "Hội Nông dân", "Khác", "???"])
def test_a_unit_of_no_known_kind_is_not_made(written):
    assert new_unit(written, ("1", "2015-07-16")) is None


@pytest.mark.parametrize(
    "name",
    ["Trương Văn An", "Đoàn Thị Hoa", "Tống Văn Cộng", "Công Văn An", "Ban Thị Hoa",
     "Phong Thị Lan", "Nguyễn Thị Ý", "Nguyễn Văn\nAnh", "Tôn Nữ Thị Lệ Hà", "Văn Thư Hoa"],
)  # fmt: skip
def test_names_that_only_look_like_other_words(name):
    _, found = read_book(workbook([HEADER, [name, "Chuyên viên", "Phòng Nội vụ"]]))
    assert people(found) == [(" ".join(name.split()), "phong-noi-vu")]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số: 45/QĐ-UBND", "45/QĐ-UBND"),
        ("Số 45/QĐ-UBND", "45/QĐ-UBND"),
        ("Quyết định số 45/QĐ-UBND", "45/QĐ-UBND"),
        ("“45/QĐ-UBND”", "45/QĐ-UBND"),
        ("Số: «45»/QĐ-UBND", "45/QĐ-UBND"),
        ("Sống/45", "Sống/45"),
    ],
)
def test_numbers_of_decisions_without_what_is_written_around_them(written, number):
    assert decision_number(written) == number
    header = ["Họ và tên", "Chức vụ", "Đơn vị", "Số QĐ", "Ngày QĐ"]
    row = ["Trần Văn Ân", "Chuyên viên", "Phòng Nội vụ", written, "1/2/2020"]
    _, found = read_book(workbook([header, row]))
    people(found)
    assert found.newcomers[0].values["decisions"][0]["number"] == number


def test_a_day_just_under_midnight_is_the_next():
    for fraction in (0.999995, 0.9999999):
        assert from_worksheet(_serial(46093 + fraction)).at(1, 1) == date(2026, 3, 13)
    assert from_worksheet(_serial(46093.0)).at(1, 1) == date(2026, 3, 12)
    assert from_worksheet(_serial(46093.5)).at(1, 1) == date(2026, 3, 12)


def _serial(number):
    book = workbook([[number]])
    book.active["A1"].number_format = "dd/mm/yyyy"
    return saved(book).active


def test_every_message_about_a_day_gives_the_same_advice():
    for written in ("1985", "12/3/30", "31/2/1985", "khoảng 1985"):
        assert birth_date(written, TODAY).why_not.endswith(HINT)
    for written in ("12/3/85", "31/2/1985", "khoảng 1985", "3/13/1985"):
        with pytest.raises(CellError) as refused_:
            day_of(written)
        assert str(refused_.value).endswith(HINT)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("UBND XÃ TÂY PHÚ", "UBND xã Tây Phú"),
        ("PHÒNG LĐ-TB&XH", "Phòng LĐ-TB&XH"),
        ("PHÒNG GD VÀ ĐT", "Phòng GD và ĐT"),
        ("UBND HUYỆN IA GRAI", "UBND huyện Ia Grai"),
        ("TRẠM Y TẾ XÃ TÂY PHÚ", "Trạm Y tế xã Tây Phú"),
        ("TRƯỜNG THCS NGUYỄN HUỆ", "Trường THCS Nguyễn Huệ"),
        ("TRƯỜNG TIỂU HỌC SỐ 1 TÂY PHÚ", "Trường Tiểu học số 1 Tây Phú"),
        ("BAN QLDA", "Ban QLDA"),
        ("THỊ TRẤN PHÚ PHONG", "UBND thị trấn Phú Phong"),
        ("CÔNG AN HUYỆN TÂY SƠN", "Công an huyện Tây Sơn"),
        ("HUYỆN ỦY", "Huyện ủy"),
        ("P. NỘI VỤ", "P. Nội vụ"),
    ],
)
def test_units_in_capitals_are_written_as_the_language_does(written, name):
    assert official_name(written) == name
