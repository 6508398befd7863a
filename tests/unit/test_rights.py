"""Who may open a shared mailbox on which day, by the roster (Article 14)."""

from datetime import date, timedelta

import pytest
from rosters import OFFICE, derived, person, roster, unit
from rosters import decision as decided

from congvu import rights
from congvu.accounts import every_account
from congvu.state import State
from congvu.wanted import wanted

DAY = date(2026, 11, 24)
HEADED = OFFICE.model_copy(update={"unattended_to": "van-phong"})
PAPER = {"person": "ts-2", "document": "3/GUQ", "date": "2026-12-01", "until": "2026-12-31"}
OFFICE_UNIT = unit(
    "van-phong", "Văn phòng", staff=[person("ts-9", "Hồ Chánh")], mailbox={"manager": "ts-9"}
)


def division(*, manager=(), delegate=(), paper=PAPER, **more):
    staff = [person("ts-1", "Lê An", *manager), person("ts-2", "Đỗ Bình", *delegate)]
    return unit(staff=staff, mailbox={"manager": "ts-1", "delegates": [paper]}, **more)


def state(on, *units, office=HEADED):
    the_roster = roster(*units)
    return State(office, the_roster, derived(the_roster, on=on), on, ())


def granted(on, *units, office=HEADED, mailbox="phong-noi-vu"):
    accounts = every_account(state(on, *units, office=office))
    return {account.id: dict(account.grants) for account in accounts}[mailbox]


@pytest.mark.parametrize(
    ("day", "people"),
    [
        ("2026-11-30", ["ts-1"]),
        ("2026-12-01", ["ts-1", "ts-2"]),
        ("2026-12-31", ["ts-1", "ts-2"]),
        ("2027-01-01", ["ts-1"]),
    ],
)
def test_an_authorisation_holds_from_its_date_to_its_last_day(day, people):
    assert list(granted(date.fromisoformat(day), division(), OFFICE_UNIT)) == people


def test_the_basis_is_the_managers_or_the_document():
    assert granted(date(2026, 12, 1), division(), OFFICE_UNIT) == {
        "ts-1": "manager",
        "ts-2": "3/GUQ 2026-12-01",
    }


@pytest.mark.parametrize("what", ["retire", "suspend"])
def test_who_may_not_log_in_has_no_right(what):
    away = division(manager=[decided(what, "2026-11-20")])
    assert "ts-1" not in granted(date(2026, 12, 5), away, OFFICE_UNIT)


def test_what_has_nobody_goes_to_the_head_of_the_office():
    away = division(manager=[decided("retire", "2026-11-20")])
    assert granted(DAY, away, OFFICE_UNIT) == {"ts-9": "head"}
    assert granted(date(2026, 12, 1), away, OFFICE_UNIT) == {"ts-2": "3/GUQ 2026-12-01"}
    assert granted(DAY, away, OFFICE_UNIT, office=OFFICE) == {}


def test_a_section_has_its_manager_and_not_the_units():
    commune = unit(
        "ubnd-xa", "UBND xã Tây Phú", "commune", place="Tây Phú",
        staff=[person("ts-1", "Lê An"), person("ts-2", "Đỗ Bình")], mailbox={"manager": "ts-1"},
        sections=[{"id": "van-thu", "name": "Văn thư", "manager": "ts-2"}],
    )  # fmt: skip
    assert granted(DAY, commune, mailbox="ubnd-xa.van-thu") == {"ts-2": "manager"}
    assert granted(DAY, commune, mailbox="ubnd-xa") == {"ts-1": "manager"}


def test_a_dissolved_units_mailbox_is_nobodys():
    ends = [decided("establish", "2015-07-16"),
            decided("dissolve", "2026-11-20", successor="van-phong")]  # fmt: skip
    assert granted(DAY, division(decisions=ends), OFFICE_UNIT) == {}


def test_the_first_day_without_anybody_is_known_ahead():
    leaving = division(manager=[decided("retire", "2026-11-20", effective="2026-12-15")])
    now = state(DAY, leaving, OFFICE_UNIT)
    assert rights.unattended_from(now, now.roster.units[0]) == date(2027, 1, 1)
    assert rights.unattended_from(now, now.roster.units[1]) is None


CASES = {
    "a paper": [division(), OFFICE_UNIT],
    "a retirement": [
        division(manager=[decided("retire", "2026-11-20", effective="2026-12-15")]), OFFICE_UNIT,
    ],
    "a suspension": [
        division(delegate=[decided("suspend", "2026-12-05"), decided("reinstate", "2026-12-20")]),
        OFFICE_UNIT,
    ],
    "the head goes": [
        division(manager=[decided("retire", "2026-11-20")]),
        unit(
            "van-phong", "Văn phòng",
            staff=[person("ts-9", "Hồ Chánh", decided("retire", "2026-12-10")),
                   person("ts-8", "Hà Phó")],
            mailbox={"manager": "ts-9", "delegates": [{**PAPER, "person": "ts-8"}]},
        ),
    ],
    "the unit goes": [
        division(decisions=[decided("establish", "2015-07-16"),
                            decided("dissolve", "2026-12-10", successor="van-phong")]),
        OFFICE_UNIT,
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_host_that_knows_the_days_ahead_is_told_the_same(case):
    first = state(DAY, *CASES[case])
    told = {each["day"]: each for each in wanted(first, days=60)}
    known, seen = {}, []
    for ahead in range(61):
        day = DAY + timedelta(days=ahead)
        if (change := told.get(day.isoformat())) is not None:
            known |= {one["id"]: one for one in change["accounts"]}
            for id_ in change["gone"]:
                del known[id_]
        alone = every_account(State(HEADED, first.roster, first.register, day, ()))
        assert known == {one.id: one.as_dict() for one in alone}
        seen.append(known["phong-noi-vu"]["grants"])
    assert len(set(seen)) > 1
