"""Every rule: a roster that breaks it, the line of the finding, and its text."""

import unicodedata

import pytest
import yaml
from rosters import OFFICE, TODAY, decision, person, unit, write_unit
from snapshots import matches_snapshot

from congvu.checks import run_checks
from congvu.office import DEFAULT_FILE, load_office
from congvu.register import file as register_file
from congvu.rules import RULES
from congvu.state import read_state

AN = person("ts-1", "Nguyễn Văn An")
HEAD = {**AN, "title": "Trưởng phòng"}
MANAGED = {"mailbox": {"manager": "ts-1"}}
GOOD = """\
id: phong-noi-vu
name: Phòng Nội vụ
kind: division
decisions:
  - {type: establish, number: 3426/QĐ-UBND, date: 2015-07-16}
mailbox: {manager: ts-1}
staff:
  - id: ts-1
    name: Nguyễn Văn An
    title: Trưởng phòng
    decisions:
      - {type: recruit, number: 45/QĐ-UBND, date: 2015-08-01}
"""


def commune(*staff, **more):
    place = {"place": "Tây Phú", "mailbox": {"manager": staff[0]["id"] if staff else None}}
    if not staff:
        del place["mailbox"]
    return unit("ubnd-xa-tay-phu", "UBND xã Tây Phú", "commune", staff=staff, **{**place, **more})


def dissolved(id_, name, day="2026-01-01", **more):
    end = decision("dissolve", day, **more)
    return unit(id_, name, decisions=[decision("establish", "2015-07-16"), end])


