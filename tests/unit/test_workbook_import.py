"""The clerk's changes in a workbook are imported: all of them or none."""

import json
from datetime import date

import pytest
from rosters import write_unit
from workbooks import (
    COMMUNE,
    DIVISION,
    Clerk,
    contents,
    new_person,
    refused,
    run,
    sample,
    small_workbooks,
    unit_file,
)


@pytest.fixture
def folder(tmp_path, capsys, monkeypatch):
    small_workbooks(monkeypatch)
    return sample(tmp_path / "roster")


@pytest.fixture
def clerk(folder, tmp_path, capsys):
    clerk = Clerk(folder, tmp_path)
    capsys.readouterr()
    return clerk


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


def test_a_leave_is_taken_with_its_last_day_and_the_days_of_opening_and_letter(clerk, capsys):
    leave = {"Của": "ts-0001", "Loại": "nghỉ thai sản, nghỉ dài ngày", "Số": "5160/QĐ-UBND",
             "Ngày ký": "20/11/2026", "Nghỉ đến": "31/05/2027"}  # fmt: skip
    row = clerk.write("Quyết định", None, **{**leave, "Nghỉ đến": ""})
    assert clerk.send() == 1
    assert "hãy ghi thêm «Nghỉ đến hết ngày»" in capsys.readouterr().out
    clerk.set("Quyết định", row, "Nghỉ đến", "31/05/2027")
    clerk.write("Cán bộ", "ts-0003", Ngày_mở="24/11/2026", Ngày_xin="23/11/2026")
    assert clerk.send() == 0
    said = capsys.readouterr().out
    assert "nghỉ dài ngày đến hết 31/05/2027, quyết định số 5160/QĐ-UBND" in said
    assert unit_file(clerk.folder).person("ts-0003")["reopened"] == "2026-11-24"
    assert unit_file(clerk.folder).person("ts-0003")["new_letter"] == "2026-11-23"
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
    # Importing the same workbook again adds nobody twice.
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out
    # An imported new row can't be changed by the old workbook, which has no key for it.
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


def test_another_entry_in_a_cleared_row_is_a_new_one_and_comes_once(clerk, capsys):
    row = clerk.clear("Ủy quyền", "ts-0002")
    for title, value in (("Cán", "ts-0003"), ("Giấy", "13/GUQ"), ("Ngày", "6/1/2026")):
        clerk.set("Ủy quyền", row, title, value)
    # A decision of the one gives way to one of another; then to another of the same person.
    row = clerk.clear("Quyết định", "ts-0002 – Lê Bình")
    assert clerk.book["Quyết định"].cell(row + 1, 2).value == "nghỉ hưu"
    clerk.set("Quyết định", row, "Của ai", "ts-0002")
    clerk.set("Quyết định", row, "Loại", "tuyển dụng, tiếp nhận")
    clerk.set("Quyết định", row, "Số", "5/QĐ")
    clerk.set("Quyết định", row, "Ngày ký", "1/9/2015")
    for title, value in (("Của ai", "ts-0001"), ("Loại", "bổ nhiệm"), ("Số", "2/QĐ"),
                         ("Ngày ký", "1/9/2016")):  # fmt: skip
        clerk.set("Quyết định", row + 1, title, value)
    assert clerk.send() == 0
    values = unit_file(clerk.folder).values
    assert values["mailbox"]["delegates"] == [
        {"person": "ts-0003", "document": "13/GUQ", "date": "2026-01-06"}
    ]
    an, binh = values["staff"][:2]
    assert [one["number"] for one in an["decisions"]] == ["1/QĐ-UBND", "2/QĐ"]
    assert binh["decisions"] == [{"type": "recruit", "number": "5/QĐ", "date": "2015-09-01"}]
    after = contents(clerk.folder)
    capsys.readouterr()
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out
    assert contents(clerk.folder) == after


@pytest.mark.parametrize("title", ["Cán", "Giấy", "Ngày"])
def test_one_corrected_cell_of_a_delegate_comes_once(clerk, capsys, title):
    new = {"Cán": "ts-0003", "Giấy": "13/GUQ", "Ngày": "6/1/2026"}[title]
    clerk.set("Ủy quyền", clerk.row("Ủy quyền", "ts-0002"), title, new)
    assert clerk.send() == 0
    [delegate] = unit_file(clerk.folder).values["mailbox"]["delegates"]
    old = {"person": "ts-0002", "document": "12/GUQ", "date": "2026-01-05"}
    assert len(delegate.items() - old.items()) == 1
    capsys.readouterr()
    assert clerk.send() == 0
    assert "không có gì khác" in capsys.readouterr().out


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
