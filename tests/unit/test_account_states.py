"""An account's state on a day follows from decisions, the office's times and the day."""

from datetime import date, timedelta

import pytest
from histories import histories, offices
from history_clerk import Clerk
from hypothesis import given
from rosters import OFFICE, TODAY, decision, derived, person, roster, unit

from congvu import account_states
from congvu.accounts import every_account
from congvu.accounts_settings import AccountsSettings
from congvu.roster import lifecycle
from congvu.state import State

SOON = AccountsSettings(answer_days=20, archive_after_days=30, delete_after_days=60)
LEFT = "2026-11-24"


def office(**settings):
    return OFFICE.model_copy(update={"accounts": SOON.model_copy(update=settings)})


def account(on, *decisions, settings=None, units=(), staff_unit=None, register=None):
    someone = person("ts-1", "Lê An", *decisions)
    the_roster = roster({**(staff_unit or unit()), "staff": [someone]}, *units)
    on = date.fromisoformat(on)
    register = register or derived(the_roster, on=date(2015, 9, 1))
    state = State(office(**(settings or {})), the_roster, derived(the_roster, register, on), on, ())
    return next((each for each in every_account(state) if each.id == "ts-1"), None)


def course(*decisions, days, **settings):
    """Return (state, since, mail) of somebody on days after the first of retiring."""
    return [
        (found.state, found.since, found.mail)
        for day in days
        if (found := account(day, *decisions, settings=settings))
    ]


RETIRED = decision("retire", LEFT)


def test_an_account_is_left_then_archived_then_deleted_by_the_offices_times():
    days = ["2026-11-23", "2026-11-24", "2026-12-13", "2026-12-14", "2026-12-23", "2026-12-24",
            "2027-02-21", "2027-02-22", "2040-01-01"]  # fmt: skip
    assert course(RETIRED, days=days) == [
        ("active", "2015-08-01", "keep"),
        ("left", "2026-11-24", "answer"),
        ("left", "2026-11-24", "answer"),
        ("left", "2026-11-24", "refuse"),
        ("left", "2026-11-24", "refuse"),
        ("archived", "2026-12-24", "refuse"),
        ("archived", "2026-12-24", "refuse"),
        ("deleted", "2027-02-22", "refuse"),
        ("deleted", "2027-02-22", "refuse"),
    ]


def test_zero_days_never_delete_and_archive_at_once():
    assert course(RETIRED, days=["9999-12-31"], delete_after_days=0)[0][0] == "archived"
    at_once = course(RETIRED, days=[LEFT], archive_after_days=0)
    assert at_once == [("archived", LEFT, "answer")]


def test_the_unit_gets_the_mail_or_is_named_for_so_long():
    handed = account(LEFT, RETIRED, settings={"left_mail": "unit"})
    assert (handed.mail, handed.left_unit) == ("unit", "phongnoivu@tayson.binhdinh.gov.vn")
    assert account("2026-12-14", RETIRED, settings={"left_mail": "unit"}).left_unit == ""


DISSOLVED = [decision("establish", "2015-07-16"), decision("dissolve", "2026-11-25")]


def test_a_dissolved_units_successor_is_named_and_none_where_there_is_none():
    other = unit("phong-y-te", "Phòng Y tế")
    ended = {**DISSOLVED[1], "successor": "phong-y-te"}
    left = unit(decisions=[DISSOLVED[0], ended])
    assert account(LEFT, RETIRED, staff_unit=left, units=[other]).left_unit.startswith(
        "phongnoivu@"
    )
    after = account("2026-11-25", RETIRED, staff_unit=left, units=[other])
    assert (after.mail, after.left_unit) == ("answer", "phongyte@tayson.binhdinh.gov.vn")
    nobody = account("2026-11-25", RETIRED, staff_unit=unit(decisions=DISSOLVED))
    assert (nobody.mail, nobody.left_unit) == ("refuse", "")


def test_who_is_suspended_receives_or_is_answered_for():
    suspended = decision("suspend", "2026-11-20")
    assert course(suspended, days=[LEFT]) == [("suspended", "2026-11-20", "keep")]
    answered = account(LEFT, suspended, settings={"suspended_mail": "answer"})
    assert (answered.mail, answered.left_unit[:11]) == ("answer", "phongnoivu@")


BACK = ["2026-11-25", "2026-12-30", "2027-03-01"]


@pytest.mark.parametrize("day", BACK)
def test_who_is_hired_again_has_the_same_account_at_every_stage(day):
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    before, ended = account("2026-11-01", RETIRED), account(eve, RETIRED)
    assert ended.state == ("left", "archived", "deleted")[BACK.index(day)]
    assert ended.address == before.address
    again = account(day, RETIRED, decision("recruit", day))
    assert (again.state, again.since, again.id, again.address) == (
        ("active", day, before.id, before.address)
    )


@pytest.mark.parametrize("day", BACK)
def test_an_end_that_is_revoked_never_was(day):
    assert account(day) == account("2026-11-01")