# By the rule's code, a roster that breaks it: documents, one per file.
BROKEN_ROSTERS = {
    "missing-field": [unit(staff=[{"id": "ts-1", "name": "Lê An"}])],
    "unknown-field": [unit(staff=[{**AN, "ngay_sinh": "1985-03-12"}])],
    "empty-field": [unit(staff=[{**AN, "title": None}])],
    "unknown-value": [unit(kind="divison")],
    "value-invalid": [unit(staff=[{**AN, "birth_date": "12/03/1985"}])],
    "name-invalid": [unit(staff=[person("ts-1", "ThS. Nguyễn Văn An")])],
    "unit-id-duplicate": [unit(), {**unit(), "_file": "khac"}],
    "person-id-duplicate": [unit(staff=[AN]), commune(person("ts-1", "Lê Thị Bình"))],
    "person-twice": [
        unit(staff=[AN], **MANAGED),
        commune(person("ts-2", "Nguyễn Văn An", birth_date="1985-03-12"), mailbox={}),
    ],
    "section-id-duplicate": [commune(sections=[{"id": "vt", "name": "Văn thư"}] * 2)],
    "place-missing": [unit("ubnd-xa-tay-phu", "UBND xã Tây Phú", "commune")],
    "sections-not-allowed": [unit(sections=[{"id": "vt", "name": "Văn thư"}])],
    "leader-elsewhere": [unit(staff=[{**AN, "leader": True}])],
    "unit-name": [unit(name="…")],
    "section-name": [commune(sections=[{"id": "vt", "name": "…"}])],
    "name-capitals": [unit(staff=[person("ts-1", "NGUYỄN VĂN AN")])],
    "file-name": [{**unit(), "_file": "khac"}],
    "unit-without-decision": [{**unit(), "decisions": []}],
    "person-without-decision": [unit(staff=[{**AN, "decisions": []}])],
    "decision-order": [unit(staff=[person("ts-1", "Lê An", decision("reinstate", "2020-01-01"))])],
    "decision-date": [
        unit(
            staff=[
                person("ts-1", "Lê An", decision("retire", "2027-01-01", effective="2026-01-01"))
            ]
        )
    ],
    "decision-year": [unit(staff=[person("ts-1", "Lê An", since="0215-08-01")])],
    "decision-twice": [
        unit(staff=[person("ts-1", "Lê An", *[decision("appoint", "2020-01-01")] * 2)])
    ],
    "staff-of-dissolved-unit": [
        {**dissolved("phong-y-te", "Phòng Y tế"), "staff": [person("ts-1", "Lê An")]}
    ],
    "staff-of-dissolving-unit": [
        {
            **dissolved("phong-y-te", "Phòng Y tế", "2026-11-01", effective="2026-12-15"),
            "staff": [person("ts-1", "Lê An")],
        }
    ],
    "leave-without-end": [
        unit(staff=[person("ts-1", "Lê An", decision("leave", "2026-01-05"))])
    ],
    "leave-ends-before": [
        unit(staff=[person("ts-1", "Lê An", decision("leave", "2026-03-05", until="2026-03-04"))])
    ],
    "leave-order": [unit(staff=[person("ts-1", "Lê An", decision("return", "2026-03-05"))])],
    "new-letter-ahead": [unit(staff=[person("ts-1", "Lê An", new_letter="2026-12-24")])],
    "new-letter-without-mailbox": [
        unit(staff=[person("ts-1", "Lê An", new_letter="2015-07-31")]),
        unit(
            id="phong-y-te",
            name="Phòng Y tế",
            staff=[person("ts-2", "Đỗ Bình", decision("retire", "2026-11-01"),
                          new_letter="2026-11-20")],
        ),
    ],
    "new-letter-without-key": [unit(staff=[person("ts-1", "Lê An", new_letter="2026-11-20")])],
    "until-misplaced": [
        unit(staff=[person("ts-1", "Lê An", decision("suspend", "2026-03-05", until="2026-04-05"))])
    ],
    "successor-misplaced": [
        unit(decisions=[decision("establish", "2015-07-16", successor="phong-y-te")])
    ],
    "former-name-misplaced": [
        unit(decisions=[decision("establish", "2015-07-16", former_name="Phòng Tổ chức")])
    ],
    "successor-unknown": [dissolved("phong-y-te", "Phòng Y tế", successor="phong-noi")],
    "successor-dissolved": [
        dissolved("phong-y-te", "Phòng Y tế", successor="phong-lao-dong"),
        dissolved("phong-lao-dong", "Phòng Lao động"),
    ],
    "manager-missing": [unit(staff=[AN])],
    "manager-unknown": [unit(mailbox={"manager": "ts-9"}, staff=[AN])],
    "manager-absent": [
        unit(staff=[person("ts-1", "Lê An", decision("suspend", "2026-01-01"))], **MANAGED)
    ],
    "head-without-mailbox": [
        unit(staff=[{**person("ts-2", "Lê Thị Bình"), "title": "Trưởng phòng"}, AN], **MANAGED)
    ],
    "delegate-unknown": [
        unit(
            staff=[HEAD],
            mailbox={
                "manager": "ts-1",
                "delegates": [{"person": "ts-9", "document": "1/GUQ", "date": "2026-01-05"}],
            },
        )
    ],
    "delegate-absent": [
        unit(
            staff=[HEAD, person("ts-2", "Lê Bình", decision("resign", "2026-06-01"))],
            mailbox={
                "manager": "ts-1",
                "delegates": [{"person": "ts-2", "document": "1/GUQ", "date": "2026-01-05"}],
            },
        )
    ],
    "delegate-date": [
        unit(
            staff=[HEAD, person("ts-2", "Lê Bình")],
            mailbox={
                "manager": "ts-1",
                "delegates": [{"person": "ts-2", "document": "1/GUQ", "date": "2015-01-05"}],
            },
        )
    ],
    "delegate-not-needed": [
        unit(
            staff=[HEAD],
            mailbox={
                "manager": "ts-1",
                "delegates": [{"person": "ts-1", "document": "1/GUQ", "date": "2026-01-05"}],
            },
        )
    ],
    "address-no-step-left": [unit(staff=[AN, person("ts-2", "Nguyễn Văn An")])],
    "address-too-long": [unit(name="Ban " + "Chỉ đạo " * 20)],
    "address-looks-alike": [unit("ol", "Ol", staff=[]), unit("o1", "O1", staff=[])],
    "personal-data-not-needed": [unit(staff=[{**AN, "birth_date": "1985-03-12"}])],
    "exception-not-needed": [unit(mailbox={"name": "phongnoivu"})],
    "entry-not-needed": [
        unit(staff=[person("ts-1", "Lê An", decision("retire", "2020-01-01"))])
    ],
}  # fmt: skip

