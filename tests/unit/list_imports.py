"""A small roster in a folder, and lists that the command line imports into it."""

from datetime import date

from plain_lists import units, workbook
from rosters import person, write_unit

from congvu.cli.main import main

ON = ["--date", "2026-11-24"]
DECISION = ["--decision", "12/QĐ-UBND", "--decision-date", "2026-01-05"]
UNITS = ["--create-units", "--unit-decision", "3426/QĐ-UBND", "--unit-decision-date", "2015-07-16"]
HEADER = ["STT", "Họ và tên", "Chức vụ", "Ngày sinh", "Đơn vị"]
AN = [1, "TRẦN VĂN ÂN", "Chuyên viên", date(1985, 3, 12), "Phòng Nội vụ"]
HOA = [2, "Lê Thị Hoa", "Chuyên viên", date(1990, 3, 12), "xã Tây Phú"]


def saved(tmp_path, rows, merged=(), name="ds.xlsx"):
    file = tmp_path / name
    workbook(rows, merged).save(file)
    return file


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def imports(folder, file, *options, code=0):
    assert main(["--roster", str(folder), *ON, "import", str(file), *options]) == code


GIVEN = ("An", "Bình", "Châu", "Dũng", "Hà", "Hạnh", "Khôi", "Lan", "Nam", "Phúc", "Sơn", "Thảo")


def small_roster(directory, capsys):
    """Write a district of which one person is known, with its register."""
    directory.mkdir()
    for one in units():
        if one["id"] == "ubnd-xa-tay-phu":
            one["staff"] = [person("ts-0101", "Nguyễn Văn An")]
        write_unit(directory, one)
    assert main(["--roster", str(directory), *ON, "register"]) == 0
    capsys.readouterr()
    return directory
