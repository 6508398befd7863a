"""Rules that compare two revisions."""

import pytest
from rosters import OFFICE, TODAY, decision, person, unit, write_unit

from congvu.checks import run_checks
from congvu.register import file as register_file
from congvu.state import read_state


@pytest.fixture
def folder(tmp_path):
    write_unit(tmp_path, unit(staff=[person("ts-1", "Nguyễn Văn An")], mailbox={"manager": "ts-1"}))
    register_file.write(state_of(tmp_path).register, tmp_path / "addresses.yml")
    return tmp_path


def state_of(folder):
    return read_state(folder, TODAY, OFFICE)


def codes_after(folder, old, new):
    before = state_of(folder)
    register = folder / "addresses.yml"
    register.write_text(register.read_text().replace(old, new))
    return [finding.code for finding in run_checks(state_of(folder), before)]


def test_nothing_changed_is_no_finding(folder):
    assert codes_after(folder, "x", "x") == []


def test_an_address_that_changes_hands_is_an_error(folder):
    assert "address-changed-hands" in codes_after(folder, "holder: ts-1", "holder: ts-2")


def test_an_address_that_vanishes_is_an_error(folder):
    line = "annv: {holder: ts-1, state: main, rule: general, since: 2015-08-01}\n"
    assert "address-vanished" in codes_after(folder, line, "")


HEALTH = ("phong-y-te", "Phòng Y tế")


def findings_between(folder, before, after):
    for data in before:
        write_unit(folder, data)
    old = state_of(folder)
    for data in after:
        write_unit(folder, data)
    checked = ("moved-without-decision", "decision-vanished")
    return [each for each in run_checks(state_of(folder), old) if each.code in checked]


@pytest.mark.parametrize("type_", ["transfer", "appoint", "recruit"])
def test_who_stands_in_another_units_file_was_moved_by_a_new_decision(tmp_path, type_):
    earlier = decision("transfer", "2020-01-01", "2/QĐ")
    someone = person("ts-1", "Nguyễn Văn An", earlier)
    before = [unit(staff=[someone]), unit(*HEALTH)]
    moved = [unit(), unit(*HEALTH, staff=[someone])]
    [found] = findings_between(tmp_path, before, moved)
    assert (found.code, found.file.name) == ("moved-without-decision", "phong-y-te.yml")
    assert "từ Phòng Nội vụ sang Phòng Y tế" in found.message
    decided = person("ts-1", "Nguyễn Văn An", earlier, decision(type_, "2026-11-20", "3/QĐ"))
    assert not findings_between(tmp_path, before, [unit(), unit(*HEALTH, staff=[decided])])


def test_who_is_a_leader_now_was_made_one_by_a_new_decision(tmp_path):
    office = ("ubnd-huyen", "UBND huyện", "leadership")
    someone = person("ts-1", "Nguyễn Văn An", decision("appoint", "2020-01-01", "2/QĐ"))
    leader = {**someone, "leader": True}
    [found] = findings_between(
        tmp_path, [unit(*office, staff=[someone])], [unit(*office, staff=[leader])]
    )
    assert "được ghi là lãnh đạo huyện (leader) mà không có quyết định mới" in found.message


def test_a_decision_that_took_effect_and_vanishes_is_pointed_out(tmp_path):
    def staff(*decisions):
        return [unit(staff=[person("ts-1", "Nguyễn Văn An", *decisions)])]

    left = decision("retire", "2026-10-01", "2/QĐ")
    [found] = findings_between(tmp_path, staff(left), staff())
    assert found.code == "decision-vanished"
    assert found.severity == "warning"
    # A corrected number or date is allowed, and so is removing a decision before its day.
    for corrected in (left | {"number": "3/QĐ"}, left | {"date": "2026-10-02"}):
        assert not findings_between(tmp_path, staff(left), staff(corrected))
    ahead = decision("retire", "2026-10-01", "2/QĐ", effective="2027-01-01")
    assert not findings_between(tmp_path, staff(ahead), staff())


def test_the_end_of_a_unit_that_was_decided_ahead_stops_no_host_on_its_day(tmp_path):
    end = decision("dissolve", "2026-11-01", "2/QĐ", effective="2026-12-15")
    started = decision("establish", "2015-07-16")
    someone = person("ts-1", "Nguyễn Văn An")
    write_unit(tmp_path, unit(staff=[someone], decisions=[started, end]))
    for day in (TODAY, TODAY.replace(month=12, day=31)):
        found = run_checks(read_state(tmp_path, day, OFFICE))
        [left] = [each for each in found if "dissol" in each.code]
        assert (left.severity, "giải thể từ 15/12/2026" in left.message) == ("warning", True)