# By the rule's code, the bytes of a unit's file that breaks it.
BROKEN_FILES = {
    "file-empty": b"",
    "file-too-large": b"#" + b" " * (8 * 1024 * 1024),
    "file-not-utf8": GOOD.replace("Nguyễn Văn An", "NguyÔn V¨n An")
    .replace("ò", "ß")
    .encode("latin-1", "replace"),
    "conflict-marker": GOOD.replace("name: P", "<<<<<<< HEAD\nname: P", 1).encode(),
    "tab": GOOD.replace("    title", "\ttitle").encode(),
    "windows-line-ends": GOOD.replace("\n", "\r\n").encode(),
    "byte-order-mark": ("\ufeff" + GOOD).encode(),
    "control-character": GOOD.replace("Văn", "V\x07ăn").encode(),
    "invisible-character": GOOD.replace("Văn An", "Văn\u200b An").encode(),
    "unknown-character": GOOD.replace("Văn An", "Văn \ue000An").encode(),
    "unusual-space": GOOD.replace("Văn An", "Văn\u00a0An").encode(),
    "legacy-encoding": GOOD.replace("Nguyễn Văn An", "NguyÔn V¨n An").encode(),
    "foreign-letter": GOOD.replace("Văn An", "Văn \u0410n").encode(),
    "not-nfc": unicodedata.normalize("NFD", GOOD).encode(),
    "yaml-syntax": GOOD.replace("staff:", "staff").encode(),
    "yaml-alias": b"id: &x [1]\nname: *x\n",
    "yaml-tag": GOOD.replace("name: Ng", "name: !!python/object:os.system Ng").encode(),
    "yaml-depth": GOOD.replace("Trưởng phòng", "[" * 30 + "]" * 30).encode(),
    "yaml-key": GOOD.replace("kind: division", "? [kind]\n: division").encode(),
    "duplicate-key": GOOD.replace("kind: division", "kind: division\nkind: town").encode(),
}

# By the rule's code, a register that breaks it, with a good file of a unit.
LINE = "{holder: %s, state: %s, rule: general, since: 2015-08-01}"
HEADER = register_file.HEADER
UNIT_LINE = "phongnoivu: {holder: phong-noi-vu, state: main, rule: unit, since: 2015-07-16}\n"
BROKEN_REGISTERS = {
    "register-form": HEADER + "annv: {holder: ts-1}\n",
    "register-edited": f"annv: {LINE % ('ts-1', 'main')}\n{UNIT_LINE}",
    "register-stale": HEADER + UNIT_LINE,
    "address-reserved": f"{HEADER}annv: {LINE % ('ts-1', 'main')}\n{UNIT_LINE}"
    f"postmaster: {LINE % ('ts-7', 'reserved')}\n",
    "holder-vanished": f"{HEADER}annv: {LINE % ('ts-1', 'main')}\n"
    f"binhl: {LINE % ('ts-2', 'main')}\n{UNIT_LINE}",
    "change-without-decision": f"{HEADER}binhl: {LINE % ('ts-1', 'main')}\n{UNIT_LINE}",
    "person-id-reused": f"{HEADER}binhl: {LINE % ('ts-1', 'reserved')}\n{UNIT_LINE}".replace(
        "2015-08-01", "2015-07-20"
    ),
}
# Rules that compare two revisions (tests/unit/test_history.py), and rules that are tested below.
ELSEWHERE = {"address-changed-hands", "address-vanished"} | {
    "moved-without-decision",
    "decision-vanished",
    "roster-unreadable",
    "roster-empty",
    "file-unreadable",
    "file-not-read",
    "contact-unknown",
    "contact-closed",
    "word-without-function",
    "operator-unknown",
}


def write(folder, code):
    if code in BROKEN_ROSTERS:
        for data in BROKEN_ROSTERS[code]:
            values = {key: value for key, value in data.items() if key != "_file"}
            write_unit(folder, values, data.get("_file"))
    elif code in BROKEN_FILES:
        (folder / "phong-noi-vu.yml").write_bytes(BROKEN_FILES[code])
    else:
        (folder / "phong-noi-vu.yml").write_text(GOOD)
        (folder / "addresses.yml").write_text(BROKEN_REGISTERS[code])


