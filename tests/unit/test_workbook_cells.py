"""Cells with the values that clerks and Excel write."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from congvu.workbook.cells import CellError, day, text
from congvu.workbook.choices import chosen
from congvu.workbook.sheets import FLAGS, KINDS, TYPES
from congvu.workbook.wording import in_workbook_words


def cell(value, *, as_text=False):
    found = Workbook().active.cell(3, 2)
    found.value = value
    if as_text:
        found.data_type = "s"
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("  ", ""),
        ("12/3/1985", "1985-03-12"),
        ("12-03-1985", "1985-03-12"),
        ("12.3.1985", "1985-03-12"),
        ("1985-03-12", "1985-03-12"),
        ("1985-03-12 00:00:00", "1985-03-12"),
        (datetime(1985, 3, 12), "1985-03-12"),
        (date(1985, 3, 12), "1985-03-12"),
    ],
)
def test_days(value, expected):
    assert day(cell(value)) == expected


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("3/13/1985", "ngày trước, tháng sau"),
        ("31/2/1985", "trong lịch"),
        ("12/3/85", "bốn chữ số"),
        ("1985", "ngày/tháng/năm"),
        ("tháng 3", "ngày/tháng/năm"),
        ("12/3/0085", "khó có thể"),
        (31118, "là số, không"),
        (time(1, 2), "là số"),
        (datetime(1985, 3, 12, 8), "có cả giờ"),
        ("=TODAY()", "công thức"),
    ],
)
def test_what_is_no_day(value, part):
    with pytest.raises(CellError, match=part):
        day(cell(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (" Lê Bình \n", "Lê Bình"),
        ("Lê\nBình", "Lê Bình"),
        ("Le\u0302 Bi\u0300nh", "Lê Bình"),
        (45, "45"),
        (45.0, "45"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts(value, expected):
    assert text(cell(value, as_text=isinstance(value, str))) == expected


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("=1+1", "ô B3 là công thức"),
        ("#N/A", "có lỗi"),
        (datetime(2026, 10, 4), "thành ngày giờ"),
        (0.5, "thành số"),
        ("Lê\u00a0Bình", "dấu cách đặc biệt"),
        ("Lê\u202eBình", "không nhìn thấy"),
        ("Phßng Néi vô", "Phòng Nội vụ"),
        ("Аn", "không phải là chữ cái tiếng Việt"),
    ],
)
def test_what_is_no_text(value, part):
    with pytest.raises(CellError, match=part):
        text(cell(value))


@pytest.mark.parametrize(
    ("found", "among", "expected"),
    [
        ("ts-1 – Lê An", [("ts-1", "ts-1 – Lê An")], "ts-1"),
        ("ts-1 - Lê Ân", [("ts-1", "ts-1 – Lê An")], "ts-1"),
        ("ts-1", [("ts-1", "ts-1 – Lê An")], "ts-1"),
        ("lê an", [("ts-1", "ts-1 – Lê An"), ("ts-2", "ts-2 – Lê Bình")], "ts-1"),
        ("Lê An", [("ts-1", "ts-1 – Lê An"), ("ts-2", "ts-2 – Lê Ân")], None),
        ("ts-3", [("ts-1", "ts-1 – Lê An")], None),
        ("Nghỉ hưu", TYPES, "retire"),
        ("đổi tên", TYPES, "rename"),
        ("sửa họ tên", TYPES, "rename"),
        ("retire", TYPES, "retire"),
        ("XÃ", KINDS, "commune"),
        ("không", FLAGS, ""),
        ("?", KINDS, None),
    ],
)
def test_choices(found, among, expected):
    assert chosen(found, among) == expected


def test_the_checks_speak_of_columns():
    for said, meant in [
        ("hãy ghi decisions: - {type: recruit, number: …, date: …}",
         "hãy ghi một dòng ở trang «Quyết định»"),
        ("hãy ghi quyết định sửa họ tên (rename), hoặc bổ nhiệm (appoint) nếu",
         "hãy ghi quyết định sửa họ tên, hoặc bổ nhiệm nếu"),
        ("hãy ghi vào hồ sơ ts-1 ngày sinh (birth_date: năm-tháng-ngày)",
         "hãy ghi vào hồ sơ ts-1 ngày sinh"),
        ("lúc đó chỉ có thể: retire (nghỉ hưu), rename (sửa họ tên).",
         "lúc đó chỉ có thể: nghỉ hưu, sửa họ tên."),
        ("leader-x@title.vn của «title»", "leader-x@title.vn của «title»"),
    ]:  # fmt: skip
        assert in_workbook_words(said) == meant
