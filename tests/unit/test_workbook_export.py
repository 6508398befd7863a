"""The exported workbook: texts and days have their type, only input cells are unlocked."""

import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from rosters import decision, person, unit, write_unit
from workbooks import COMMUNE, DIVISION, Clerk, new_person, run, sample, small_workbooks

FORMULAS = ["=cmd|' /C calc'!A0", "+84 56 388", "-1+1", "@SUM(1)", "=1+1"]


@pytest.fixture
def spacious(tmp_path, capsys):
    """Give a folder whose workbooks have as much room as everybody's."""
    return sample(tmp_path / "roster")


@pytest.fixture
def folder(spacious, monkeypatch):
    small_workbooks(monkeypatch)
    return spacious


def rows(book, title):
    page = book[title]
    headers = [cell.value for cell in page[1]]
    return [
        {header: cell.value for header, cell in zip(headers, row, strict=True) if cell.value}
        for row in page.iter_rows(min_row=2)
        if any(cell.value for cell in row)
    ]


def test_a_workbook_shows_the_unit_and_what_follows_from_it(folder, tmp_path):
    book = Clerk(folder, tmp_path).book
    assert book.sheetnames[:6] == [
        "Hướng dẫn", "Đơn vị", "Cán bộ", "Quyết định", "Bộ phận", "Ủy quyền"
    ]  # fmt: skip
    [of_unit] = rows(book, "Đơn vị")
    assert of_unit["Lĩnh vực phụ trách"] == "hộ tịch; văn bằng, chứng chỉ"
    assert of_unit["Người quản lý"] == "ts-0001 – Nguyễn Văn An"
    assert of_unit["Địa chỉ thư"] == "xatayphu@tayson.binhdinh.gov.vn"
    an, binh, ninh, cuong = rows(book, "Cán bộ")
    assert (an["Địa chỉ thư"], an["Trạng thái"]) == (
        "annv@tayson.binhdinh.gov.vn",
        "đang làm việc",
    )
    assert binh["Ngày sinh"] == datetime(1985, 3, 12)
    assert (ninh["Họ và tên"], ninh["Họ (nếu ghi riêng)"]) == ("Tôn Nữ Thị Ninh", "Tôn Nữ")
    assert cuong["Trạng thái"] == "đã nghỉ"
    assert [row["Của ai"] for row in rows(book, "Quyết định")][:2] == [
        "ubnd-xa-tay-phu – UBND xã Tây Phú",
        "ts-0001 – Nguyễn Văn An",
    ]
    assert rows(book, "Ủy quyền")[0]["Ngày ủy quyền"] == datetime(2026, 1, 5)
    assert "Chỉ gửi cho" in " ".join(str(row[0].value) for row in book["Hướng dẫn"].iter_rows())


def test_only_input_cells_are_open_and_there_is_room_for_new_rows(spacious, tmp_path):
    clerk = Clerk(spacious, tmp_path)
    page = clerk.book["Cán bộ"]
    assert page.protection.sheet
    assert not page.protection.password
    assert page.freeze_panes == "C2"
    locked = {
        title: (page.cell(2, number).protection.locked, page.cell(150, number).protection.locked)
        for title in ("Mã", "Họ và", "Chức vụ", "Trạng thái", "Địa chỉ", "Số quyết", "Quê quán")
        for number in [clerk.column("Cán bộ", title)]
    }
    assert locked == {
        "Mã": (True, False), "Họ và": (False, False), "Chức vụ": (False, False),
        "Trạng thái": (True, True), "Địa chỉ": (True, True), "Số quyết": (True, False),
        "Quê quán": (False, False),
    }  # fmt: skip
    assert page.cell(150, clerk.column("Cán bộ", "Số quyết")).number_format == "@"
    assert page.cell(150, clerk.column("Cán bộ", "Ngày sinh")).number_format == "dd/mm/yyyy"
    assert "Không bao giờ dùng lại" in page.cell(1, 1).comment.text
    kinds = {rule.type for rule in page.data_validations.dataValidation}
    assert kinds == {"date", "list"}
    assert {rule.type for rule in clerk.book["Quyết định"].data_validations.dataValidation} == {
        "date",
        "list",
    }
    assert clerk.book["congvu"].sheet_state == "veryHidden"
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$1:$1"


