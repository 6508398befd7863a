"""What a mail host is told of the days ahead: the same that each day would say by itself."""

import json
from datetime import date, timedelta

from histories import histories, offices
from history_clerk import Clerk
from hypothesis import given, settings
from rosters import OFFICE, TODAY, decision, derived, person, roster, unit

from congvu.accounts import every_account
from congvu.accounts_settings import AccountsSettings
from congvu.state import State
from congvu.wanted import wanted

SHORT = OFFICE.model_copy(
    update={
        "accounts": AccountsSettings(
            answer_days=5, archive_after_days=11, delete_after_days=23, suspended_mail="answer"
        ),
        "former_address_days": 17,
    }
)


def sound(the_roster, on=TODAY, office=OFFICE):
    return State(office, the_roster, derived(the_roster, on=on), on, ())


def test_the_first_day_lists_all_the_next_only_what_differs():
    the_roster = roster(
        unit(
            staff=[
                person("ts-1", "Lê An"),
                person("ts-2", "Đỗ Bình", decision("retire", "2026-12-01")),
                person("ts-3", "Hà Chi", since="2026-12-15"),
                person("ts-4", "Võ Dung", decision("leave", "2026-12-01", until="2026-12-31")),
            ]
        )
    )
    found = json.loads(json.dumps(wanted(sound(the_roster))))
    assert [one["id"] for one in found[0]["accounts"]] == ["phong-noi-vu", "ts-1", "ts-2", "ts-4"]
    assert [
        (each["day"], [(one["id"], one["state"], one["mail"]) for one in each["accounts"]])
        for each in found[1:]
    ] == [
        ("2026-12-01", [("ts-2", "left", "answer"), ("ts-4", "active", "keep")]),
        ("2026-12-15", [("ts-3", "active", "keep")]),
        ("2027-01-01", [("ts-4", "active", "keep")]),
        # Archived on the day on which answering ends.
        ("2027-03-01", [("ts-2", "archived", "refuse")]),
    ]
    assert all(each["gone"] == [] for each in found)


def test_a_day_on_which_an_account_is_opened_again_is_one():
    an = person("ts-1", "Lê An", reopened="2026-11-30")
    _, day = wanted(sound(roster(unit(staff=[an]))))
    assert (day["day"], day["accounts"][0]["unused_from"]) == ("2026-11-30", "2026-11-30")


def test_nothing_to_come_is_one_day():
    found = wanted(sound(roster(unit(staff=[person("ts-1", "Lê An")]))))
    assert [each["day"] for each in found] == ["2026-11-24"]


def test_days_beyond_are_not_looked_at():
    leaving = person("ts-1", "Lê An", decision("retire", "2026-12-01"))
    assert len(wanted(sound(roster(unit(staff=[leaving]))), days=6)) == 1
    assert len(wanted(sound(roster(unit(staff=[leaving]))), days=7)) == 2


@settings(max_examples=80)
@given(offices(), histories())
def test_each_day_is_what_the_roster_says_on_that_day(units, happened):
    clerk = Clerk(units)
    for event in happened:
        clerk.handle(event)
    state = State(SHORT, clerk.roster(), clerk.register, clerk.day, ())
    state = State(SHORT, clerk.roster(), state.register, clerk.day, ())
    told = {each["day"]: each for each in wanted(state, days=80)}
    known = {}
    for ahead in range(81):
        day = clerk.day + timedelta(days=ahead)
        if (change := told.get(day.isoformat())) is not None:
            known |= {one["id"]: one for one in change["accounts"]}
            for id_ in change["gone"]:
                del known[id_]
        alone = every_account(State(SHORT, state.roster, state.register, day, ()))
        assert known == {one.id: one.whole() for one in alone}


def test_a_unit_that_ends_ahead_changes_what_is_answered():
    ends = [decision("establish", "2015-07-16"),
            decision("dissolve", "2026-12-01", successor="phong-y-te")]  # fmt: skip
    gone = person("ts-1", "Lê An", decision("resign", "2026-11-20"))
    the_roster = roster(unit(staff=[gone], decisions=ends), unit("phong-y-te", "Phòng Y tế"))
    first, second, *_ = wanted(sound(the_roster))
    assert [one["left_unit"] for one in first["accounts"] if one["id"] == "ts-1"] == [
        "phongnoivu@tayson.binhdinh.gov.vn"
    ]
    changed = {one["id"]: one for one in second["accounts"]}
    assert second["day"] == "2026-12-01"
    assert changed["ts-1"]["left_unit"] == "phongyte@tayson.binhdinh.gov.vn"
    assert changed["phong-y-te"]["former_addresses"] == ("phongnoivu@tayson.binhdinh.gov.vn",)


def test_no_day_is_beyond_the_calendar():
    leaving = person("ts-1", "Lê An", decision("retire", "9999-12-01"))
    state = sound(roster(unit(staff=[leaving])), on=date(9999, 12, 1))
    assert next(each["day"] for each in wanted(state)) == "9999-12-01"
