"""Importing a plain list: all or nothing, no change the second time, never a traceback."""

import json
from datetime import date

import pytest
from list_imports import (
    AN,
    DECISION,
    GIVEN,
    HEADER,
    HOA,
    ON,
    UNITS,
    contents,
    imports,
    saved,
    small_roster,
)
from openpyxl import load_workbook
from plain_lists import LETTERHEAD
from rosters import decision, unit, write_unit

from congvu.cli.main import main


@pytest.fixture
def folder(tmp_path, capsys):
    return small_roster(tmp_path / "roster", capsys)


def test_a_list_is_written_with_its_register_and_a_second_time_changes_nothing(
    folder, tmp_path, capsys
):
    file = saved(tmp_path, [*LETTERHEAD, HEADER, AN, HOA])
    before = contents(folder)
    imports(folder, file, *DECISION, "--dry-run")
    said = capsys.readouterr().out
    assert "antv@tayson.binhdinh.gov.vn" in said
    assert "chưa ghi vì --dry-run): roster/phong-noi-vu.yml, roster/ubnd-xa-tay-phu.yml" in said
    assert contents(folder) == before
    imports(folder, file, *DECISION)
    said = capsys.readouterr().out
    assert "«TRẦN VĂN ÂN» thành «Trần Văn Ân»" in said
    files = ("phong-noi-vu", "ubnd-xa-tay-phu", "addresses")
    assert f"Đã ghi: {', '.join(f'roster/{name}.yml' for name in files)}" in said
    assert "phần không cần của 2 người không ghi vào danh sách" in said
    after = contents(folder)
    assert "1985" not in said + b"".join(after.values()).decode()
    assert main(["--roster", str(folder), *ON, "register", "--dry-run"]) == 0
    assert "không có gì đổi" in capsys.readouterr().out
    imports(folder, file, *DECISION)
    assert "không ghi gì" in capsys.readouterr().out
    assert contents(folder) == after


def test_comments_and_order_of_the_file_stay(folder, tmp_path):
    unit_file = folder / "ubnd-xa-tay-phu.yml"
    text = unit_file.read_text(encoding="utf-8").replace("staff:", "# Cán bộ của xã\nstaff:")
    unit_file.write_text(text, encoding="utf-8")
    imports(folder, saved(tmp_path, [HEADER, HOA]), *DECISION)
    new = [
        "- id: ts-0102",
        "  name: Lê Thị Hoa",
        "  title: Chuyên viên",
        "  decisions:",
        "    - {type: recruit, number: 12/QĐ-UBND, date: 2026-01-05}",
    ]
    written = unit_file.read_text(encoding="utf-8")
    assert "\n".join(new) in written
    assert written.replace("\n".join(new) + "\n", "") == text


def test_one_wrong_row_refuses_all_and_is_named_in_a_copy(folder, tmp_path, capsys):
    wrong = [3, "ThS. Đỗ Minh Khôi", "Chuyên viên", date(1980, 5, 6), "Phòng Nội vụ"]
    file = saved(tmp_path, [*LETTERHEAD, HEADER, AN, wrong, HOA], ["A4:E4"])
    before, list_before = contents(folder), file.read_bytes()
    imports(folder, file, *DECISION, code=1)
    said = capsys.readouterr().out
    assert "dòng 7, cột «Họ và tên»: «ThS» là học hàm" in said
    assert "1980" not in said
    assert (contents(folder), file.read_bytes()) == (before, list_before)
    copy = tmp_path / "ds-can-sua.xlsx"
    book = load_workbook(copy)
    sheet = book.active
    assert sheet["F5"].value == "Cần sửa"
    assert "«ThS»" in sheet["F7"].value
    assert (sheet["F6"].value, sheet["F8"].value) == (None, None)
    # The corrected copy is imported, although the reasons are still beside the rows.
    sheet["B7"] = "Đỗ Minh Khôi"
    book.save(copy)
    imports(folder, copy, *DECISION)
    assert "Đỗ Minh Khôi" in (folder / "phong-noi-vu.yml").read_text(encoding="utf-8")