def test_a_suspension_that_is_lifted_begins_the_account_anew_and_leaves_it_as_it_was():
    lifted = account(LEFT, decision("suspend", "2026-11-20"), decision("reinstate", "2026-11-23"))
    assert (lifted.state, lifted.since, lifted.mail) == ("active", "2026-11-23", "keep")


def test_a_line_of_the_roster_lets_days_without_use_count_anew():
    def counted(on):
        someone = person("ts-1", "Lê An", reopened="2026-11-24")
        the_roster = roster(unit(staff=[someone]))
        state = State(office(), the_roster, derived(the_roster), date.fromisoformat(on), ())
        return every_account(state)[-1].unused_from

    assert [counted("2026-11-23"), counted("2026-11-24")] == ["2015-08-01", "2026-11-24"]


@pytest.mark.parametrize(
    ("decisions", "day", "counted"),
    [
        ([], "2026-11-24", "2015-08-01"),
        ([decision("leave", "2026-11-01", until="2026-11-30")], "2026-10-31", "2015-08-01"),
        ([decision("leave", "2026-11-01", until="2026-11-30")], "2026-11-01", ""),
        ([decision("leave", "2026-11-01", until="2026-11-30")], "2026-12-01", "2026-12-01"),
        ([decision("leave", "2026-11-01", until="2026-11-30"), decision("return", "2026-11-15")],
         "2026-11-15", "2026-11-15"),
        ([decision("suspend", "2026-11-20")], "2026-11-24", ""),
        ([RETIRED], "2026-11-24", ""),
    ],
)  # fmt: skip
def test_days_without_use_count_while_somebody_is_expected_to_use_it(decisions, day, counted):
    assert account(day, *decisions).unused_from == counted


def test_a_dissolved_units_account_ends_too_and_its_address_is_the_successors():
    ended = unit(decisions=[DISSOLVED[0], {**DISSOLVED[1], "successor": "phong-y-te"}])
    the_roster = roster(ended, unit("phong-y-te", "Phòng Y tế"))
    register = derived(the_roster, on=TODAY)
    on = date(2026, 12, 25)
    state = State(office(), the_roster, derived(the_roster, register, on), on, ())
    gone, heir = every_account(state)
    assert (gone.id, gone.state, gone.since, gone.mail) == (
        ("phong-noi-vu", "archived", "2026-12-25", "refuse")
    )
    assert heir.former_addresses == (gone.address,)


def test_a_former_address_delivers_to_no_account_whose_time_is_over():
    first = unit(decisions=[DISSOLVED[0], {**DISSOLVED[1], "successor": "phong-y-te"}])
    second = unit("phong-y-te", "Phòng Y tế", decisions=[DISSOLVED[0],
                  decision("dissolve", "2026-11-26")])  # fmt: skip
    the_roster = roster(first, second)
    register = derived(the_roster, on=TODAY)
    on = date(2026, 12, 1)
    state = State(office(), the_roster, derived(the_roster, register, on), on, ())
    assert [(one.state, one.former_addresses) for one in every_account(state)] == [("left", ())] * 2


DAYS = [1, 19, 20, 30, 31, 90, 91, 400]


def _accounts(clerk, on):
    state = clerk.state(on)
    return {
        each.id: each
        for each in every_account(State(office(), state.roster, state.committed, on, ()))
    }


@given(offices(), histories())
def test_whatever_happened_state_follows_from_decisions_and_day(units, happened):
    clerk = Clerk(units)
    for event in happened:
        clerk.handle(event)
    people = {each.id: each for _, each in clerk.roster().people()}
    for on in (clerk.day, *(clerk.day + timedelta(days=days) for days in DAYS)):
        found = _accounts(clerk, on)
        for id_, who in people.items():
            is_ = lifecycle.person_state(who, on)
            stages = account_states.of_person(who, SOON)
            starts = [stage.start for stage in stages]
            assert starts == sorted(set(starts))
            if id_ not in found:
                assert is_ == "future" or id_ not in clerk.register.by_holder
                continue
            account = found[id_]
            assert account.since <= on.isoformat()
            assert (is_ == "left") == (not account.is_open)
            if account.is_open:
                assert account.state == is_
                continue
            ended = max(p.end for p in lifecycle.periods(who.decisions) if p.end and p.end <= on)
            gone = (on - ended).days
            assert account.state == (
                "left" if gone < 30 else "archived" if gone < 90 else "deleted"
            )
            assert account.mail in (("answer", "refuse") if gone < 20 else ("refuse",))
            assert bool(account.left_unit) == (account.mail == "answer")


@given(offices(), histories())
def test_whoever_comes_back_has_the_address_and_account_of_before(units, happened):
    clerk = Clerk(units)
    before = {}
    for event in happened:
        clerk.handle(event)
        clerk.register = clerk.state().register
        now = _accounts(clerk, clerk.day)
        people = {each.id: each for _, each in clerk.roster().people()}
        for id_, account in now.items():
            was = before.get(id_)
            same = was and id_ in people and was[1] == people[id_].name
            if same and not was[0].is_open and people[id_].leader == was[2]:
                assert account.address == was[0].address
        before = {
            id_: (each, people[id_].name, people[id_].leader)
            for id_, each in now.items() if id_ in people
        }  # fmt: skip
