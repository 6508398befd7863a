"""The limits of rules: cases that are allowed, and the last day or number of a finding."""

import json
from datetime import date, timedelta

import pytest
from rosters import (
    OFFICE,
    TODAY,
    aliases,
    decision,
    derived,
    mains,
    person,
    roster,
    unit,
    write_unit,
)
from test_rules import GOOD

from congvu.checks import run_checks
from congvu.cli.main import main
from congvu.findings import Finding
from congvu.findings_formats import as_code_quality
from congvu.names import PersonName
from congvu.plan.compute import roster_plan
from congvu.plan.sentences import happens, refused, sentence
from congvu.policies import PersonFacts
from congvu.register import file as register_file
from congvu.register.derive import derive
from congvu.register.model import Entry, Register
from congvu.roster.load import RosterReader
from congvu.state import State, read_state

HEALTH = ("phong-y-te", "Phòng Y tế")
STARTED = decision("establish", "2015-07-16")
OFFICE_OF_LEADERS = ("ubnd-huyen", "UBND huyện", "leadership")


def codes(folder, *units, day=TODAY):
    for data in units:
        write_unit(folder, data)
    return [each.code for each in run_checks(read_state(folder, day, OFFICE))]


def titled(id_, name, title, *decisions):
    return {**person(id_, name, *decisions), "title": title}


def state(*units, register=None, on=TODAY):
    the_roster = roster(*units)
    committed = register if register is not None else derive(
        the_roster, Register(), OFFICE, on).register  # fmt: skip
    return State(OFFICE, the_roster, committed, on, ())


def changes(before, after):
    plan = roster_plan(state(*before), state(*after))
    return [(change.kind, sentence(change)) for change in plan.changes]


# Heads and their mailboxes (14.1, 14.2)


@pytest.mark.parametrize(
    ("titles", "delegates", "expected"),
    [
        (["Trưởng phòng", "Chuyên viên"], [], True),
        (["Quyền Trưởng phòng", "Chuyên viên"], [], True),
        (["Trưởng phòng", "Chuyên viên"], ["ts-2"], False),  # authorised in writing
        (
            ["Trưởng phòng", "Chuyên viên", "Trưởng phòng"],
            [],
            False,
        ),  # the head is not clear
        (["Phó Trưởng phòng", "Chuyên viên"], [], False),
    ],
)
def test_who_runs_a_mailbox_beside_the_head(tmp_path, titles, delegates, expected):
    names = ("Lê An", "Võ Ca", "Đỗ Nga")
    staff = [
        titled(f"ts-{n}", name, title)
        for n, (name, title) in enumerate(zip(names, titles, strict=False), 1)
    ]
    empowered = [{"person": id_, "document": "1/GUQ", "date": "2026-01-05"} for id_ in delegates]
    found = codes(tmp_path, unit(staff=staff, mailbox={"manager": "ts-2", "delegates": empowered}))
    assert ("head-without-mailbox" in found) is expected


# Ids, duplicates, similar letters


def test_a_persons_id_is_no_units(tmp_path):
    staff = [person("phong-noi-vu", "Lê An")]
    assert "person-id-duplicate" in codes(tmp_path, unit(staff=staff))


def test_who_has_left_is_nobodys_twin(tmp_path):
    twins = [person("ts-1", "Lê An"), person("ts-2", "Lê An", decision("retire", "2026-01-01"))]
    assert "person-twice" not in codes(tmp_path, unit(staff=twins))
    assert "person-twice" in codes(tmp_path, unit(staff=[twins[0], person("ts-2", "Lê An")]))


@pytest.mark.parametrize(
    ("pair", "alike"),
    [(("vva", "wa"), True), (("rna", "ma"), True), (("la", "1a"), True), (("na", "ma"), False)],
)
def test_what_looks_alike(tmp_path, pair, alike):
    units = [unit(f"phong-{n}", name, mailbox={"name": name}) for n, name in enumerate(pair)]
    assert ("address-looks-alike" in codes(tmp_path, *units)) is alike


def test_nobody_mistakes_an_address_that_gets_no_mail(tmp_path):
    gone = unit("phong-0", "ol", decisions=[STARTED, decision("dissolve", "2026-01-01")])
    assert "address-looks-alike" not in codes(tmp_path, gone, unit("phong-1", "o1"))


