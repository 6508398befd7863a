"""The characters of every value are checked, whatever source it comes from."""

import re

import pytest
import yaml
from rosters import OFFICE, TODAY
from test_rules import GOOD as PLAIN

from congvu.checks import run_checks
from congvu.cli.main import main
from congvu.office import DEFAULT_FILE, OfficeError, load_office
from congvu.state import read_state
from congvu.text_gate import problems
from congvu.workbook.cells import CellError, cleaned

GOOD = PLAIN.replace("Phòng Nội vụ", r'"Ph\u00F2ng N\u1ED9i v\u1EE5"').replace(
    "Nguyễn Văn An", r'"Nguy\u1EC5n V\u0103n \u0110\u1EE9c"'
)
TITLE_LINE = 10
REFUSED = {
    r"\x07": "control-character",
    r"\e": "control-character",
    r"\x85": "control-character",
    r"\0": "control-character",
    r"\u202E": "invisible-character",
    r"\u200D": "invisible-character",
    r"\uFEFF": "invisible-character",
    r"\u00AD": "invisible-character",
    r"\u180F": "invisible-character",
    r"\uFFFC": "invisible-character",
    r"\U00016FE4": "invisible-character",
    r"\U0001D159": "invisible-character",
    r"\uFFFD": "unknown-character",
    r"\uE000": "unknown-character",
    r"\uFFFE": "unknown-character",
    r"\U0010FFFF": "unknown-character",
    r"\u0378": "unknown-character",
    r"\u0600": "unknown-character",
    r"\_": "unusual-space",
    r"\u2028": "unusual-space",
    r"\u00D0": "foreign-letter",
    r"\u0410": "foreign-letter",
}


def check(folder, text):
    (folder / "phong-noi-vu.yml").write_text(text)
    state = read_state(folder, on=TODAY, office=OFFICE)
    found = [one for one in run_checks(state) if not one.code.startswith("register")]
    return state, found


def test_escapes_of_vietnamese_letters_say_what_they_say(tmp_path):
    state, found = check(tmp_path, GOOD)
    assert found == []
    [unit] = state.roster.units
    assert (unit.name, str(unit.staff[0].name)) == ("Phòng Nội vụ", "Nguyễn Văn Đức")


@pytest.mark.parametrize("escape", REFUSED)
def test_an_escape_hides_nothing(tmp_path, escape):
    title = f'"Trưởng {escape}phòng"'
    _, found = check(tmp_path, GOOD.replace("Trưởng phòng", title))
    [one] = [one for one in found if one.code == REFUSED[escape]]
    assert (one.severity, one.line) == ("error", TITLE_LINE)
    assert one.message.startswith("trường «title» ")
    assert one.message.isprintable() or escape == r"\u0410"


def test_a_name_of_a_field_hides_nothing(tmp_path):
    _, [found] = check(tmp_path, GOOD.replace("    title:", '    "ti\\u200Btle":'))
    assert (found.code, found.line) == ("invisible-character", TITLE_LINE)


def test_what_is_wrong_is_said_once(tmp_path):
    _, found = check(tmp_path, GOOD.replace("Trưởng phòng", '"Trưởng\u200b ph\\u00F2ng"'))
    assert [one.code for one in found] == ["invisible-character"]


def test_decomposed_escapes_are_read_as_composed_letters(tmp_path):
    state, [found] = check(tmp_path, GOOD.replace("Trưởng phòng", '"Tru\\u031Bo\\u031B\\u0309ng"'))
    assert (found.code, found.severity, found.line) == ("not-nfc", "warning", TITLE_LINE)
    assert state.roster.units[0].staff[0].title == "Trưởng"


@pytest.mark.parametrize("char", ["\x07", "\u202e", "\ufeff", "\u200d", "\ue000", "Ð", "\u2028"])
def test_a_cell_is_held_to_the_same(char):
    with pytest.raises(CellError, match=r"ô này|Đ|phím cách"):
        cleaned(f"Trưởng {char}phòng")


