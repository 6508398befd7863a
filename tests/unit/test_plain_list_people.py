"""Which people of a list are new or known, and which personal data is kept."""

from datetime import date

from plain_lists import people, read_book, refusals, units, workbook
from rosters import OFFICE, decision, derived, person, roster, unit

from congvu.register.model import Entry, Register
from congvu.roster.staff_numbers import StaffNumbers

HEADER = [
    "Họ và tên",
    "Chức vụ",
    "Đơn vị",
    "Ngày sinh",
    "Quê quán",
    "Mã cán bộ",
    "Số QĐ",
    "Ngày QĐ",
]
AN, OFFICE_NAME = "Nguyễn Văn An", "Phòng Nội vụ"


def row(name=AN, where=OFFICE_NAME, **more):
    cells = (more.pop(key, None) for key in ("born", "town", "id_", "number", "signed"))
    return [name, "Chuyên viên", where, *cells]


def read(*rows, there=(), **more):
    district = {one["id"]: one for one in units()}
    for where, staff in dict(there).items():
        district[where]["staff"] = list(staff)
    return read_book(workbook([HEADER, *rows]), *district.values(), **more)[1]


def new(found):
    assert not found.problems, found.problems
    return [(one.candidate.row, one.values["id"]) for one in found.newcomers]


def known(found):
    assert not found.problems, found.problems
    return [(candidate.row, one.id) for candidate, one in found.known]


def test_who_is_there_is_not_added_again():
    there = {"phong-noi-vu": [person("ts-0007", AN)]}
    found = read(row(), row("Lê Thị Hoa"), there=there)
    assert known(found) == [(2, "ts-0007")]
    assert new(found) == [(3, "ts-0008")]
    # Both positions of the tone mark are the same name.
    found = read(row("Trần Thị Hoà"), there={"phong-noi-vu": [person("ts-0007", "Trần Thị Hòa")]})
    assert known(found) == [(2, "ts-0007")]


def test_a_namesake_of_another_post_is_not_taken_for_who_is_there():
    there = {"phong-noi-vu": [person("ts-0007", AN)]}
    other = [AN, "Kế toán", OFFICE_NAME]
    said = refusals(read(other, there=there))
    assert "cùng họ tên và đơn vị với Nguyễn Văn An (ts-0007) nhưng chức vụ khác" in said[2]
    # Other ways to recognise them: staff number, birth date, decision to recruit.
    assert known(read([*other, None, None, "ts-0007"], there=there)) == [(2, "ts-0007")]
    decided = [*other, None, None, None, "1/QĐ-UBND", "1/8/2015"]
    assert known(read(decided, there=there)) == [(2, "ts-0007")]
    there["phong-noi-vu"][0]["birth_date"] = "1985-03-12"
    assert known(read([*other, "12/3/1985"], there=there)) == [(2, "ts-0007")]
    assert new(read([*other, "12/3/1986"], there=there)) == [(2, "ts-0008")]


def test_an_other_birth_date_is_an_other_person():
    there = {"phong-noi-vu": [person("ts-0007", AN, birth_date="1985-03-12")]}
    assert new(read(row(born="13/4/1990"), there=there)) == [(2, "ts-0008")]
    assert known(read(row(born="12/3/1985"), there=there)) == [(2, "ts-0007")]


def test_namesakes_of_one_unit_are_told_by_birth_date_and_decision():
    there = {
        "phong-noi-vu": [person("ts-0007", AN), person("ts-0008", AN, birth_date="1985-03-12")]
    }
    rows = row(born="1/1/1970"), row(born="12/3/1985")
    assert known(read(*rows, there=there)) == [(2, "ts-0007"), (3, "ts-0008")]
    assert known(read(*reversed(rows), there=there)) == [(2, "ts-0008"), (3, "ts-0007")]
    # With a third row, two rows can be the person whose birth date the roster does not have.
    found = read(*rows, row(born="2/2/1980"), there=there)
    assert list(refusals(found)) == [4]
    assert "không rõ là Nguyễn Văn An (ts-0007)" in refusals(found)[4]
    of_record = {"number": "1/QĐ-UBND", "signed": "1/8/2015"}
    found = read(rows[1], row(born="2/2/1980"), row(born="1/1/1970", **of_record), there=there)
    assert known(found) == [(2, "ts-0008"), (4, "ts-0007")]
    assert new(found) == [(3, "ts-0009")]