def findings_of(folder, code):
    return [
        finding
        for finding in run_checks(read_state(folder, on=TODAY, office=OFFICE))
        if finding.code == code
    ]


def test_every_rule_is_broken_by_a_test():
    tested = BROKEN_ROSTERS.keys() | BROKEN_FILES.keys() | BROKEN_REGISTERS.keys() | ELSEWHERE
    assert tested == RULES.keys()


@pytest.mark.parametrize("code", [*BROKEN_ROSTERS, *BROKEN_FILES, *BROKEN_REGISTERS])
def test_the_rule_is_found_with_its_line(tmp_path, code):
    write(tmp_path, code)
    found = findings_of(tmp_path, code)
    assert found
    for finding in found:
        assert finding.line >= 1
        assert finding.file.parent == tmp_path
        assert finding.severity == RULES[code].severity


def test_what_the_clerk_reads(tmp_path):
    lines = []
    for code in sorted(RULES.keys() - ELSEWHERE):
        folder = tmp_path / code
        folder.mkdir()
        write(folder, code)
        lines += [finding.text(folder) for finding in findings_of(folder, code)]
    matches_snapshot("findings.txt", "\n".join(lines) + "\n")


def of_the_office(folder, directory, *units, **accounts):
    """Return the findings in a `district.yml`, given with a roster."""
    data = yaml.safe_load(DEFAULT_FILE.read_text())
    data["district"]["directory"] = directory
    data["district"]["accounts"].update(accounts)
    file = folder / "district.yml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    roster = folder / "roster"
    roster.mkdir()
    for one in units:
        write_unit(roster, one)
    found = run_checks(read_state(roster, on=TODAY, office=load_office(file)))
    lines = file.read_text().splitlines()
    return [(one, lines[one.line - 1].strip()) for one in found if one.file == file]


def test_the_directorys_contact_is_a_unit_of_the_roster(tmp_path):
    [(found, line)] = of_the_office(tmp_path, {"contact": "phong-noi-v"}, unit())
    assert (found.code, found.severity, line) == (
        "contact-unknown",
        "error",
        "contact: phong-noi-v",
    )
    assert found.sentence() == (
        "không có đơn vị «phong-noi-v» để nhận báo lỗi danh bạ; có phải là «phong-noi-vu»? "
        "(Điều 13.6)"
    )


def test_an_operator_is_somebody_of_the_roster(tmp_path):
    named, staffed = ["ts-1", "ts-9"], unit(staff=[person("ts-1", "Lê Bình")])
    [(found, line)] = of_the_office(tmp_path, {}, staffed, operators=named)
    assert (found.code, found.severity, line) == ("operator-unknown", "error", "- ts-9")
    assert found.sentence() == (
        "không có cán bộ «ts-9» để làm người vận hành; hãy ghi mã cán bộ (Điều 10)"
    )


def test_the_directorys_contact_may_close(tmp_path):
    closed = dissolved("phong-y-te", "Phòng Y tế")
    [(found, _)] = of_the_office(tmp_path, {"contact": "phong-y-te"}, unit(), closed)
    assert (found.code, found.severity) == ("contact-closed", "warning")


def test_citizens_words_belong_to_something_that_a_unit_does(tmp_path):
    words = {"Hộ tịch": ["khai sinh"], "hộ tich": ["khai tử"], "thủy lợi": ["kênh mương"]}
    works = unit(functions=["hộ tịch"])
    [(found, line)] = of_the_office(tmp_path, {"words": words}, works)
    assert (found.code, found.severity, line) == ("word-without-function", "warning", "thủy lợi:")
    assert "không đơn vị nào phụ trách «thủy lợi» (functions); hãy bỏ dòng này" in found.message


def test_an_office_says_nothing_of_rosters_elsewhere(tmp_path):
    write_unit(tmp_path, unit())
    found = run_checks(read_state(tmp_path, on=TODAY, office=OFFICE))
    assert OFFICE.directory.contact
    assert not [one for one in found if one.file == DEFAULT_FILE]
