"""Bad input never gives a traceback. The command line reads random bytes and mutated rosters.

``CONGVU_FUZZ=100000 bin/test long`` tries this number of each kind; the default takes seconds.
"""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from rosters import OFFICE, TODAY, person, unit, write_unit

from congvu.accounts_plan import PlanError
from congvu.cli.main import main
from congvu.office import DEFAULT_FILE, OfficeError, load_office
from congvu.plan.compute import roster_plan
from congvu.plan.markdown import PlanMarkdown
from congvu.register.model import Register
from congvu.state import read_state

JUNK = [
    b"\t", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"<<<<<<< HEAD\n", b"&a ", b"*a", b"!!int ",
    b"{", b"}", b"[", b"]", b": ", b"- ", b"? ", b"#", b'"', b"'", b"|\n", b">\n", b"%YAML 1.1\n",
    b"---\n", b"...\n", b"~", b"null", b"no", b"012", b"9999-99-99", b"0001-01-01", b"9999-12-31",
    "\u200b".encode(), "\u202e".encode(), "\u00a0".encode(), "\ufb03".encode(), "Ð".encode(),
    "\U0001f600".encode(), b"NguyO\xcc\x83n", b" " * 200, b"x" * 300, b"id: ts-1\n", b"<<: x\n",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["2026-01-01", "ts-1", "recruit", "dissolve", "phong-noi-vu", "Lê An"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "name", "type", "date", "number", "person", "given", "manager"]),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


COMMUNE = """\
id: ubnd-xa-tay-phu
name: UBND xã Tây Phú
kind: commune
place: Tây Phú
decisions:
  - {type: establish, number: 2/QĐ-UBND, date: 2015-07-16}
  - {type: rename, number: 8/QĐ-UBND, date: 2020-01-01, former_name: UBND xã Tây}
  - {type: dissolve, number: 3/QĐ-UBND, date: 2026-11-20, effective: 2026-12-01, successor: phong-noi-vu}
mailbox:
  delegates:
    - {person: ts-3, document: 12/GUQ-UBND, date: 2026-01-05}
sections:
  - {id: van-thu, name: Văn thư, manager: ts-3}
  - id: mot-cua
    name: Một cửa
    decisions:
      - {type: establish, number: 4/QĐ-UBND, date: 2016-01-01}
      - {type: dissolve, number: 5/QĐ-UBND, date: 2026-11-01, successor: ubnd-xa-tay-phu/van-thu}
staff:
  - id: ts-3
    name: {family: Tôn Nữ, middle: Thị, given: Ninh}
    title: Văn thư
    listed: function
    decisions:
      - {type: recruit, number: 6/QĐ-UBND, date: 2024-02-29}
      - {type: suspend, number: 7/QĐ-UBND, date: 2026-11-01, effective: 2026-11-30}
"""  # noqa: E501
FILES = st.sampled_from(["phong-noi-vu.yml", "ubnd-xa-tay-phu.yml", "addresses.yml"])


@pytest.fixture
def folder(tmp_path, capsys):
    people = [person("ts-1", "Nguyễn Văn An"), person("ts-2", "Lê Bình", birth_date="1985-03-12")]
    write_unit(tmp_path, unit(staff=people, mailbox={"manager": "ts-1"}))
    (tmp_path / "ubnd-xa-tay-phu.yml").write_text(COMMUNE)
    assert main(["--roster", str(tmp_path), "--date", "2026-11-24", "register"]) == 0
    capsys.readouterr()
    return tmp_path


def survives(folder, capsys):
    common = ["--roster", str(folder), "--date", "2026-11-24"]
    assert main([*common, "check", "--format", "json"]) in {0, 1}
    for finding in json.loads(capsys.readouterr().out)["findings"]:
        assert finding["line"] >= 1
        assert finding["message"]
    state = read_state(folder, TODAY, OFFICE)
    if state.readable:
        before = replace(state, committed=Register())
        with suppress(PlanError):
            PlanMarkdown().render({"": roster_plan(before, state), "x": roster_plan(state, before)})
    for arguments in (["check"], ["register", "--dry-run"], ["explain", "ts-1"]):
        assert main([*common, *arguments]) in {0, 1, 2}
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err


@st.composite
def mutations(draw):
    """Return a function that damages a file's bytes."""
    edits = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["insert", "delete", "replace", "double"]),
                st.floats(0, 1),
                st.integers(1, 40),
                st.sampled_from(JUNK) | st.binary(max_size=4),
            ),
            min_size=1,
            max_size=6,
        )
    )

    def spoil(data):
        for what, where, length, junk in edits:
            at = int(where * len(data))
            after = data[at:] if what == "insert" else data[at + length :]
            middle = data[at : at + length] * 2 if what == "double" else junk
            data = data[:at] + (b"" if what == "delete" else middle) + after
        return data

    return spoil


@fuzz(150, data=st.binary(max_size=400))
def test_raw_bytes(folder, capsys, data):
    for name in ("phong-noi-vu.yml", "addresses.yml"):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(data)
        survives(folder, capsys)
        (folder / name).write_bytes(kept)


@fuzz(150, spoil=mutations(), name=FILES)
def test_spoilt_files(folder, capsys, spoil, name):
    kept = (folder / name).read_bytes()
    (folder / name).write_bytes(spoil(kept))
    survives(folder, capsys)
    (folder / name).write_bytes(kept)


KEYS = ["id", "name", "kind", "place", "functions", "decisions", "mailbox", "sections", "staff"]


@fuzz(150, data=st.fixed_dictionaries({}, optional=dict.fromkeys([*KEYS, "khac"], VALUES)))
def test_wrong_values_everywhere(folder, capsys, data):
    file = folder / "phong-noi-vu.yml"
    kept = file.read_bytes()
    write_unit(folder, {**unit(), **data}, "phong-noi-vu")
    survives(folder, capsys)
    file.write_bytes(kept)


@fuzz(150, spoil=mutations())
def test_a_spoilt_office_is_refused_with_a_sentence(tmp_path, spoil):
    file = tmp_path / "district.yml"
    file.write_bytes(spoil(DEFAULT_FILE.read_bytes()))
    try:
        load_office(file)
    except OfficeError as error:
        assert "chưa dùng được" in str(error)


def test_no_day_is_too_far(folder, capsys):
    for day in (date.min, date.max):
        for command in (["check"], ["register", "--dry-run"]):
            arguments = ["--roster", str(folder), "--date", day.isoformat(), *command]
            assert main(arguments) in {0, 1}