# Entries that may be deleted


def test_an_entry_is_needed_to_its_very_last_day(tmp_path):
    left = unit(staff=[person("ts-1", "Lê An", decision("retire", "2025-11-24"))])
    last = date(2025, 11, 24) + timedelta(OFFICE.former_address_days)
    assert "entry-not-needed" not in codes(tmp_path, left, day=last - timedelta(1))
    assert "entry-not-needed" in codes(tmp_path, left, day=last)


def test_a_dissolved_units_file_is_needed_while_somebody_stands_in_it(tmp_path):
    ended = {"decisions": [STARTED, decision("dissolve", "2020-01-01")]}
    assert "entry-not-needed" not in codes(tmp_path, unit(staff=[person("ts-1", "Lê An")], **ended))
    assert "entry-not-needed" in codes(tmp_path, unit(**ended))


def test_a_birth_date_is_needed_while_one_of_the_addresses_holds_it(tmp_path):
    twin = person("ts-2", "Lê An", decision("rename", "2026-01-05"), birth_date="1985-03-12")
    write_unit(tmp_path, unit(staff=[{**twin, "name": "Võ Ca"}]))
    entry = Entry("anl12", "ts-2", "former", "birth-date", date(2015, 8, 1), date(2027, 1, 5))
    new = Entry("cav", "ts-2", "main", "general", date(2026, 1, 5))
    register_file.write(Register([entry, new]), tmp_path / "addresses.yml")
    assert "personal-data-not-needed" not in codes(tmp_path)


# The register


def test_of_newcomers_the_earlier_signature_goes_first_whenever_it_takes_effect():
    first = person("ts-2", "Nguyễn Việt An")
    first["decisions"] = [decision("recruit", "2026-01-05", effective="2026-06-01")]
    second = person("ts-1", "Nguyễn Văn An")
    second["decisions"] = [decision("recruit", "2026-02-05")]
    found = mains(derived(roster(unit(staff=[second, first]))))
    assert (found["ts-2"], found["ts-1"]) == ("annv", "vanann")


def test_of_decisions_that_start_on_one_day_the_earlier_signature_comes_first(tmp_path):
    back = decision("reinstate", "2026-02-01", "3/QĐ", effective="2026-03-01")
    away = decision("suspend", "2026-01-01", "2/QĐ", effective="2026-03-01")
    staff = [person("ts-1", "Lê An", back, away)]
    assert "decision-order" not in codes(tmp_path, unit(staff=staff))


def test_who_had_gone_before_the_register_began_needs_no_address():
    gone = person("ts-2", "Lê An", decision("retire", "2020-01-01"), since="2016-01-01")
    result = derive(roster(unit(staff=[person("ts-1", "Lê An"), gone])), Register(), OFFICE, TODAY)
    assert not result.findings


def test_the_register_keeps_its_files_mode(tmp_path):
    file = tmp_path / "addresses.yml"
    register_file.write(Register(), file)
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(0o640)
    register_file.write(Register([Entry("an", "ts-1", "main", "general", TODAY)]), file)
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_register_that_only_needs_rewriting_stops_no_other_check(tmp_path):
    write_unit(tmp_path, unit(staff=[person("ts-1", "Lê An"), person("ts-1", "Võ Ca")]))
    (tmp_path / "addresses.yml").write_text("anl: {state: reserved, holder: ts-9, rule: general, "
                                            "since: 2015-08-01}\n")  # fmt: skip
    assert {"register-edited", "person-id-duplicate"} <= set(codes(tmp_path))


def test_a_leader_has_no_second_step():
    name = PersonName.parse("Trần Quốc Tuấn")
    assert OFFICE.rules.person_middle_name(PersonFacts(name, leader=True)) is None


# The plan