def test_a_list_that_was_text_gets_its_reasons_in_a_workbook(folder, tmp_path, capsys):
    file = tmp_path / "ds.csv"
    file.write_text("Họ và tên;Chức vụ;Đơn vị\n=1+1;Chuyên viên;Phòng Nội vụ\n", encoding="utf-8")
    imports(folder, file, *DECISION, code=1)
    assert "dòng 2" in capsys.readouterr().out
    sheet = load_workbook(tmp_path / "ds-can-sua.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert "không thể có ký tự" in sheet["D2"].value


def test_what_the_checks_say_leads_back_to_the_row(folder, tmp_path, capsys):
    end = [decision("establish", "2015-07-16"), decision("dissolve", "2020-01-01")]
    write_unit(folder, unit("phong-y-te", "Phòng Y tế", decisions=end))
    assert main(["--roster", str(folder), *ON, "register"]) == 0
    before = contents(folder)
    rows = [HEADER, AN, [2, "Lê Thị Hoa", "Chuyên viên", None, "Phòng Y tế"]]
    imports(folder, saved(tmp_path, rows), *DECISION, code=1)
    said = capsys.readouterr().out
    assert "trang «Sheet1», dòng 3: Phòng Y tế" in said
    assert "giải thể" in said.split("dòng 3:")[1]
    assert contents(folder) == before


def test_errors_that_were_there_before_block_nobody_else(folder, tmp_path, capsys):
    write_unit(folder, unit("x", "???"))
    imports(folder, saved(tmp_path, [HEADER, AN]), *DECISION)
    said = capsys.readouterr().out
    assert "Sổ địa chỉ chưa ghi được" in said
    assert "Trần Văn Ân" in (folder / "phong-noi-vu.yml").read_text(encoding="utf-8")


def test_the_balance_is_the_last_word_and_skipped_rows_are_listed(folder, tmp_path, capsys):
    khoi = [3, "Đỗ Minh Khôi", "Chuyên viên", None, "Phòng Nội vụ"]
    vacant = [4, "Chưa bố trí", "Phó phòng", None, "Phòng Nội vụ"]
    rows = [*LETTERHEAD, HEADER, AN, vacant, HOA, ["", "Tổng cộng: 2 người"], ["", "Người lập"]]
    file = saved(tmp_path, rows)
    imports(folder, file, *DECISION)
    said = capsys.readouterr().out
    assert "    dòng 7 «Chưa bố trí, Phó phòng»: chức danh đang khuyết" in said
    assert "    dòng 9 «Tổng cộng: 2 người»: dòng tổng cộng\n    dòng 10 «Người lập»: " in said
    assert said.splitlines()[-1] == (
        "Đối chiếu: 3 dòng có họ tên = 2 người mới + 0 người đã có + 1 dòng bỏ qua có lý do + 0 "
        "dòng phải sửa."
    )
    wrong = [5, "ThS. Võ Thị Mai", "Chuyên viên", None, "Phòng Nội vụ"]
    file = saved(tmp_path, [HEADER, AN, HOA, khoi, vacant, wrong], name="hai.xlsx")
    imports(folder, file, *DECISION, code=1)
    last = capsys.readouterr().out.splitlines()[-1]
    assert "5 dòng có họ tên = 1 người mới + 2 người đã có + 1 dòng bỏ qua" in last
    imports(folder, file, *DECISION, "--format", "json", code=1)
    result = json.loads(capsys.readouterr().out)
    assert result["balance"] == {"rows": 5, "placed": 1, "known": 2, "skipped": 1, "refused": 1}


def test_everybody_who_is_there_is_named(folder, tmp_path, capsys):
    rows = [[number, f"Lê Văn {given}", "Chuyên viên", None, "Phòng Nội vụ"]
            for number, given in enumerate(GIVEN, 1)]  # fmt: skip
    file = saved(tmp_path, [HEADER, *rows])
    imports(folder, file, *DECISION)
    capsys.readouterr()
    imports(folder, file, *DECISION)
    said = capsys.readouterr().out
    assert all(f"  dòng {row[0] + 1}: {row[1]} (ts-" in said for row in rows)


def test_a_new_units_kind_is_said_with_the_reason(folder, tmp_path, capsys):
    rows = [HEADER, [1, "Lê Thị Hoa", "Chuyên viên", None, "PHÒNG LĐ-TB&XH"]]
    imports(folder, saved(tmp_path, rows), *DECISION, *UNITS)
    said = capsys.readouterr().out
    assert "Đơn vị mới: Phòng LĐ-TB&XH (phong-ld-tb-xh), loại: " in said
    assert "vì tên bắt đầu bằng «Phòng»" in said


def test_programs_get_the_same_as_data(folder, tmp_path, capsys):
    imports(folder, saved(tmp_path, [HEADER, AN]), *DECISION, "--format", "json")
    result = json.loads(capsys.readouterr().out)
    assert result["people"] == [
        {"sheet": "Sheet1", "row": 2, "id": "ts-0102", "name": "Trần Văn Ân",
         "unit": "phong-noi-vu"}
    ]  # fmt: skip
    assert result["personal_data"] == {"kept": 0, "dropped": 1}
    assert len(result["written"]) == 2
    imports(folder, saved(tmp_path, [HEADER, AN, AN[:2]]), "--format", "json", code=1)
    result = json.loads(capsys.readouterr().out)
    assert result["copies"] == [str(tmp_path / "ds-can-sua.xlsx")]
    assert {problem["row"] for problem in result["problems"]} == {3}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--decision", "5"], "phải đi cùng nhau"),
        (["--decision", " ", "--decision-date", "2026-01-05"], "để trống"),
        (["--create-units"], "--unit-decision"),
        (["--unit-decision", "5"], "--create-units"),
        (["--sheet", "Khác"], "không có trang «Khác»"),
        (["--leadership", "UBND huyện Ia Grai"], "chỉ dùng cùng --create-units"),
        (["--column", "x"], "TÊN=CỘT"),
        (["--unit", "Phòng Nội vụi"], "không có đơn vị «Phòng Nội vụi» trong danh sách; có phải"),
    ],
)
def test_wrong_use_is_said(folder, tmp_path, capsys, options, says):
    imports(folder, saved(tmp_path, [HEADER, AN]), *options, code=2)
    assert says in capsys.readouterr().err


