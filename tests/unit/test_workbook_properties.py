"""For any roster and any changes: an unchanged workbook changes nothing; never a traceback.

``CONGVU_FUZZ=100000 bin/test long`` tries this number of broken workbooks; the default takes
seconds.
"""

import io
import random
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fuzzing import fuzz
from histories import histories, offices
from history_clerk import Clerk as Histories
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rosters import write_unit
from workbooks import COMMUNE, Clerk, contents, run, sample

from congvu.workbook import write


@pytest.fixture(autouse=True, scope="module")
def _few_spare_rows():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "SPARE_ROWS", 3)
        yield


@settings(max_examples=20)
@given(offices(), histories(8))
def test_an_export_comes_back_as_nothing_new(units, events):
    clerk = Histories(units)
    for event in events:
        clerk.handle(event)
    with TemporaryDirectory() as name:
        folder, out = Path(name) / "roster", Path(name) / "out"
        folder.mkdir()
        for unit in clerk.units.values():
            write_unit(folder, unit)
        before = contents(folder)
        assert run(folder, "export", "--output", out) == 0
        files = sorted(out.iterdir())
        assert run(folder, "import", *files) == 0
        assert contents(folder) == before


ODD = st.sampled_from([
    "", " ", "=1+1", "ts-0001", "ts-0002 – Lê Bình", "ts-0010", "ts-9", "Nguyễn Văn An",
    "ThS. X Y", "x", "nghỉ hưu", "giải thể", "thành lập", "xã", "12/3/1985", "1985-03-12",
    "99/99/9999", "a; b;; ", ";", "có", "không", "Lê\u00a0A", "\u202e", "Phßng", "_x0041_",
    "x" * 300, "{a: [", "- #", "&a", "😀", "\ud7ff", 0, -1, 1.5, 1e300, True, date(1985, 3, 12),
    datetime(2026, 1, 1, 2, 3), time(1, 2), datetime(1900, 1, 1), "#N/A", None, "van-thu",
    "phong-noi-vu – Phòng Nội vụ", "ubnd-xa-tay-phu/van-thu",
])  # fmt: skip
WRITES = st.lists(
    st.tuples(
        st.sampled_from(["Đơn vị", "Cán bộ", "Quyết định", "Bộ phận", "Ủy quyền", "congvu"]),
        st.integers(1, 10),
        st.integers(1, 18),
        ODD,
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return a folder with a roster, and its workbook."""
    folder = sample(tmp_path_factory.mktemp("roster") / "roster")
    clerk = Clerk(folder, folder.parent)
    return folder, clerk.file


def survives(capsys, exported, data):
    """Import bytes; check that all or nothing was written, and a second time nothing."""
    source, _ = exported
    with TemporaryDirectory() as name:
        folder, file = Path(name) / "roster", Path(name) / "a.xlsx"
        folder.mkdir()
        before = contents(source)
        for each, content in before.items():
            (folder / each).write_bytes(content)
        file.write_bytes(data)
        capsys.readouterr()
        code = run(folder, "import", file)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert code in {0, 1, 2}
        if code:
            assert contents(folder) == before
            assert "".join(said)
            return code
        after = contents(folder)
        assert run(folder, "check") == 0
        capsys.readouterr()
        assert run(folder, "import", file) == 0
        assert "không có gì khác" in capsys.readouterr().out
        assert contents(folder) == after
        return code


@fuzz(40, writes=WRITES)
def test_whatever_stands_in_cells_all_or_nothing_is_taken(capsys, exported, writes):
    book = load_workbook(exported[1])
    for sheet, row, column, value, as_text in writes:
        cell = book[sheet].cell(row, column)
        cell.value = value
        if as_text and isinstance(value, str):
            cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    survives(capsys, exported, stream.getvalue())


@fuzz(40, seed=st.integers(0, 2**32), count=st.integers(1, 30))
def test_spoilt_bytes(capsys, exported, seed, count):
    chance = random.Random(seed)
    data = bytearray(exported[1].read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    survives(capsys, exported, bytes(data))


@fuzz(40, seed=st.integers(0, 2**32), count=st.integers(1, 4))
def test_spoilt_parts(capsys, exported, seed, count):
    """Damage the XML inside the archive. In a damaged archive nobody would read it."""
    chance = random.Random(seed)
    with zipfile.ZipFile(exported[1]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(count):
        name = chance.choice(sorted(parts))
        data = parts[name]
        at = chance.randrange(len(data))
        junk = chance.choice([b"", b"<", b'"', b"\xff", b"9", b"&#0;", b"</c>", b"A1:XFD99", b"e"])
        parts[name] = data[:at] + junk + data[at + chance.randrange(6) :]
        if chance.random() < 0.1:
            del parts[name]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    survives(capsys, exported, stream.getvalue())


def test_a_workbook_names_its_unit(exported):
    book = load_workbook(exported[1])
    assert book["congvu"].cell(1, 3).value == COMMUNE