def test_no_text_becomes_a_formula(tmp_path, capsys, monkeypatch):
    small_workbooks(monkeypatch)
    roster = tmp_path / "roster"
    roster.mkdir()
    staff = [
        person(f"ts-{number}", "Lê An", title=text, home_town=text, since="2015-08-01")
        for number, text in enumerate(FORMULAS)
    ]
    for one, text in zip(staff, FORMULAS, strict=True):
        one["decisions"][0]["number"] = text
    write_unit(
        roster,
        unit(
            name="=Phòng Nội vụ",
            functions=FORMULAS,
            decisions=[decision("establish", "2015-07-16", number="@x")],
            staff=staff,
        ),
    )
    assert run(roster, "export", "--output", tmp_path) == 0
    file = tmp_path / f"{DIVISION}.xlsx"
    book = load_workbook(file)
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = [cell for cell in cells if str(cell.value or "")[:1] in tuple("=+-@")]
    assert {cell.value for cell in texts} >= set(FORMULAS) | {"=Phòng Nội vụ", "@x"}
    assert all(cell.quotePrefix for cell in texts)
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            assert not re.search(rb"<(?:x:)?f[ >/]", archive.read(name)), name
    # Importing an unchanged workbook changes nothing.
    before = (roster / f"{DIVISION}.yml").read_bytes()
    assert run(roster, "import", file) == 0
    assert (roster / f"{DIVISION}.yml").read_bytes() == before


def test_the_same_roster_gives_the_same_bytes(folder, tmp_path):
    for out in ("a", "b"):
        assert run(folder, "export", "--unit", COMMUNE, "--output", tmp_path / out) == 0
    file = f"{COMMUNE}.xlsx"
    assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    with zipfile.ZipFile(tmp_path / "a" / file) as archive:
        assert b"2026-11-24T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_who_exports_names_the_units(spacious, tmp_path, capsys, monkeypatch):
    # So large that each is made in a process of its own.
    assert run(spacious, "export", "--output", tmp_path / "all") == 0
    folder = spacious
    small_workbooks(monkeypatch)
    assert sorted(file.stem for file in (tmp_path / "all").iterdir()) == [DIVISION, COMMUNE]
    assert run(folder, "export", "--unit", DIVISION, "--output", tmp_path / "one") == 0
    assert [file.stem for file in (tmp_path / "one").iterdir()] == [DIVISION]
    assert run(folder, "export", "--unit", "khong-co", "--output", tmp_path / "one") == 2
    assert "khong-co" in capsys.readouterr().err


def test_a_roster_that_cant_be_read_is_not_exported(folder, tmp_path, capsys):
    (folder / f"{DIVISION}.yml").write_text("a: [")
    assert run(folder, "export", "--output", tmp_path / "out") == 1
    assert not (tmp_path / "out").exists()
    assert "Chưa xuất được" in capsys.readouterr().out


def exported(folder, out, *options):
    return run(folder, "export", "--output", out, *options)


def test_an_edited_workbook_is_named_and_none_is_written(folder, tmp_path, capsys):
    clerk = Clerk(folder, tmp_path)
    clerk.write("Cán bộ", "ts-0001", Chức_vụ="Bí thư")
    clerk.book.save(clerk.file)
    before = clerk.file.read_bytes()
    capsys.readouterr()
    assert exported(folder, tmp_path) == 2
    said = capsys.readouterr().err
    assert f"{clerk.file}: có chỗ đã sửa khác với danh sách" in said
    assert "bin/congvu import" in said
    assert clerk.file.read_bytes() == before
    assert not (tmp_path / f"{DIVISION}.xlsx").exists()
    # After an import of the workbook, an export may overwrite it.
    assert run(folder, "import", clerk.file) == 0
    assert exported(folder, tmp_path) == 0
    again = load_workbook(clerk.file)
    assert rows(again, "Cán bộ")[0]["Chức vụ"] == "Bí thư"
    assert (tmp_path / f"{DIVISION}.xlsx").exists()


def test_a_new_row_is_no_more_lost_than_a_changed_one(folder, tmp_path):
    clerk = Clerk(folder, tmp_path)
    clerk.write("Cán bộ", None, **new_person())
    clerk.book.save(clerk.file)
    assert exported(folder, tmp_path) == 2
    assert clerk.send() == 0
    assert exported(folder, tmp_path) == 0


