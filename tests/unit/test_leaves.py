"""Leaves («nghỉ thai sản, nghỉ dài ngày»): who is on leave stays what they are."""

from datetime import date

import pytest
from rosters import OFFICE, TODAY, decision, derived, person, roster, unit

from congvu.checks.leaves import leaves_follow_each_other, leaves_have_an_end
from congvu.directory.compute import directory
from congvu.explain.answers import of_holder
from congvu.roster.lifecycle import leave_on, person_state
from congvu.state import State


def state(*decisions, on=TODAY):
    the_roster = roster(unit(staff=[person("ts-1", "Lê An", *decisions)]))
    return State(OFFICE, the_roster, derived(the_roster, on=on), on, ())


def somebody(*decisions):
    [(_, found)] = state(*decisions).roster.people()
    return found


LEAVE = decision("leave", "2026-10-20", effective="2026-11-01", until="2027-04-30")


@pytest.mark.parametrize(
    ("decisions", "days", "others"),
    [
        ([LEAVE], ["2026-11-01", "2027-04-30"], ["2026-10-31", "2027-05-01"]),
        (
            [LEAVE, decision("return", "2027-02-15")],
            ["2026-11-01", "2027-02-14"],
            ["2027-02-15", "2027-04-30"],
        ),
        ([LEAVE, decision("return", "2026-11-01")], [], ["2026-11-01"]),
        ([LEAVE, decision("resign", "2027-01-01")], ["2026-12-31"], ["2027-01-01"]),
        (
            [LEAVE, decision("leave", "2027-04-20", effective="2027-05-01", until="2027-05-31")],
            ["2027-04-30", "2027-05-31"],
            ["2027-06-01"],
        ),
        ([], [], ["2026-11-24"]),
    ],
)
def test_a_leave_lasts_to_its_last_day_a_return_or_the_end_of_service(decisions, days, others):
    who = somebody(*decisions)
    for day in days:
        assert leave_on(who, date.fromisoformat(day)) is not None
        assert person_state(who, date.fromisoformat(day)) == "active"
    for day in others:
        assert leave_on(who, date.fromisoformat(day)) is None


def messages(*decisions):
    found = state(*decisions)
    findings = [*leaves_have_an_end(found), *leaves_follow_each_other(found)]
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ([LEAVE], []),
        ([LEAVE, decision("leave", "2027-05-01", until="2027-05-31")], []),
        ([LEAVE, decision("return", "2027-01-04"), decision("return", "2027-01-05")],
         ["đi làm lại (quyết định 1/QĐ-UBND) từ 05/01/2027, vì lúc đó không có kỳ nghỉ nào"]),
        ([LEAVE, decision("leave", "2027-04-30", until="2027-05-31")],
         ["bắt đầu (30/04/2027) khi kỳ nghỉ trước còn đến hết 30/04/2027"]),
        ([LEAVE, decision("return", "2027-01-04"),
          decision("leave", "2027-02-01", until="2027-03-01")], []),
        ([LEAVE, decision("return", "2027-05-01")], ["không có kỳ nghỉ nào"]),
        ([LEAVE, decision("resign", "2027-01-01"), decision("recruit", "2027-02-01"),
          decision("return", "2027-02-01", "2/QĐ")], ["không có kỳ nghỉ nào"]),
        ([decision("leave", "2026-10-20")], ["chưa ghi nghỉ đến hết ngày nào"]),
        ([decision("leave", "2026-10-20", effective="2026-11-01", until="2026-10-31")],
         ["hết (31/10/2026) trước khi bắt đầu (01/11/2026)"]),
        ([decision("appoint", "2026-10-20", until="2026-10-31")], ["chỉ dùng với nghỉ thai sản"]),
    ],
)  # fmt: skip
def test_impossible_leaves_are_told_with_what_to_do(decisions, said):
    found = messages(*decisions)
    assert len(found) == len(said)
    for message, part in zip(found, said, strict=True):
        assert part in message


def test_the_directory_neither_changes_nor_tells_of_a_leave():
    with_leave = state(LEAVE, decision("return", "2026-11-20"))
    assert directory(with_leave) == directory(state())


def test_explain_tells_what_has_become_of_mail():
    retired = decision("retire", "2026-08-01", "7/QĐ")
    [fact] = of_holder(state(retired), "ts-1").facts
    assert fact.endswith("số 7/QĐ ngày 01/08/2026; thư lưu trữ từ 30/10/2026")
    [fact] = of_holder(state(retired, on=date(2031, 10, 29)), "ts-1").facts
    assert fact.endswith("; thư đã xóa từ 29/10/2031")


def test_explain_tells_of_a_leave():
    facts = of_holder(state(LEAVE), "ts-1").facts
    assert facts[0] == (
        "Chuyên viên, Phòng Nội vụ; đang làm việc, nghỉ dài ngày đến hết 30/04/2027, theo quyết "
        "định nghỉ dài ngày số 1/QĐ-UBND ngày 20/10/2026"
    )
    ahead = of_holder(state(LEAVE, on=date(2026, 10, 25)), "ts-1").facts
    assert ahead[1] == (
        "từ 01/11/2026: nghỉ dài ngày đến hết 30/04/2027, quyết định số 1/QĐ-UBND ngày 20/10/2026"
    )