def test_the_number_of_a_row_decides():
    there = {"phong-noi-vu": [person("ts-0007", AN)], "ubnd-xa-tay-an": [person("ts-0009", AN)]}
    assert known(read(row(id_="TS-0007"), there=there)) == [(2, "ts-0007")]
    found = read(row(id_="ts-0007"), row(id_="ts-0020", born="1/1/1980"), there=there)
    assert (known(found), new(found)) == ([(2, "ts-0007")], [(3, "ts-0020")])
    for id_, says in (
        ("ts-0009", "đang ở UBND xã Tây An; điều động cần quyết định"),
        ("ts-0005", "không dùng lại"),
    ):
        gone = Register([Entry("x", "ts-0005", "reserved", "general", date(2015, 8, 1))])
        assert says in refusals(read(row(id_=id_), there=there, register=gone))[2]
    found = read(row("Lê Thị Hoa", id_="ts-0007"), there=there)
    assert "mã ts-0007 là của Nguyễn Văn An" in refusals(found)[2]
    found = read(row(id_="ts-0007"), row(id_="ts-0007"), there=there)
    assert "hai dòng" in refusals(found)[3]
    # The office's own number has another form than our staff numbers.
    assert new(read(row("Lê Thị Hoa", id_="35.123/NV"), there=there)) == [(2, "ts-0010")]


def test_a_namesake_elsewhere_may_have_been_transferred():
    there = {"ubnd-xa-tay-an": [person("ts-0009", AN, birth_date="1985-03-12")]}
    found = read(row(), there=there)
    assert "quyết định điều động (Điều 7.2.a)" in refusals(found)[2]
    there["ubnd-xa-tay-an"][0].pop("birth_date")
    born = {"born": "1/1/1990"}
    assert list(refusals(read(row(**born), there=there))) == [2]
    assert new(read(row(**born), there=there, namesakes_are_new=True)) == [(2, "ts-0010")]
    assert new(read(row(**born, id_="ts-0011"), there=there)) == [(2, "ts-0011")]
    there["ubnd-xa-tay-an"][0]["birth_date"] = "1985-03-12"
    assert new(read(row(**born), there=there)) == [(2, "ts-0010")]


def test_who_has_left_is_not_taken_for_serving():
    left = person("ts-0009", AN, decision("resign", "2020-01-01"))
    found = read(row(), there={"phong-noi-vu": [left]})
    assert "đã nghỉ" in refusals(found)[2]
    found = read(row(born="1/1/1990"), there={"phong-noi-vu": [left]}, namesakes_are_new=True)
    assert new(found) == [(2, "ts-0010")]


def test_a_row_that_stands_twice():
    found = read(row(), row())
    assert list(refusals(found)) == [3]
    assert "trùng họ tên với dòng 2" in refusals(found)[3]
    assert list(refusals(read(row(born="1/1/1980"), row(born="1/1/1980")))) == [3]
    # In another unit, the same birth date means the same person, another one a namesake.
    elsewhere = {"where": "Xã Tây An"}
    assert list(refusals(read(row(born="1/1/1980"), row(born="1/1/1980", **elsewhere)))) == [3]
    third = row(where="Phòng Tư pháp", born="1/1/1980")
    assert len(new(read(row(), row(born="1/1/1981", **elsewhere), third))) == 3
    own = {"number": "5/QĐ-UBND", "signed": "5/5/2020"}
    assert len(new(read(row(born="1/1/1980"), row(born="1/1/1990")))) == 2
    assert len(new(read(row(born="1/1/1980"), row(**own)))) == 2


def test_only_the_personal_data_that_an_address_needs_is_kept():
    rows = [
        row(born="12/3/1985", town="Bình Khê"),
        row(where="Xã Tây An", born="12/3/1986", town="Phù Cát"),
        row(where="Phòng Tư pháp", born="12/3/1987", town="Phù Cát"),
        row("Lê Thị Hoa", born="1/1/1990", town="Quy Nhơn"),
    ]
    found = read(*rows)
    assert people(found)
    kept = [
        {key: one.values[key] for key in ("birth_date", "home_town") if key in one.values}
        for one in found.newcomers
    ]
    assert kept == [{}, {"birth_date": "1986-03-12"}, {"birth_date": "1987-03-12"}, {}]
    assert (found.stored, found.dropped) == (2, 4)