def test_a_foreign_letter_in_an_option_is_said_of_the_option(folder, tmp_path, capsys):
    options = ["--decision", "45/Q\u00d0-UBND", "--decision-date", "2026-01-05"]
    with pytest.raises(SystemExit) as ended:
        imports(folder, saved(tmp_path, [HEADER, AN]), *options)
    assert ended.value.code == 2
    says = (
        "--decision: «\u00d0» (U+00D0, LATIN CAPITAL LETTER ETH) không phải là chữ cái tiếng "
        "Việt; hãy gõ lại thành chữ Đ tiếng Việt (U+0110)"
    )
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    "case",
    [
        ("ds.xlsx", None, "không có tệp này"),
        ("ds.csv", None, "không có tệp này"),
        ("ds.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ".xls"),
        ("ds.csv", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ".xls"),
        ("ds.xlsx", b"PK\x03\x04" + bytes(100), "không phải là sổ tính .xlsx"),
        ("ds.xls", b"<html><table><tr><td>STT", "không phải là sổ tính .xlsx"),
        ("ds.csv", b"\xff\xfe\x00", "UTF-16"),
        ("ds.csv", b"\x89PNG\0", "UTF-8"),
        ("ds.csv", "Họ tên\n".encode() * 30_000, "dài hơn"),
        ("ds.csv", b"a" * 11_000_000, "10 MB"),
        ("ds.csv", b"a,b\n1,2\n", "không thấy danh sách cán bộ"),
    ],
)
def test_other_files_are_refused_with_a_sentence(folder, tmp_path, capsys, case):
    name, data, says = case
    if data is not None:
        (tmp_path / name).write_bytes(data)
    imports(folder, tmp_path / name, code=2)
    assert says in capsys.readouterr().err


def test_lists_come_one_at_a_time_and_their_options_with_lists_only(folder, tmp_path, capsys):
    file = saved(tmp_path, [HEADER, AN])
    imports(folder, file, str(file), *DECISION, code=2)
    assert "từng tệp một" in capsys.readouterr().err
    export = ["export", "--unit", "phong-noi-vu", "--output", str(tmp_path)]
    assert main(["--roster", str(folder), *ON, *export]) == 0
    imports(folder, tmp_path / "phong-noi-vu.xlsx", *DECISION, code=2)
    assert "chỉ danh sách thường mới dùng --decision" in capsys.readouterr().err


def test_a_roster_that_cannot_be_read_is_mended_first(folder, tmp_path, capsys):
    (folder / "phong-noi-vu.yml").write_text("id: [", encoding="utf-8")
    imports(folder, saved(tmp_path, [HEADER, AN]), *DECISION, code=1)
    assert "phong-noi-vu.yml:2:" in capsys.readouterr().out
