"""Checks and the command line: what is wrong, where, in Vietnamese; all at once."""

import json

import pytest
from rosters import decision, person, unit, write_unit

from congvu.cli.main import main
from congvu.office import DEFAULT_ROSTER


@pytest.fixture
def folder(tmp_path):
    write_unit(tmp_path, unit(staff=[person("ts-1", "Nguyễn Văn An")]))
    return tmp_path


def run(capsys, folder, *arguments):
    code = main(["--roster", str(folder), "--date", "2026-11-24", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)["findings"]


def codes(capsys, folder):
    return [finding["code"] for finding in run(capsys, folder, "check")[1]]


def test_the_projects_own_roster_is_clean(capsys):
    assert run(capsys, DEFAULT_ROSTER, "check") == (0, [])


def test_register_makes_check_clean_and_writes_nothing_twice(capsys, folder):
    assert codes(capsys, folder) == ["register-stale"]
    assert run(capsys, folder, "register") == (0, [])
    text = (folder / "addresses.yml").read_text()
    assert "annv: {holder: ts-1, state: main, rule: general, since: 2015-08-01}" in text
    assert run(capsys, folder, "check") == (0, [])
    run(capsys, folder, "register")
    assert (folder / "addresses.yml").read_text() == text


def test_a_missing_line_is_shown(capsys, folder):
    code, [finding] = run(capsys, folder, "check")
    assert code == 1
    assert "annv: {holder: ts-1" in finding["message"]


def test_all_errors_of_all_files_come_at_once_with_their_lines(capsys, folder):
    (folder / "a.yml").write_text("id: a\nname: A\nkind: phong\ncolour: red\n")
    (folder / "b.yml").write_text("id: b\nid: c\n")
    code, findings = run(capsys, folder, "check")
    assert code == 1
    assert [(finding["file"].rpartition("/")[2], finding["line"]) for finding in findings] == [
        ("a.yml", 3),
        ("a.yml", 4),
        ("b.yml", 2),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"id: a\n\tname: x\n", "yaml-syntax"),
        ("id: a\nname: Phòng".encode("utf-16"), "file-not-utf8"),
        (b"id: &a x\nname: {b: *c}\n", "yaml-syntax"),
        (b"<<<<<<< HEAD\nid: a\n", "yaml-syntax"),
        (b"a: &x [1]\nb: *x\n", "yaml-alias"),
        (b"id: !!python/object:os.system x\n", "yaml-tag"),
        (b"[" * 5000, "yaml-syntax"),
        (b"- 1\n- 2\n", "value-invalid"),
        (b"", "file-empty"),
        (b"\x00", "yaml-syntax"),
    ],
)
def test_bad_files_give_a_finding_and_no_traceback(capsys, folder, text, code):
    (folder / "hong.yml").write_bytes(text)
    assert code in codes(capsys, folder)


@pytest.mark.parametrize(
    ("staff", "code"),
    [
        ([person("ts-1", "Lê An"), person("ts-1", "Lê Bình")], "person-id-duplicate"),
        ([{**person("ts-1", "Lê An"), "decisions": []}], "person-without-decision"),
        ([person("ts-1", "Lê An", decision("reinstate", "2020-01-01"))], "decision-order"),
        ([person("ts-1", "TS. Lê An")], "name-invalid"),
        ([person("ts-1", "Lê An", birth_date="12/03/1985")], "value-invalid"),
        ([person("ts-1", "Lê An", birth_date="1985-03-12")], "personal-data-not-needed"),
        ([person("ts-1", "Lê An", leader="true")], "leader-elsewhere"),
        ([person("ts-1", "Lê An"), person("ts-2", "Lê An")], "address-no-step-left"),
    ],
)
def test_a_broken_rule_has_its_code(capsys, tmp_path, staff, code):
    write_unit(tmp_path, unit(staff=staff))
    assert code in codes(capsys, tmp_path)


def test_a_name_changed_without_a_decision_is_an_error_and_keeps_the_address(capsys, folder):
    run(capsys, folder, "register")
    write_unit(folder, unit(staff=[person("ts-1", "Nguyễn Văn Bình")]))
    assert codes(capsys, folder) == ["change-without-decision"]


def test_somebody_who_vanishes_without_a_decision_is_an_error(capsys, folder):
    run(capsys, folder, "register")
    write_unit(folder, unit())
    assert "holder-vanished" in codes(capsys, folder)


def test_what_only_time_brings_is_no_fault(capsys, tmp_path):
    leaving = decision("retire", "2026-11-20", effective="2027-01-01")
    write_unit(tmp_path, unit(staff=[person("ts-1", "Nguyễn Văn An", leaving)]))
    run(capsys, tmp_path, "register")
    arguments = ["--roster", str(tmp_path), "--date", "2027-02-01", "check"]
    assert main(arguments) == 0


def test_register_writes_nothing_while_the_roster_has_an_error(capsys, folder):
    write_unit(folder, unit("x", "X", kind="phong"))
    assert run(capsys, folder, "register")[0] == 1
    assert not (folder / "addresses.yml").exists()


def test_wrong_use_ends_with_2(capsys, tmp_path):
    for arguments in (
        ["check", "--date", "12/03/2026"],
        ["--roster", str(tmp_path / "x"), "check"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
