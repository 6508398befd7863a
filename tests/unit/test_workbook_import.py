"""What a clerk changes in a workbook comes into the roster, all of it or nothing."""

import json
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from rosters import write_unit
from workbooks import COMMUNE, DIVISION, Clerk, contents, new_person, run, sample

from congvu.roster.edit import UnitFile
from congvu.workbook import write


@pytest.fixture
def folder(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(write, "SPARE_ROWS", 9)
    return sample(tmp_path / "roster")


@pytest.fixture
def clerk(folder, tmp_path, capsys):
    clerk = Clerk(folder, tmp_path)
    capsys.readouterr()
    return clerk


def unit_file(folder, id_=COMMUNE):
    return UnitFile.read(folder / f"{id_}.yml")


def refused(clerk, capsys, *parts):
    """Send, and see that nothing was written but a copy with these parts of reasons."""
    before = contents(clerk.folder)
    assert clerk.send() == 1
    said = capsys.readouterr().out
    assert contents(clerk.folder) == before
    for part in parts:
        assert part in said
    reasons = [
        str(cell.value)
        for page in clerk.copy().worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value and page.cell(1, cell.column).value == "Cần sửa" and cell.row > 1
    ]
    return said, reasons


def test_an_unchanged_workbook_changes_nothing(clerk, capsys):
    before = contents(clerk.folder)
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out
    assert contents(clerk.folder) == before


def test_a_cell_changes_its_own_line(clerk, capsys):
    before = (clerk.folder / f"{COMMUNE}.yml").read_text(encoding="utf-8")
    clerk.write("Cán bộ", "ts-0003", Chức="Công chức Văn hóa", Quê="Bình Khê")
    assert clerk.send() == 0
    after = (clerk.folder / f"{COMMUNE}.yml").read_text(encoding="utf-8")
    changed = before.replace("    given: Ninh\n  title: Chuyên viên\n",
                             "    given: Ninh\n  title: Công chức Văn hóa\n"
                             "  home_town: Bình Khê\n")  # fmt: skip
    assert after == changed
    said = capsys.readouterr().out
    assert "chức vụ «Chuyên viên» thành «Công chức Văn hóa»" in said
    assert "Bình Khê" not in said
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out


def test_the_directorys_fields_come_back_as_they_went_out(folder, tmp_path, capsys):
    values = unit_file(folder).values
    values["decisions"].append(
        {"type": "rename", "number": "2", "date": "2020-01-01", "former_name": "UBND xã Cũ"}
    )
    values["staff"][0]["listed"] = "function"
    values["staff"][2]["listed"] = "name"
    write_unit(folder, values)
    before = contents(folder)
    clerk = Clerk(folder, tmp_path)
    assert clerk.send() == 0
    assert contents(folder) == before
    clerk.write("Cán bộ", "ts-0001", Cách="")
    clerk.write("Cán bộ", "ts-0003", Cách="chỉ ghi chức vụ, với địa chỉ của bộ phận hoặc đơn vị")
    renamed = clerk.row("Quyết định", COMMUNE) + 1
    clerk.set("Quyết định", renamed, "Tên cũ", "UBND xã Xưa")
    capsys.readouterr()
    assert clerk.send() == 0
    said = capsys.readouterr().out
    assert "Nguyễn Văn An (ts-0001): danh bạ: ghi họ tên và địa chỉ thư" in said
    assert "Tôn Nữ Thị Ninh (ts-0003): danh bạ: chỉ ghi chức vụ" in said
    assert "danh bạ: tìm được cả theo tên cũ «UBND xã Xưa»" in said
    assert "danh bạ: bỏ tên cũ «UBND xã Cũ»" in said
    after = unit_file(folder).values
    assert [one.get("listed") for one in after["staff"][:3]] == [None, None, "function"]
    assert after["decisions"][1]["former_name"] == "UBND xã Xưa"


def test_a_leave_is_taken_with_its_last_day_and_the_day_of_reopening(clerk, capsys):
    leave = {"Của": "ts-0001", "Loại": "nghỉ thai sản, nghỉ dài ngày", "Số": "5160/QĐ-UBND",
             "Ngày ký": "20/11/2026", "Nghỉ đến": "31/05/2027"}  # fmt: skip
    row = clerk.write("Quyết định", None, **{**leave, "Nghỉ đến": ""})
    assert clerk.send() == 1
    assert "hãy ghi thêm «Nghỉ đến hết ngày»" in capsys.readouterr().out
    clerk.set("Quyết định", row, "Nghỉ đến", "31/05/2027")
    clerk.write("Cán bộ", "ts-0003", Ngày_mở="24/11/2026")
    assert clerk.send() == 0
    said = capsys.readouterr().out
    assert "nghỉ dài ngày đến hết 31/05/2027, quyết định số 5160/QĐ-UBND" in said
    assert unit_file(clerk.folder).person("ts-0003")["reopened"] == "2026-11-24"
    assert unit_file(clerk.folder).staff[0]["decisions"][-1] == {
        "type": "leave",
        "number": "5160/QĐ-UBND",
        "date": "2026-11-20",
        "until": "2027-05-31",
    }
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out


def test_a_workbook_of_an_earlier_version_keeps_what_it_does_not_know(clerk, capsys):
    for title, column in (("Cán bộ", "Cách"), ("Quyết định", "Tên cũ"),
                          ("Quyết định", "Nghỉ đến")):  # fmt: skip
        clerk.book[title].delete_cols(clerk.column(title, column))
    values = unit_file(clerk.folder).values
    values["staff"][0]["listed"] = "function"
    write_unit(clerk.folder, values)
    clerk.write("Cán bộ", "ts-0001", Chức="Chủ tịch")
    assert clerk.send() == 0
    after = unit_file(clerk.folder).values["staff"][0]
    assert (after["title"], after["listed"]) == ("Chủ tịch", "function")


def test_new_people_get_the_next_numbers_and_addresses(clerk, capsys):
    clerk.write("Cán bộ", None, **new_person())
    hoa = clerk.write("Cán bộ", None, **new_person(Họ_và="Tôn Nữ Hoa"))
    clerk.set("Cán bộ", hoa, "Họ (nếu", "Tôn Nữ")
    clerk.set("Cán bộ", hoa, "Tên (nếu", "Hoa")
    clerk.write("Bộ phận", None, Tên="Một cửa", Người="Đỗ Mới")
    assert clerk.send() == 0
    said = capsys.readouterr().out
    assert "Đỗ Mới nhận mã ts-0012" in said
    assert "moid@tayson.binhdinh.gov.vn" in said
    file = unit_file(clerk.folder)
    assert file.staff[-2:] == [
        {
            "id": "ts-0012",
            "name": "Đỗ Mới",
            "title": "Chuyên viên",
            "decisions": [{"type": "recruit", "number": "45/10", "date": "2026-11-02"}],
        },
        {
            "id": "ts-0013",
            "name": {"family": "Tôn Nữ", "given": "Hoa"},
            "title": "Chuyên viên",
            "decisions": [{"type": "recruit", "number": "45/10", "date": "2026-11-02"}],
        },
    ]
    assert file.values["sections"][-1] == {"id": "mot-cua", "name": "Một cửa", "manager": "ts-0012"}
    assert "moid: {holder: ts-0012" in (clerk.folder / "addresses.yml").read_text()
    assert run(clerk.folder, "check") == 0
    # The same workbook again brings nobody twice.
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out
    # And a row that was taken is not changed any more from a workbook that does not know it.
    clerk.set("Cán bộ", 6, "Chức vụ", "Kế toán")
    refused(clerk, capsys, "đã được nhập trước đó (mã ts-0012)")


def test_a_number_is_never_used_again(folder, tmp_path, capsys):
    text = (folder / "addresses.yml").read_text()
    line = "cu: {holder: ts-0020, state: reserved, rule: general, since: 2015-08-01}\n"
    (folder / "addresses.yml").write_text(text.replace("cuongt:", line + "cuongt:"))
    clerk = Clerk(folder, tmp_path)
    clerk.write("Cán bộ", None, **new_person())
    assert clerk.send() == 0
    assert unit_file(folder).staff[-1]["id"] == "ts-0021"
    clerk = Clerk(folder, tmp_path)
    clerk.write("Cán bộ", None, **new_person(Mã="ts-0020", Họ_và="Lê Khác"))
    refused(clerk, capsys, "mã ts-0020 đã cấp cho người khác")


def test_two_new_people_may_share_name_and_decision(clerk, capsys):
    clerk.write("Cán bộ", None, **new_person(Ngày_sinh="1/2/1990"))
    clerk.write("Cán bộ", None, **new_person(Ngày_sinh="3/4/1991"))
    assert clerk.send() == 0
    assert [person["id"] for person in unit_file(clerk.folder).staff[4:]] == ["ts-0012", "ts-0013"]
    assert "1990" not in capsys.readouterr().out
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out


def test_a_personal_value_is_in_no_message(clerk, capsys):
    clerk.write("Cán bộ", "ts-0001", Quê="B×nh Khª", Ngày_sinh=31118, Nơi="=1+1")
    clerk.book["Cán bộ"].cell(2, clerk.column("Cán bộ", "Ngày sinh")).number_format = "General"
    clerk.set("Cán bộ", 3, "Nơi sinh", "Quy\u00a0Nhơn")
    said, _ = refused(clerk, capsys, "cột «Quê quán»", "cột «Ngày sinh»", "cột «Nơi sinh»")
    for value in ("B×nh", "Khê", "31118", "Nhơn"):
        assert value not in said


def test_decisions_are_added_changed_and_taken_back(clerk, capsys):
    clerk.write("Quyết định", None, Của="ts-0001 – Nguyễn Văn An", Loại="bổ nhiệm", Số="2/QĐ",
                **{"Ngày_ký": "1/9/2016"})  # fmt: skip
    number = clerk.row("Quyết định", "ts-0002")
    clerk.set("Quyết định", number, "Số quyết", "45/10")
    retire = number + 1
    assert clerk.book["Quyết định"].cell(retire, 2).value == "nghỉ hưu"
    for column in range(1, 7):
        clerk.book["Quyết định"].cell(retire, column).value = None
    assert clerk.send() == 0
    an, binh = unit_file(clerk.folder).staff[:2]
    assert an["decisions"][1] == {"type": "appoint", "number": "2/QĐ", "date": "2016-09-01"}
    assert binh["decisions"] == [{"type": "recruit", "number": "45/10", "date": "2015-08-01"}]


def test_somebody_is_transferred_by_the_number(clerk, capsys):
    clerk.write("Cán bộ", None, **new_person(Mã="ts-0011", Họ_và="Võ Em", Chức_vụ="Kế toán"))
    assert clerk.send() == 0
    assert "Võ Em (ts-0011) chuyển từ Phòng Nội vụ" in capsys.readouterr().out
    assert unit_file(clerk.folder, DIVISION).person("ts-0011") is None
    em = unit_file(clerk.folder).person("ts-0011")
    assert em["title"] == "Kế toán"
    assert em["decisions"][-1] == {"type": "transfer", "number": "45/10", "date": "2026-11-02"}
    assert run(clerk.folder, "check") == 0
    assert clerk.send() == 0


def test_who_manages_the_other_mailbox_can_t_just_go(clerk, capsys):
    row = clerk.write("Cán bộ", None, **new_person(Mã="ts-0010", Họ_và="Phạm Dũng"))
    said, [reason] = refused(clerk, capsys, f"dòng {row}")
    assert "người quản lý hộp thư Phòng Nội vụ" in reason
    assert "nhận mã" not in said


def test_two_workbooks_are_taken_together_or_not_at_all(folder, tmp_path, capsys):
    one, other = Clerk(folder, tmp_path), Clerk(folder, tmp_path, DIVISION)
    one.write("Cán bộ", "ts-0001", Chức="Bí thư")
    other.write("Cán bộ", "ts-0010", Họ_và="ThS. Phạm Dũng")
    one.book.save(one.file)
    other.book.save(other.file)
    before = contents(folder)
    assert run(folder, "import", one.file, other.file) == 1
    assert contents(folder) == before
    other.write("Cán bộ", "ts-0010", Họ_và="Phạm Dũng", Chức="Trưởng phòng")
    other.book.save(other.file)
    assert run(folder, "import", one.file, other.file) == 0
    assert unit_file(folder).staff[0]["title"] == "Bí thư"
    assert unit_file(folder, DIVISION).staff[0]["title"] == "Trưởng phòng"


def test_what_others_changed_meanwhile_stays_and_conflicts_are_shown(clerk, capsys):
    file = unit_file(clerk.folder)
    file.person("ts-0001")["title"] = "Bí thư"
    file.person("ts-0002")["birth_date"] = "1985-03-13"
    file.person("ts-0002")["decisions"].insert(
        1, {"type": "appoint", "number": "9/QĐ", "date": "2020-01-01"}
    )
    file.file.write_text(file.text(), encoding="utf-8")
    clerk.write("Cán bộ", "ts-0003", Chức="Kế toán")
    clerk.set("Quyết định", clerk.row("Quyết định", "ts-0002") + 1, "Số quyết", "7/QĐ")
    assert clerk.send() == 0
    file = unit_file(clerk.folder)
    assert [person["title"] for person in file.staff[:3]] == ["Bí thư", "Chuyên viên", "Kế toán"]
    assert [one["number"] for one in file.staff[1]["decisions"]] == ["1/QĐ-UBND", "9/QĐ", "7/QĐ"]
    clerk.write("Cán bộ", "ts-0001", Chức="Phó Chủ tịch")
    clerk.write("Cán bộ", "ts-0002", Ngày_sinh=date(1985, 3, 14))
    said, _ = refused(clerk, capsys, "nay là «Bí thư»")
    assert "1985" not in said
    assert "13/03" not in said


def test_the_order_of_rows_is_the_order_of_the_file(clerk, capsys):
    page = clerk.book["Cán bộ"]
    for column in range(1, page.max_column + 1):
        first, third = page.cell(2, column), page.cell(4, column)
        first.value, third.value = third.value, first.value
    assert clerk.send() == 0
    assert [person["id"] for person in unit_file(clerk.folder).staff] == [
        "ts-0003", "ts-0002", "ts-0001", "ts-0004"
    ]  # fmt: skip
    text = (clerk.folder / f"{COMMUNE}.yml").read_text(encoding="utf-8")
    assert "# họ kép\n- id: ts-0003" in text
    assert clerk.send() == 0


def test_who_has_gone_long_ago_may_be_deleted_and_nobody_else(clerk, capsys):
    clerk.clear("Cán bộ", "ts-0003")
    refused(clerk, capsys, "dòng của Tôn Nữ Thị Ninh (ts-0003) bị xóa", "Điều 7.2.b")
    clerk = Clerk(clerk.folder, clerk.file.parent)
    clerk.clear("Cán bộ", "ts-0004")
    assert clerk.send() == 0
    assert unit_file(clerk.folder).person("ts-0004") is None
    clerk = Clerk(clerk.folder, clerk.file.parent)
    clerk.book["Cán bộ"].delete_rows(2)
    refused(clerk, capsys, "dòng của Nguyễn Văn An (ts-0001) bị xóa")


def test_sections_and_delegates(clerk, capsys):
    clerk.clear("Ủy quyền", "ts-0002")
    clerk.write("Ủy quyền", None, Cán="ts-0003", Giấy="13/GUQ", Ngày="6/1/2026")
    clerk.write("Đơn vị", COMMUNE, Lĩnh="hộ tịch; đất đai", Người="ts-0003")
    assert clerk.send() == 0
    values = unit_file(clerk.folder).values
    assert values["mailbox"] == {
        "manager": "ts-0003",
        "delegates": [{"person": "ts-0003", "document": "13/GUQ", "date": "2026-01-06"}],
    }
    assert values["functions"] == ["hộ tịch", "đất đai"]
    clerk = Clerk(clerk.folder, clerk.file.parent)
    clerk.clear("Bộ phận", "van-thu")
    refused(clerk, capsys, "bộ phận Văn thư (van-thu) còn hộp thư", "Điều 7.1.b")


def test_a_second_section_of_a_name_and_one_without_letters(clerk, capsys):
    clerk.write("Bộ phận", None, Tên="Văn thư", Người="ts-0001")
    clerk.write("Bộ phận", None, Tên="- #")
    refused(clerk, capsys, "đã có bộ phận mã «van-thu»", "tên bộ phận phải có chữ")


def test_every_wrong_row_has_its_reason_beside_it(clerk, capsys):
    clerk.write("Cán bộ", "ts-0001", Họ_và="ThS. Nguyễn Văn An")
    clerk.write("Cán bộ", "ts-0002", Ngày_sinh="3/13/1985")
    clerk.write("Cán bộ", "ts-0003", Chức="NguyÔn V¨n An")
    new = clerk.write("Cán bộ", None, Họ_và="Đỗ Mới")
    clerk.write("Quyết định", None, Của="ts-0001", Loại="làm việc trở lại sau đình chỉ", Số="1",
                **{"Ngày_ký": datetime(2026, 1, 1)})  # fmt: skip
    _, reasons = refused(clerk, capsys, "chỗ cần sửa. Chưa nhập gì", "Điều 7.2.a")
    copy = clerk.copy()
    page = copy["Cán bộ"]
    column = clerk.column("Cán bộ", "Cần sửa")
    beside = {row: str(page.cell(row, column).value) for row in range(2, 8)}
    assert "học hàm" in beside[2]
    assert "ghi ngày trước, tháng sau" in beside[3]
    assert "Điều 8.5" in beside[4]
    assert beside[5] == "None"
    assert new == 6
    assert "thiếu «Chức vụ»" in beside[6]
    assert page.cell(3, clerk.column("Cán bộ", "Ngày sinh")).fill.fgColor.rgb == "00FFC7CE"
    assert any("không thể trở lại làm việc" in reason for reason in reasons)
    # A second copy does not overwrite the first; a copy that was mended is taken, reasons and all.
    assert clerk.send() == 1
    assert clerk.file.with_name(f"{COMMUNE}-can-sua-2.xlsx").exists()
    mended = Clerk(clerk.folder, clerk.file.parent)
    mended.file = clerk.file.with_name(f"{COMMUNE}-can-sua.xlsx")
    mended.book = load_workbook(mended.file)
    mended.write("Cán bộ", "ts-0001", Họ_và="Nguyễn Văn An")
    mended.write("Cán bộ", "ts-0002", Ngày_sinh="12/3/1985")
    mended.write("Cán bộ", "ts-0003", Chức="Chuyên viên")
    mended.set("Cán bộ", new, "Họ và", None)
    for column in range(1, 7):
        page = mended.book["Quyết định"]
        page.cell(mended.row("Quyết định", None) - 1, column).value = None
    assert mended.send() == 0


@pytest.mark.parametrize(
    ("cell", "value", "part"),
    [
        (("Cán bộ", "ts-0001", "Chức vụ"), "=1+1", "là công thức"),
        (("Cán bộ", "ts-0001", "Chức vụ"), "Chủ\u00a0tịch", "dấu cách đặc biệt"),
        (("Cán bộ", "ts-0001", "Chức vụ"), "Chủ\u200btịch", "ký tự không nhìn thấy"),
        (("Cán bộ", "ts-0001", "Mã"), "ts-0099", "không sửa được ở dòng đã có"),
        (("Cán bộ", "ts-0001", "Số quyết"), "3/QĐ", "không sửa được ở dòng đã có"),
        (("Cán bộ", "ts-0001", "Họ và"), "Nguyễn Văn Bé", "đang có địa chỉ «annv»"),
        (("Cán bộ", "ts-0003", "Tên (nếu"), "Hoa Mai Lan 3", "không thể có ký tự «3»"),
        (("Quyết định", "ts-0001", "Số quyết"), datetime(2026, 10, 4), "thành ngày giờ"),
        (("Quyết định", "ts-0001", "Số quyết"), 45.5, "thành số"),
        (("Quyết định", "ts-0001", "Loại"), "thăng chức", "không có trong danh sách"),
        (("Quyết định", "ts-0001", "Của ai"), "ts-0002", "hãy xóa trắng dòng này"),
        (("Quyết định", "ts-0001", "Ngày ký"), "12/3/15", "bốn chữ số"),
        (("Quyết định", "ts-0001", "Ngày ký"), None, "để trống"),
        (("Đơn vị", COMMUNE, "Người"), "ts-0777", "không có trong danh sách"),
        (("Đơn vị", COMMUNE, "Loại"), "làng", "không có trong danh sách"),
        (("Đơn vị", COMMUNE, "Tên đơn vị"), None, "để trống"),
    ],
)
def test_a_wrong_cell_is_refused(clerk, capsys, cell, value, part):
    sheet, key, title = cell
    row = clerk.row(sheet, key)
    clerk.book[sheet].cell(row, clerk.column(sheet, title)).value = value
    _, reasons = refused(clerk, capsys, part, f"trang «{sheet}», dòng {row}")
    assert any(part in reason for reason in reasons)


def test_old_errors_elsewhere_do_not_stop_a_clerk(clerk, capsys):
    file = unit_file(clerk.folder, DIVISION)
    file.person("ts-0011")["decisions"] = []
    file.file.write_text(file.text(), encoding="utf-8")
    register = (clerk.folder / "addresses.yml").read_bytes()
    clerk.write("Cán bộ", "ts-0001", Chức="Bí thư")
    assert clerk.send() == 0
    assert unit_file(clerk.folder).staff[0]["title"] == "Bí thư"
    assert "còn lỗi cũ" in capsys.readouterr().out
    assert (clerk.folder / "addresses.yml").read_bytes() == register


def test_an_old_error_in_a_row_that_is_changed_must_be_mended(clerk, capsys):
    file = unit_file(clerk.folder)
    file.person("ts-0003")["decisions"] = []
    file.file.write_text(file.text(), encoding="utf-8")
    clerk = Clerk(clerk.folder, clerk.file.parent)
    clerk.write("Cán bộ", "ts-0001", Chức="Bí thư")
    assert clerk.send() == 0
    clerk = Clerk(clerk.folder, clerk.file.parent)
    clerk.write("Cán bộ", "ts-0003", Chức="Kế toán")
    refused(clerk, capsys, "chưa có quyết định tuyển dụng", "dòng 4")
    clerk.write("Quyết định", None, Của="ts-0003", Loại="tuyển dụng", Số="1/QĐ",
                **{"Ngày_ký": "1/8/2015"})  # fmt: skip
    clerk.write("Quyết định", "ts-0003", Loại="tuyển dụng, tiếp nhận")
    assert clerk.send() == 0


def test_a_transfer_away_is_made_in_the_other_units_workbook(clerk, capsys):
    clerk.write("Quyết định", None, Của="ts-0001", Loại="điều động, luân chuyển sang đơn vị khác",
                Số="1/QĐ", **{"Ngày_ký": "1/1/2026"})  # fmt: skip
    refused(clerk, capsys, "làm ở sổ tính của đơn vị nhận")


def test_a_new_decision_stands_by_its_day(clerk, capsys):
    clerk.write("Quyết định", None, Của="ts-0004", Loại="bổ nhiệm", Số="1/QĐ",
                **{"Ngày_ký": "1/1/2017"})  # fmt: skip
    assert clerk.send() == 0
    assert [one["type"] for one in unit_file(clerk.folder).person("ts-0004")["decisions"]] == [
        "recruit", "appoint", "retire"
    ]  # fmt: skip


def test_a_dry_run_writes_nothing_and_shows_the_plan(clerk, capsys):
    before = contents(clerk.folder)
    clerk.write("Cán bộ", None, **new_person())
    assert clerk.send("--dry-run") == 0
    assert contents(clerk.folder) == before
    said = capsys.readouterr().out
    assert "1 hộp thư mới" in said
    assert "Sẽ ghi" in said


def test_json(clerk, capsys):
    clerk.write("Cán bộ", None, **new_person())
    assert clerk.send("--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["problems"] == []
    assert told["notes"] == ["Người mới: Đỗ Mới nhận mã ts-0012."]
    assert [name.rpartition("/")[2] for name in told["written"]] == [
        f"{COMMUNE}.yml",
        "addresses.yml",
    ]
    assert told["plan"]["changes"][0]["subject"] == "ts-0012"
    clerk.write("Cán bộ", "ts-0001", Họ_và="ThS. An")
    assert clerk.send("--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["problems"][0]["row"], told["problems"][0]["column"]) == (2, "Họ và tên")
    assert told["copies"][0].endswith("-can-sua.xlsx")
    assert told["written"] == []


def test_a_file_that_changes_meanwhile_is_not_overwritten(clerk, capsys, monkeypatch):
    clerk.write("Cán bộ", "ts-0001", Chức="Bí thư")
    file = clerk.folder / f"{COMMUNE}.yml"
    from congvu import trial  # noqa: PLC0415

    write = trial.Trial.write

    def interrupted(self):
        file.write_text(file.read_text(encoding="utf-8") + "# thêm\n", encoding="utf-8")
        return write(self)

    monkeypatch.setattr(trial.Trial, "write", interrupted)
    assert clerk.send() == 2
    assert "vừa được người khác sửa" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8").endswith("# thêm\n")


def test_a_disk_that_fails_leaves_everything_as_it_was(clerk, capsys, monkeypatch):
    clerk.write("Cán bộ", None, **new_person())
    before = contents(clerk.folder)
    from pathlib import Path  # noqa: PLC0415

    replace = Path.replace

    def broken(self, target):
        if Path(target).name == "addresses.yml":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    assert clerk.send() == 2
    assert "No space left" in capsys.readouterr().err
    assert contents(clerk.folder) == before