@pytest.mark.parametrize("where", ["sheet", "column", "comment"])
def test_what_import_does_not_take_is_not_lost_either(folder, tmp_path, capsys, where):
    clerk = Clerk(folder, tmp_path)
    page = clerk.book["Cán bộ"]
    if where == "sheet":
        clerk.book.create_sheet("Việc cần hỏi")
    elif where == "column":
        page.cell(3, page.max_column + 1).value = "hỏi lại"
    else:
        page.cell(3, 2).comment = Comment("hỏi lại", "x")
    clerk.book.save(clerk.file)
    assert exported(folder, tmp_path) == 2
    assert f"{clerk.file}: có ghi chú riêng" in capsys.readouterr().err


def test_a_file_that_goes_away_meanwhile_is_no_loss(folder, tmp_path, monkeypatch):
    file = Clerk(folder, tmp_path).file
    read = Path.read_bytes

    def gone(self):
        if self == file:
            self.unlink()
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert exported(folder, tmp_path, "--unit", COMMUNE) == 0
    monkeypatch.undo()
    assert zipfile.is_zipfile(file)


def test_who_only_saved_it_again_has_edited_nothing(folder, tmp_path):
    clerk = Clerk(folder, tmp_path)
    clerk.book.save(clerk.file)
    assert exported(folder, tmp_path) == 0


def test_a_later_export_replaces_an_earlier_one(folder, tmp_path):
    """This is allowed although the roster has changed since: the workbook has not."""
    clerk = Clerk(folder, tmp_path)
    before = clerk.file.read_bytes()
    file = folder / f"{COMMUNE}.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Chủ tịch UBND xã", "Phó Chủ tịch UBND xã"), encoding="utf-8")
    assert exported(folder, tmp_path) == 0
    assert clerk.file.read_bytes() != before


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_workbook_of_ours_stays(folder, tmp_path, capsys, content):
    file = tmp_path / f"{COMMUNE}.xlsx"
    file.write_bytes(content)
    assert exported(folder, tmp_path) == 2
    assert f"{file}: không đọc lại được để so sánh" in capsys.readouterr().err
    assert file.read_bytes() == content


def test_somebody_else_s_workbook_stays(folder, tmp_path, capsys):
    file = tmp_path / f"{COMMUNE}.xlsx"
    book = Workbook()
    book.save(file)
    assert exported(folder, tmp_path) == 2
    assert f"{file}: không phải là sổ tính do lệnh export ghi" in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked", ["UBND xã Tây Phú", "ubnd xa tay phu", "Tây Phú", "X. Tây Phú", COMMUNE.upper()]
)
def test_a_unit_is_asked_for_by_name(folder, tmp_path, asked):
    assert exported(folder, tmp_path, "--unit", asked) == 0
    assert [file.stem for file in tmp_path.glob("*.xlsx")] == [COMMUNE]


def test_a_unit_s_name_needs_no_quotes_and_two_names_of_one_give_one(folder, tmp_path, capsys):
    options = ["--unit", "Phòng", "Nội", "vụ", "--unit", DIVISION]
    capsys.readouterr()
    assert exported(folder, tmp_path, *options, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["written"] == [str(tmp_path / f"{DIVISION}.xlsx")]


def test_a_name_of_several_units_lists_them(folder, tmp_path, capsys):
    write_unit(folder, unit("phong-y-te", "Phòng Y tế"))
    assert run(folder, "register") == 0
    assert exported(folder, tmp_path, "--unit", "phong") == 2
    assert "«phong» có thể là nhiều đơn vị: Phòng Nội vụ, Phòng Y tế" in capsys.readouterr().err
    assert exported(folder, tmp_path, "--unit", "Phòng Nội vuj") == 2
    assert "có phải là Phòng Nội vụ?" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_terminal_is_told_how_far_it_is_and_nobody_else(folder, tmp_path, capsys, monkeypatch):
    capsys.readouterr()
    assert exported(folder, tmp_path) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert exported(folder, tmp_path, "--format", "json") == 0
    said = capsys.readouterr()
    assert "Đang soạn sổ tính: 1/2" in said.err
    assert "Đang soạn sổ tính: 2/2" in said.err
    assert said.err.endswith("\r\x1b[K")
    assert json.loads(said.out)["findings"] == []


def test_a_folder_that_can_not_be_written_leaves_nothing(folder, tmp_path, capsys):
    out = tmp_path / "out"
    out.write_text("a file")
    assert exported(folder, out) == 2
    assert "chưa xuất sổ tính nào" in capsys.readouterr().err
