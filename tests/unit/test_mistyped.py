"""Errors for typing mistakes: in plain words, at the right line, with the right form."""

import os

import pytest
from rosters import OFFICE, TODAY, unit, write_unit
from test_rules import GOOD, UNIT_LINE

from congvu.checks import run_checks
from congvu.cli.main import main
from congvu.register import file as register_file
from congvu.state import read_state


def findings(folder):
    return run_checks(read_state(folder, on=TODAY, office=OFFICE))


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("Trưởng phòng", '" "', 10, "không để trống"),
        ("Trưởng phòng", '""', 10, "không để trống"),
        ("Trưởng phòng", '"Trưởng\\nphòng"', 10, "phải là một dòng chữ"),
        ("Trưởng phòng", "x" * 301, 10, "dài nhất 300 ký tự"),
        ("Trưởng phòng", "@an", 10, "(@, %, `, dấu tab)"),
        ("Trưởng phòng", "*an", 10, "dấu * mở đầu"),
        ("Trưởng phòng", "Tổ trưởng: một cửa", 10, "đặt trong dấu ngoặc kép"),
        ("Trưởng phòng", '"Trưởng phòng', 10, "mở ở dòng này chưa được đóng"),
        ("staff:", "---\nstaff:", 7, "mỗi tệp chỉ có một đơn vị"),
        ("2015-07-16}", "2015-07-16", 6, "chưa được đóng"),
        ("number: 45/QĐ-UBND", "number: #45/QĐ-UBND", 13, "dấu # bỏ hết phần sau"),
        ("    title", "   title", 10, "thụt lề không thẳng"),
        ("staff:", "staff", 8, "thiếu dấu hai chấm"),
        ("mailbox: {manager: ts-1}", "mailbox: ts-1", 6, "manager, delegates"),
        ("staff:", "staff:\n  - Lê Bình", 8, "id, name, title, leader"),
        ("Nguyễn Văn An", "&a Lê An\n    home_town: *a", 9, "không dùng neo"),
        ("Nguyễn Văn An", "Leâ Thò Bình", 9, "có lẽ là «name: Lê Thị Bình»"),
    ],
)
def test_each_mistake_is_told_with_what_to_write(tmp_path, old, new, line, told):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD.replace(old, new, 1))
    first = next(
        each
        for each in findings(tmp_path)
        if each.severity == "error" and each.code != "register-stale"
    )
    assert told in first.message
    assert first.line == line
    # libyaml's own message is English and must not be shown.
    assert "expected" not in first.message


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Lê Thị Bình, ThS", "«ThS» là học hàm"),
        ("Lê Thị Bình ThS", "«ThS» là học hàm"),
        ("PGS.TS. Lê Bình", "«PGS» là học hàm"),
        ("Ng. Văn An", "họ tên không có dấu «.»"),
        ("Nguyễn Văn A.", "họ tên không có dấu «.»"),
    ],
)
def test_a_degree_is_found_wherever_it_stands(tmp_path, name, told):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD.replace("Nguyễn Văn An", name))
    [found] = findings(tmp_path)
    assert told in found.message


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("phong-y-te.YML", "kết thúc bằng «.yml»"),
        ("phong-y-te.yml.txt", "kết thúc bằng «.yml»"),
        ("cu/phong-y-te.yml", "tệp trong thư mục con không được đọc"),
        ("addresses.yaml", "phải tên là addresses.yml"),
    ],
)
def test_a_file_that_nobody_reads_is_pointed_out(tmp_path, name, told):
    write_unit(tmp_path, unit())
    (tmp_path / "cu").mkdir()
    (tmp_path / name).write_text("id: phong-y-te\n")
    found = [each for each in findings(tmp_path) if each.code == "file-not-read"]
    assert [told in each.message for each in found] == [True]


def test_files_beside_the_roster_are_none_of_its_business(tmp_path):
    write_unit(tmp_path, unit())
    for name in ("README.md", ".an.yml", "ghi-chu.txt"):
        (tmp_path / name).write_text("x: [")
    (tmp_path / "anh").mkdir()
    assert {each.code for each in findings(tmp_path)} == {"register-stale", "manager-missing"}


@pytest.mark.parametrize("name", ["phong-y-te.yml", "addresses.yml"])
def test_a_pipe_is_not_waited_for(tmp_path, name):
    write_unit(tmp_path, unit())
    os.mkfifo(tmp_path / name)
    assert "đây không phải là tệp thường" in [each.message for each in findings(tmp_path)]


@pytest.mark.parametrize("text", ["", "- annv\n", f"{register_file.HEADER}annv: 1\n"])
def test_the_advice_for_a_register_that_can_not_be_read_leads_out_of_it(tmp_path, capsys, text):
    write_unit(tmp_path, unit())
    register = tmp_path / "addresses.yml"
    register.write_text(text)
    arguments = ["--roster", str(tmp_path), "--date", "2026-11-24"]
    assert main([*arguments, "register"]) == 1
    assert "hoặc xóa tệp nếu chưa từng có sổ" in capsys.readouterr().out
    register.unlink()
    assert main([*arguments, "register"]) == 0


def test_line_ends_of_windows_in_the_register_are_seen_and_mended(tmp_path, capsys):
    write_unit(tmp_path, unit())
    register = tmp_path / "addresses.yml"
    text = register_file.HEADER + UNIT_LINE
    register.write_bytes(text.replace("\n", "\r\n").encode())
    assert "windows-line-ends" in [each.code for each in findings(tmp_path)]
    assert main(["--roster", str(tmp_path), "--date", "2026-11-24", "register"]) == 0
    assert "Đã viết lại sổ địa chỉ cho đúng dạng" in capsys.readouterr().out
    assert register.read_bytes() == text.encode()


def test_a_unit_is_not_told_to_be_appointed(tmp_path):
    write_unit(tmp_path, unit(mailbox={"name": "noivu"}))
    (tmp_path / "addresses.yml").write_text(register_file.HEADER + UNIT_LINE)
    [message] = [e.message for e in findings(tmp_path) if e.code == "change-without-decision"]
    assert "mailbox.name" in message
    assert "appoint" not in message
