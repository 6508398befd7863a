"""What can't be taken from a workbook: nothing of it is, and the reasons stand beside the rows."""

from datetime import datetime

import pytest
from openpyxl import load_workbook
from workbooks import (
    COMMUNE,
    DIVISION,
    Clerk,
    contents,
    new_person,
    refused,
    sample,
    small_workbooks,
    unit_file,
)


@pytest.fixture
def clerk(tmp_path, capsys, monkeypatch):
    small_workbooks(monkeypatch)
    clerk = Clerk(sample(tmp_path / "roster"), tmp_path)
    capsys.readouterr()
    return clerk


def test_a_personal_value_is_in_no_message(clerk, capsys):
    clerk.write("Cán bộ", "ts-0001", Quê="B×nh Khª", Ngày_sinh=31118, Nơi="=1+1")
    clerk.book["Cán bộ"].cell(2, clerk.column("Cán bộ", "Ngày sinh")).number_format = "General"
    clerk.set("Cán bộ", 3, "Nơi sinh", "Quy\u00a0Nhơn")
    said, _ = refused(clerk, capsys, "cột «Quê quán»", "cột «Ngày sinh»", "cột «Nơi sinh»")
    for value in ("B×nh", "Khê", "31118", "Nhơn"):
        assert value not in said


def test_who_manages_the_other_mailbox_can_t_just_go(clerk, capsys):
    row = clerk.write("Cán bộ", None, **new_person(Mã="ts-0010", Họ_và="Phạm Dũng"))
    said, [reason] = refused(clerk, capsys, f"dòng {row}")
    assert "người quản lý hộp thư Phòng Nội vụ" in reason
    assert "nhận mã" not in said


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


def test_who_was_replaced_here_and_changed_elsewhere_is_a_conflict(clerk, capsys):
    file = unit_file(clerk.folder)
    file.values["mailbox"]["delegates"][0]["document"] = "14/GUQ"
    file.file.write_text(file.text(), encoding="utf-8")
    row = clerk.row("Ủy quyền", "ts-0002")
    for title, value in (("Cán", "ts-0003"), ("Giấy", "13/GUQ")):
        clerk.set("Ủy quyền", row, title, value)
    refused(clerk, capsys, "nay là «14/GUQ»")


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