@pytest.mark.parametrize("char", ["\x07", "\u202e", "\ufeff", "\u200d", "\ue000", "\u00d0"])
def test_district_yml_is_held_to_the_same(tmp_path, char):
    data = yaml.safe_load(DEFAULT_FILE.read_text())
    data["district"]["directory"] = {"words": {"hộ tịch": ["khai sinh", f"khai{char}tử"]}}
    file = tmp_path / "district.yml"
    file.write_text(yaml.safe_dump(data))  # in ASCII, with escapes
    with pytest.raises(OfficeError, match=r"«district\.directory\.words\.hộ tịch»"):
        load_office(file)


@pytest.mark.parametrize("char", ["\x07", "\u202e", "\ufeff", "\u200d", "\ue000", "\u00d0"])
def test_an_option_is_held_to_the_same(tmp_path, char, capsys):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD)
    given = ["--decision", f"1/Q{char}-UBND", "--decision-date", "2026-01-01"]
    with pytest.raises(SystemExit) as ended:
        main(["--roster", str(tmp_path), "import", "danh-sach.csv", *given])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "--decision: " in said
    assert f"U+{ord(char):04X}" in said


@pytest.mark.parametrize(
    "given",
    [
        ["import", "danh\u202e.csv"],
        ["check", "--report", "json=\x1b[2Jra.json"],
        ["plan", "--base", "main", "--output", "ra\u200b.md"],
        ["check", "--date", "\x1b[2J"],
        ["check", "--format", "\u202e"],
        ["check", "--\u202e"],
        ["register", "\x1b[2J"],
    ],
)
def test_nothing_hidden_in_an_argument_reaches_a_terminal(tmp_path, capsys, given):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD)
    with pytest.raises(SystemExit) as ended:
        main(["--roster", str(tmp_path), *given])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.replace("\n", "").isprintable()
    assert re.search(r"U\+(202E|001B|200B)", said)


def test_what_a_command_repeats_of_a_list_is_shown_by_its_code(tmp_path, capsys):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD)
    file = tmp_path / "danh-sach.csv"
    file.write_text(
        "Danh\u202e sách\x1b[2J\nHọ và tên,Chức vụ,Ghi\u200b chú\nNguyễn Văn Đức,Trưởng phòng,\n"
    )
    for form in ("text", "json"):
        given = ["import", str(file), "--unit", "phong-noi-vu", "--format", form]
        assert main(["--roster", str(tmp_path), *given]) == 0
        said = capsys.readouterr().out
        assert said.replace("\n", "").isprintable()
        for code in ("202E", "001B", "200B"):
            assert f"<U+{code}>" in said or f"\\u{code.lower()}" in said


def test_what_a_message_quotes_is_shown_by_its_code(tmp_path, capsys):
    text = GOOD.replace("2015-08-01", "2015\u202e08-01").replace("Trưởng phòng", "\ufeff")
    (tmp_path / "phong-noi-vu.yml").write_text(text)
    (tmp_path / "a\x1bb.yml").write_text("id: [x\n")
    for form in ("text", "json", "junit", "codequality"):
        assert main(["--roster", str(tmp_path), "check", "--format", form]) == 1
        said = capsys.readouterr().out
        assert said.replace("\n", "").isprintable()
        assert "U+202E&gt;08-01" in said or "U+202E>08-01" in said
        assert "a<U+001B>b.yml" in said or "a&lt;U+001B&gt;b.yml" in said


def test_what_is_asked_of_explain_is_held_to_the_same(tmp_path, capsys):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD)
    with pytest.raises(SystemExit):
        main(["--roster", str(tmp_path), "explain", "Nguyễn Văn \u200bAn"])
    assert "U+200B" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["Nguyễn Văn Đức", "H'Len Niê", "Ayun H’Hen", "TN&MT", "№ 3 – €"])
def test_what_people_write_passes(text):
    assert problems(text, "giá trị này") == []