def test_a_number_guards_large_units_beside_the_share():
    names = [f"{first} {last}" for first in ("Lê", "Võ", "Đỗ", "Hà", "Tạ")
             for last in ("An", "Bình", "Chi", "Dung", "Giang", "Hoa", "Khoa")]  # fmt: skip
    staff = [person(f"ts-{n}", name) for n, name in enumerate(names)]
    gone = decision("resign", "2026-11-20")
    left = [person(one["id"], one["name"], gone) if n < 9 else one for n, one in enumerate(staff)]
    plan = roster_plan(state(unit(staff=staff)), state(unit(staff=left)))
    assert OFFICE.mass_change.count > 9  # within the limit for the whole office
    [refusal] = plan.refusals
    assert refused(refusal).startswith("Thay đổi hàng loạt ở Phòng Nội vụ: đóng hoặc đổi địa chỉ 9")


@pytest.mark.parametrize(("days", "shown"), [(0, True), (29, True), (30, False)])
def test_an_old_address_that_ends_within_a_month_is_shown(days, shown):
    start = derived(roster(unit(staff=[person("ts-1", "Võ Ca")])))
    renamed = unit(staff=[person("ts-1", "Lê An", decision("rename", "2026-01-05"))])
    register = derived(roster(renamed), start)
    day = register.get("cav").until - timedelta(days)
    now = state(renamed, register=register, on=day)
    coming = roster_plan(now, now).upcoming
    assert ["thôi nhận thư" in happens(one.event) for one in coming] == [True] * shown


def test_an_old_address_that_comes_back_does_not_end():
    once, again = decision("rename", "2026-01-05"), decision(
        "rename", "2026-11-20", "2/QĐ", effective="2026-12-05")  # fmt: skip
    start = derived(roster(unit(staff=[person("ts-1", "Võ Ca")])))
    renamed = derived(roster(unit(staff=[person("ts-1", "Lê An", once)])), start)
    back = state(unit(staff=[person("ts-1", "Võ Ca", once, again)]), register=renamed)
    [coming] = roster_plan(back, back).upcoming
    assert (coming.day, "thôi nhận thư" in happens(coming.event)) == (date(2026, 12, 5), False)


def test_delegates_who_go_and_papers_that_change_are_told():
    def with_delegates(*papers):
        staff = [person("ts-1", "Lê An"), person("ts-2", "Võ Ca")]
        empowered = [
            {"person": "ts-2", "document": paper, "date": "2026-01-05"} for paper in papers
        ]
        return [unit(staff=staff, mailbox={"manager": "ts-1", "delegates": empowered})]

    [(kind, text), right] = changes(with_delegates("1/GUQ"), with_delegates())
    assert right == ("rights", "hộp thư chung phongnoivu@tayson.binhdinh.gov.vn: không mở được "
                     "nữa: Võ Ca (ts-2)")  # fmt: skip
    assert (kind, text) == ("manager", "thôi ủy quyền hộp thư chung cho Võ Ca (ts-2)")
    [(kind, text)] = changes(with_delegates("1/GUQ"), with_delegates("2/GUQ"))
    assert text.startswith("giấy ủy quyền của Võ Ca (ts-2) nay là giấy ủy quyền số 2/GUQ")


def test_another_place_is_told():
    [(kind, text)] = changes([unit(place="Phú Phong")], [unit(place="Tây Xuân")])
    assert (kind, "địa danh «Phú Phong» thành «Tây Xuân»" in text) == ("directory", True)


def test_a_coming_decision_that_changes_no_mailbox_says_so():
    moved = decision("appoint", "2026-11-20", "2/QĐ", effective="2027-01-05")
    [(kind, text)] = changes([unit(staff=[person("ts-1", "Lê An")])],
                             [unit(staff=[person("ts-1", "Lê An", moved)])])  # fmt: skip
    assert kind == "later"
    assert text.endswith("giữ nguyên hộp thư anl@tayson.binhdinh.gov.vn")


def test_a_coming_name_of_a_unit_is_not_told_of_its_sections():
    def commune(name, *decisions):
        sections = [{"id": "van-thu", "name": "Văn thư"}]
        return [unit("xa", name, "commune", place="Tây Phú", sections=sections,
                     decisions=[STARTED, *decisions])]  # fmt: skip

    coming = decision("rename", "2026-11-20", "2/QĐ", effective="2027-01-05")
    end = decision("dissolve", "2026-11-20", "3/QĐ", effective="2027-01-05")
    for after, told in (([coming], ["xa"]), ([coming, end], ["xa", "xa", "xa/van-thu"])):
        plan = roster_plan(state(*commune("UBND xã A")), state(*commune("UBND xã B", *after)))
        assert [change.subject for change in plan.changes if change.kind == "later"] == told