def test_a_home_town_only_where_the_birth_date_does_not_do():
    same = {"born": "12/3/1985"}
    there = {
        "ubnd-xa-tay-an": [
            person(f"ts-000{number}", AN, birth_date="1985-03-12") for number in range(1, 5)
        ]
    }
    # annv, annv12, annv1203 and annv12031985 are given to others already.
    register = derived(roster(*_district(there)))
    found = read(row(**same, town="Bình Khê", id_="ts-0009"), there=there, register=register)
    new(found)
    [one] = found.newcomers
    assert "birth_date" not in one.values
    assert one.values["home_town"] == "Bình Khê"


def _district(there):
    district = {one["id"]: one for one in units()}
    for where, staff in there.items():
        district[where]["staff"] = staff
    return district.values()


def test_what_an_address_needs_and_the_list_lacks_is_asked_for_without_repeating_it():
    there = {"ubnd-xa-tay-an": [person("ts-0001", AN)]}
    register = derived(roster(*_district(there)))
    for born, says in (
        (None, "hãy ghi ngày sinh"), ("1985", "chỉ có năm"), ("=A1", "công thức"),
    ):  # fmt: skip
        found = read(row(born=born, id_="ts-0009"), there=there, register=register)
        [message] = refusals(found).values()
        assert says in message
        assert "Điều 6.2.c" in message
        assert "1985" not in message
    # Wrong birth dates of other people are no problem.
    for born in ("1985", "=A1", "31/2/1985", "\u200b1985"):
        found = read(row("Lê Thị Hoa", born=born, town=born), there=there, register=register)
        assert new(found) == [(2, "ts-0002")]


def test_an_address_that_is_too_long_is_refused():
    name = " ".join(["Nguyễn"] + ["Văn"] * 62 + ["An"])
    [message] = refusals(read(row(name, born="1/1/1980"))).values()
    assert "64" in message


def test_units_that_the_roster_lacks_are_made_where_asked():
    rows = [
        ["Họ và tên", "Chức vụ", "Đơn vị"],
        ["Trần Văn Ân", "Phó Chủ tịch UBND xã", "UBND XÃ BÌNH HÒA"],
        ["Lê Thị Hoa", "Chủ tịch UBND xã", "xã Bình Hòa"],
        ["Đỗ Minh Khôi", "Chuyên viên", "Phòng Y tế"],
    ]
    establish = ("3426/QĐ-UBND", "2015-07-16")
    _, found = read_book(workbook(rows), establish=establish)
    assert people(found)[1] == ("Lê Thị Hoa", "ubnd-xa-binh-hoa")
    decided = [{"type": "establish", "number": "3426/QĐ-UBND", "date": "2015-07-16"}]
    assert found.units == [
        {"id": "ubnd-xa-binh-hoa", "name": "UBND xã Bình Hòa", "kind": "commune",
         "place": "Bình Hòa", "decisions": decided, "mailbox": {"manager": "ts-0002"}},
        {"id": "phong-y-te", "name": "Phòng Y tế", "kind": "division", "decisions": decided},
    ]  # fmt: skip
    _, found = read_book(workbook(rows))
    assert set(refusals(found)) == {2, 3, 4}


def test_numbers_keep_the_rosters_style_and_are_never_used_again():
    gone = Register([Entry("x", "cb-0120", "reserved", "general", date(2015, 8, 1))])
    there = roster(unit(staff=[person("cb-0031", "Lê An"), person("ts-99", "Lê Ba")]))
    numbers = StaffNumbers(there, gone, OFFICE)
    assert [numbers.next(), numbers.next()] == ["cb-0121", "cb-0122"]
    numbers.take(["cb-0200"])
    assert numbers.next() == "cb-0201"
    assert StaffNumbers(roster(), Register(), OFFICE).next() == "ts-0001"
    assert StaffNumbers(roster(unit()), Register(), OFFICE).next() == "ts-0001"
