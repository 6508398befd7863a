"""What the nightly job may change without a person, and what a person must check first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rosters import OFFICE, TODAY, decision, derived, person, unit
from rosters import roster as made

from congvu.accounts import desired_accounts
from congvu.plan.compute import granted, stored
from congvu.plan.drift import HostAccounts
from congvu.state import State
from merge_requests.overnight import overnight

YESTERDAY = TODAY - timedelta(days=1)
AN = person("ts-1", "Nguyễn Văn An", decision("retire", "2026-11-02", effective=TODAY.isoformat()))
BINH = person("ts-2", "Lê Thị Bình")


def state(on, *people):
    the_roster = made(unit(staff=people, mailbox={"manager": "ts-2"}))
    return State(OFFICE, the_roster, derived(the_roster, on=on), on, ())


def host(a_state):
    """A host that agrees with a state."""
    accounts = desired_accounts(a_state)
    addresses = tuple((one.address, one.id, "main") for one in accounts)
    return HostAccounts(tuple(map(stored, accounts)), addresses, grants=tuple(granted(accounts)))


def night(*hosts):
    named = {f"mail{number}": one for number, one in enumerate(hosts)}
    return overnight(named, state(YESTERDAY, AN, BINH), state(TODAY, AN, BINH))


def test_what_takes_effect_today_is_due():
    found = night(host(state(YESTERDAY, AN, BINH)))
    assert found.sound
    [plan] = found.due.values()
    assert [change.kind for change in plan.changes] == ["closed"]
    assert found.checksum == plan.checksum


def test_a_host_that_has_it_already_has_nothing_to_do():
    found = night(host(state(TODAY, AN, BINH)))
    assert found.sound
    assert found.checksum is None


def test_accounts_that_nobody_uses_are_no_drift():
    unused = {"ts-2": "2026-01-01"}
    found = night(
        replace(host(state(TODAY, AN, BINH)), last_uses=unused),
        replace(host(state(YESTERDAY, AN, BINH)), last_uses=unused),
    )
    assert found.sound
    [plan] = found.due.values()
    assert [change.kind for change in plan.changes] == ["closed", "unused"]


def test_hosts_that_did_it_and_hosts_that_did_not_share_one_plan():
    found = night(host(state(TODAY, AN, BINH)), host(state(YESTERDAY, AN, BINH)))
    assert found.sound
    assert list(found.due) == ["mail1"]


@pytest.mark.parametrize(
    "people", [[AN], [AN, BINH, person("ts-3", "Trần Văn Lạ")]], ids=["missing", "too many"]
)
def test_a_host_that_differs_from_yesterday_is_drift(people):
    strange = host(state(YESTERDAY, *people))
    found = night(strange, host(state(YESTERDAY, AN, BINH)))
    assert not found.sound
    assert list(found.drifted) == ["mail0"]


def test_a_night_that_was_missed_is_drift():
    left = person("ts-3", "Trần Văn Nghỉ", decision("retire", "2026-11-02", effective="2026-11-20"))
    before = state(TODAY - timedelta(days=10), AN, BINH, left)
    found = overnight(
        {"mail": host(before)}, state(YESTERDAY, AN, BINH, left), state(TODAY, AN, BINH, left)
    )
    assert list(found.drifted) == ["mail"]
    assert [change.subject for change in found.drifted["mail"].changes] == ["ts-3"]


def test_an_address_that_somebody_else_has_there_is_said():
    accounts = host(state(YESTERDAY, AN, BINH))
    [binh] = [account for account in accounts.accounts if account.id == "ts-2"]
    stranger = replace(binh, id="ts-9")
    found = night(HostAccounts((stranger,), ((binh.address, "ts-9", "main"),)))
    assert not found.sound
    assert binh.address in found.impossible["mail0"]