# explain


def ask(folder, capsys, asked):
    assert main(["--roster", str(folder), "--date", "2026-11-24", "explain", asked]) == 0
    return capsys.readouterr().out


def test_explain_says_what_an_address_is_now_and_what_is_decided(tmp_path, capsys):
    renamed = person("ts-1", "Lê An", decision("rename", "2026-05-01"))
    leaving = person("ts-2", "Đỗ Nga", decision("retire", "2026-11-20", effective="2027-03-01"))
    write_unit(tmp_path, unit(staff=[renamed, leaving]))
    old = Entry("cav", "ts-1", "main", "general", date(2015, 8, 1))
    register_file.write(Register([old]), tmp_path / "addresses.yml")
    assert "từ 01/08/2015, địa chỉ cũ, còn nhận thư" in ask(tmp_path, capsys, "Võ Ca")
    assert "từ 01/03/2027: nghỉ hưu, quyết định số 1/QĐ-UBND" in ask(tmp_path, capsys, "ts-2")


def test_explain_names_the_appointment_behind_a_leaders_address(tmp_path, capsys):
    leader = person("ts-1", "Lê An", decision("appoint", "2015-08-01", "2/QĐ"), leader=True)
    write_unit(tmp_path, unit(*OFFICE_OF_LEADERS, staff=[leader]))
    assert "theo quyết định bổ nhiệm số 2/QĐ ngày 01/08/2015" in ask(tmp_path, capsys, "lean")


# Reading


def test_of_one_kind_of_finding_a_file_shows_twenty(tmp_path):
    lines = "".join(f"# {n}\n  \tx: {n}\n" for n in range(40))
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD + lines)
    assert codes(tmp_path).count("tab") == 20


def test_a_wrong_key_of_a_decision_is_told_by_whom_it_is_about(tmp_path):
    odd = {**STARTED, "xyzzy": "1"}
    write_unit(tmp_path, unit(decisions=[odd], staff=[person("ts-1", "Lê An", odd)]))
    found = [each.message for each in run_checks(read_state(tmp_path, TODAY, OFFICE))
             if each.code == "unknown-field"]  # fmt: skip
    assert ["successor" in message for message in found] == [True, False]


def test_what_is_wrong_with_a_file_is_told_each_time_it_is_read(tmp_path):
    (tmp_path / "phong-noi-vu.yml").write_text(GOOD.replace("\n", "\r\n"), newline="")
    reader = RosterReader()
    assert [[each.code for each in reader.read(tmp_path)[1]] for _ in range(2)] == [
        ["windows-line-ends"]] * 2  # fmt: skip


def test_equal_findings_have_fingerprints_of_their_own(tmp_path):
    finding = Finding("tab", "có dấu tab", tmp_path / "x.yml", 1)
    issues = json.loads(as_code_quality([finding, finding], tmp_path))
    assert len({issue["fingerprint"] for issue in issues}) == 2


# Successors


def test_a_successor_must_live_on_the_day_it_takes_over(tmp_path):
    ends = [STARTED, decision("dissolve", "2026-11-20", effective="2027-01-01",
                              successor="phong-moi")]  # fmt: skip
    born = [decision("establish", "2026-11-20", effective="2027-01-01")]
    new = unit("phong-moi", "Phòng Mới", decisions=born)
    assert "successor-dissolved" not in codes(tmp_path, unit(decisions=ends), new)


def test_a_section_with_a_successor_of_its_own_goes_to_no_namesake(tmp_path):
    ends = decision("dissolve", "2026-03-01", successor="xa-b")
    sections = [{"id": "van-thu", "name": "Văn thư", "decisions": [STARTED, ends]}]
    there = [{"id": "van-thu", "name": "Văn thư"}]
    write_unit(tmp_path, unit("xa-a", "UBND xã A", "commune", place="A", sections=sections))
    write_unit(tmp_path, unit("xa-b", "UBND xã B", "commune", place="B", sections=there))
    found = aliases(read_state(tmp_path, TODAY, OFFICE))
    assert [alias.account for alias in found] == ["xa-b"]
