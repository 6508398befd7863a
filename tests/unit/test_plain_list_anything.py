"""Lists of a whole district, and lists of anything: all or nothing, never a traceback."""

import json
import random
import shutil
from datetime import date, timedelta

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
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
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError
from plain_lists import LETTERHEAD

from congvu.cli.main import main
from congvu.office import DEFAULT_ROSTER
from congvu.plain_list.columns import Field


@pytest.fixture
def folder(tmp_path, capsys):
    return small_roster(tmp_path / "roster", capsys)


FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ")
MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Hữu", "Thị Thu", "Đình")


def a_whole_district(rng):
    """Return a list of 600 invented people in all units of the district, as offices group them."""
    names = [path.stem for path in DEFAULT_ROSTER.glob("*.yml") if path.stem != "addresses"]
    text = (DEFAULT_ROSTER / f"{name}.yml" for name in sorted(names))
    called = [file.read_text(encoding="utf-8").split("\nname: ")[1].split("\n")[0] for file in text]
    rows = [*LETTERHEAD, ["TT", "Họ và tên", "Ngày sinh", "Quê quán", "Chức vụ"]]
    born = date(1962, 1, 1)
    for position, name in enumerate(called, 1):
        rows.append([f"{position}.", name.upper()])
        for number in range(1, 20 if position <= len(called) - 8 else 19):
            who = " ".join(map(rng.choice, (FAMILIES, MIDDLES, GIVEN))).upper()
            day = born + timedelta(days=rng.randrange(16_000))
            title = "Trưởng phòng" if number == 1 else "Chuyên viên"
            rows.append([number, who, f"{day:%d/%m/%Y}", "Bình Khê", title])
    return rows


@pytest.mark.long
def test_a_whole_district_into_an_empty_folder(tmp_path, capsys):
    folder = tmp_path / "roster"
    folder.mkdir()
    rows = a_whole_district(random.Random(3426))
    assert sum(isinstance(row[0], int) for row in rows if row) == 600
    file = saved(tmp_path, rows)
    imports(folder, file, *DECISION, *UNITS, code=1)
    assert "--leadership" in capsys.readouterr().out
    stated = ["--leadership", "UBND huyện Tây Sơn"]
    imports(folder, file, *DECISION, *UNITS, *stated, code=0)
    said = capsys.readouterr().out
    assert "Thêm 600 người, mã ts-0001 đến ts-0600." in said
    assert main(["--roster", str(folder), *ON, "check"]) == 0
    assert capsys.readouterr().out == "Danh sách không có lỗi.\n"
    real = {path.name for path in DEFAULT_ROSTER.glob("*.yml")}
    assert {path.name for path in folder.iterdir()} == real
    after = contents(folder)
    assert main(["--roster", str(folder), *ON, "register"]) == 0
    imports(folder, file, *DECISION, *UNITS)
    assert contents(folder) == after
    kept = sum(text.count(b"birth_date") + text.count(b"home_town") for text in after.values())
    needed = after["addresses.yml"].count(b"birth-date") + after["addresses.yml"].count(
        b"home-town"
    )
    assert kept == needed > 0


CELLS = (
    st.none()
    | st.integers(-5, 50_000)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.dates()
    | st.text(max_size=8)
    | st.sampled_from([field.value for field in Field])
    | st.sampled_from(
        ["STT", "Nam", "Nữ", "Năm sinh", "Quyết định", "Số", "Ngày", "I", "II.", "nt", "Tổng cộng",
         "Phòng Nội vụ", "xã Tây Phú", "Hội Nông dân", "NGUYỄN VĂN AN", "Lê Thị Hoa", "Lê", "Hoa",
         "ts-0101", "12/3/1985", "1985", "45/QĐ-UBND ngày 1/8/2015", "=1+1", "Người lập bảng",
         "NguyÔn V¨n", "\u200b", "Cần sửa", "(1)", "-", "ThS. A", "Ông", "'", "@x"]
    )
)  # fmt: skip
GRIDS = st.lists(st.lists(CELLS, max_size=7), max_size=9)
AREAS = st.lists(
    st.sampled_from(["A1:C1", "A2:A4", "B2:C2", "B1:B2", "C3:E5", "A6:G6"]), max_size=2
)


def survives(folder, file, capsys, *options):
    before = contents(folder)
    code = main(["--roster", str(folder), *ON, "import", str(file), *options, "--format", "json"])
    said = capsys.readouterr()
    assert code in {0, 1, 2}
    assert "Traceback" not in said.out + said.err
    if code == 2:
        assert said.err.strip()
    elif code == 1:
        assert json.loads(said.out)["problems"]
    if code:
        assert contents(folder) == before
    else:
        assert main(["--roster", str(folder), *ON, "check"]) == 0
        capsys.readouterr()
    for name, data in before.items():
        (folder / name).write_bytes(data)
    for new in folder.iterdir():
        if new.name not in before:
            new.unlink()


@fuzz(80, given_=st.tuples(GRIDS, AREAS, st.sampled_from([[], DECISION, [*DECISION, *UNITS]])))
def test_random_grids(folder, tmp_path, capsys, given_):
    rows, areas, options = given_
    book = Workbook()
    for number, row in enumerate([["Họ và tên", "Chức vụ"], *rows] if len(rows) % 2 else rows, 1):
        for column, value in enumerate(row, 1):
            try:
                book.active.cell(number, column, value)
            except IllegalCharacterError:
                continue
    for area in areas:
        book.active.merge_cells(area)
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    book.save(work / "ds.xlsx")
    survives(folder, work / "ds.xlsx", capsys, "--unit", "xã Tây Phú", *options)
    shutil.rmtree(work)


@fuzz(
    80,
    data=st.binary(max_size=200)
    | GRIDS.map(lambda rows: "\n".join(";".join(map(str, row)) for row in rows).encode())
    | st.text(max_size=200).map(lambda text: f"Họ và tên,Chức vụ,Đơn vị\n{text}".encode()),
)
def test_random_bytes(folder, tmp_path, capsys, data):
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    (work / "ds.csv").write_bytes(data)
    survives(folder, work / "ds.csv", capsys, *DECISION)
    shutil.rmtree(work)


@fuzz(80, where=st.floats(0, 1), junk=st.binary(min_size=1, max_size=6))
def test_spoilt_workbooks(folder, tmp_path, capsys, where, junk):
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    data = saved(work, [HEADER, AN, HOA]).read_bytes()
    at = int(where * len(data))
    (work / "ds.xlsx").write_bytes(data[:at] + junk + data[at + len(junk) :])
    survives(folder, work / "ds.xlsx", capsys, *DECISION)
    shutil.rmtree(work)
