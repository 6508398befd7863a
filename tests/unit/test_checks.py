"""The commands `check` and `register`: all findings at once, in every format; no partial writes."""

import json
from xml.etree import ElementTree

import pytest
from rosters import OFFICE, TODAY, decision, person, unit, write_unit

from congvu.checks import run_checks
from congvu.cli.main import main
from congvu.office import DEFAULT_ROSTER
from congvu.state import read_state

MANAGED = {"mailbox": {"manager": "ts-1"}}


@pytest.fixture
def folder(tmp_path):
    write_unit(tmp_path, unit(staff=[person("ts-1", "Nguyễn Văn An")], **MANAGED))
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


def test_all_errors_of_all_files_come_at_once_in_file_and_line_order(capsys, folder):
    (folder / "a.yml").write_text("id: a\nname: A\nkind: phong\ncolour: red\n")
    (folder / "b.yml").write_text("id: b\nid: c\nname: B\u00a0B\nkind: division\n\tstaff: []\n")
    write_unit(folder, unit(staff=[person("ts-1", "nguyễn văn an")]))
    code, findings = run(capsys, folder, "check")
    assert code == 1
    assert [
        (finding["file"].rpartition("/")[2], finding["line"], finding["code"])
        for finding in findings
    ] == [
        ("a.yml", 3, "unknown-value"),
        ("a.yml", 4, "unknown-field"),
        ("b.yml", 3, "unusual-space"),
        ("b.yml", 5, "tab"),
        ("phong-noi-vu.yml", 1, "manager-missing"),
        ("phong-noi-vu.yml", 10, "name-capitals"),
    ]


@pytest.mark.parametrize("value", ["no", "on", "012", "1e3", "0x10", "1:30", "2026-01-01"])
def test_yaml_turns_no_text_into_something_else(capsys, folder, value):
    file = folder / "phong-noi-vu.yml"
    file.write_text(file.read_text().replace("Chuyên viên", value))
    assert codes(capsys, folder) == ["register-stale"]


@pytest.mark.parametrize(
    "text",
    [
        "id: a\nname: Phòng".encode("utf-16"),
        b"id: &a x\nname: {b: *c}\n",
        b"[" * 5000,
        b"{" * 5000,
        b"- 1\n- 2\n",
        b"\xff\xfe",
        b"\x00",
        b"%YAML 9.9\n---\nid: a\n",
        b"--- a\n--- b\n",
        b"? ? ? ?\n",
        b"a: &a [*a]\n",
        b'"\\ud800": 1\n',
        b"id: a\nname: A\nkind: division\ndecisions: [{type: establish, number: x, date: [1]}]\n",
        b"id: {}\nname: []\nkind: {a: b}\ndecisions: x\nstaff: {a: 1}\nmailbox: []\n",
    ],
)
def test_bad_files_give_findings_and_no_traceback(capsys, folder, text):
    (folder / "hong.yml").write_bytes(text)
    code, findings = run(capsys, folder, "check")
    assert code == 1
    assert any(finding["file"].endswith("hong.yml") for finding in findings)


def test_a_link_is_not_followed(capsys, folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("root:x:0:0\n")
    (folder / "lien-ket.yml").symlink_to(secret)
    (folder / "addresses.yml").symlink_to(secret)
    code, findings = run(capsys, folder, "check")
    assert code == 1
    assert [finding["code"] for finding in findings] == ["file-unreadable"] * 2
    assert "root" not in str(findings)


def test_folders_that_cant_be_read(capsys, tmp_path):
    assert "roster-empty" in codes(capsys, tmp_path)
    (tmp_path / "a.yml").mkdir()
    assert "file-unreadable" in codes(capsys, tmp_path)


def test_every_form_tells_the_same(capsys, folder):
    write_unit(folder, unit(staff=[person("ts-1", "NGUYỄN VĂN AN"), person("ts-2", "ThS. Lê An")]))
    reports = {form: folder / form for form in ("json", "codequality", "junit", "text")}
    options = [f"--report={form}={file}" for form, file in reports.items()]
    assert main(["--roster", str(folder), "--date", "2026-11-24", "check", *options]) == 1
    assert reports["text"].read_text() == capsys.readouterr().out
    findings = json.loads(reports["json"].read_text())["findings"]
    quality = json.loads(reports["codequality"].read_text())
    assert [(issue["check_name"], issue["location"]["lines"]["begin"]) for issue in quality] == [
        (finding["code"], finding["line"]) for finding in findings
    ]
    assert len({issue["fingerprint"] for issue in quality}) == len(quality)
    assert not any(issue["location"]["path"].startswith("/") for issue in quality)
    failed = [
        case.get("classname")
        for case in ElementTree.parse(reports["junit"]).iter("testcase")
        if case.find("failure") is not None
    ]
    assert failed == ["name-invalid"]


def test_a_report_that_cant_be_written_is_wrong_use(capsys, folder):
    where = folder / "khong-co" / "bao-cao.json"
    assert main(["--roster", str(folder), "check", f"--report=json={where}"]) == 2
    assert "không ghi được" in capsys.readouterr().err


def test_a_name_changed_without_a_decision_is_an_error_and_keeps_the_address(capsys, folder):
    run(capsys, folder, "register")
    write_unit(folder, unit(staff=[person("ts-1", "Nguyễn Văn Bình")], **MANAGED))
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


def test_register_mends_what_a_hand_has_changed(capsys, folder):
    run(capsys, folder, "register")
    register = folder / "addresses.yml"
    written = register.read_text()
    register.write_text(written.replace(": {", ":  {  "))
    assert codes(capsys, folder) == ["register-edited"]
    assert run(capsys, folder, "register")[0] == 0
    assert register.read_text() == written


def test_the_first_day_of_a_unit_to_come_brings_no_error(folder):
    """The manager of a coming mailbox is checked at once, as of the coming day."""
    day = decision("establish", "2026-11-20", effective="2027-01-01")
    chief = person("ts-8", "Võ Ca")
    chief["decisions"][0] |= {"date": "2026-11-20", "effective": "2027-01-01"}

    def codes(manager, delegate):
        empowered = [{"person": delegate, "document": "1/GUQ", "date": "2027-01-02"}]
        mailbox = {"manager": manager, "delegates": empowered}
        new = unit("phong-y-te", "Phòng Y tế", decisions=[day], staff=[chief], mailbox=mailbox)
        write_unit(folder, new)
        found = run_checks(read_state(folder, TODAY, OFFICE))
        return {each.code for each in found if each.file.stem == "phong-y-te"}

    assert codes("ts-9", "ts-7") == {"manager-unknown", "delegate-unknown"}
    assert codes("ts-8", "ts-8") == {"delegate-not-needed"}


def test_a_decision_that_recruited_many_says_nothing_about_namesakes(capsys, tmp_path):
    names = ("Nguyễn Văn An", "Lê Bình", "Nguyễn Văn An", "Đỗ Minh Châu")
    staff = [
        person(f"ts-{number}", name, birth_date=f"1985-03-{number + 10}")
        for number, name in enumerate(names, 1)
    ]
    del staff[0]["birth_date"], staff[1]["birth_date"], staff[3]["birth_date"]
    write_unit(tmp_path, unit(staff=staff, **MANAGED))
    assert run(capsys, tmp_path, "register") == (0, [])
    write_unit(tmp_path, unit(staff=staff[:3], **MANAGED))
    assert "person-twice" in codes(capsys, tmp_path)
