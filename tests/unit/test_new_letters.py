"""A line of the roster asks for a new letter: the plan says it, and each host makes it once."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_plan import Limits
from ansible.module_utils.provisioning import RefusedError
from ansible.module_utils.wanted_accounts import read
from mail_hosts import AN, BINH, DAY, SHARED, MailHost, account, wanted
from rosters import KEYED, OFFICE, TODAY, decision, derived, person, roster, unit

from congvu.accounts import every_account
from congvu.explain.answers import of_holder
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import roster_plan, stored
from congvu.plan.drift import HostAccounts, drift
from congvu.plan.sentences import sentence
from congvu.plan.text import PlanText, summary
from congvu.state import State
from congvu.wanted import wanted as wanted_days

ASKED, LATER = "2026-11-20", "2026-11-23"
BINH_SAYS = person("ts-2", "Đỗ Bình")


def state(*staff, office=KEYED, on=TODAY):
    the_roster = roster(unit(staff=staff))
    register = derived(the_roster, on=date(2015, 9, 1))
    return State(office, the_roster, derived(the_roster, register, on), on, ())


def an(asked=None, *decisions, **more):
    line = {"new_letter": asked} if asked else {}
    return person("ts-1", "Lê An", *decisions, **line, **more)


def host_as(the_state, asked="", **more):
    """Return a mail host that is as a roster says, with the newest request it knows."""
    accounts = [stored(one) for one in every_account(the_state)]
    rows = [(one.id, one.kind, one.name, one.address, one.state, one.quota_mb, one.since, asked)
            for one in accounts]  # fmt: skip
    addresses = [(one.address, one.id, "main") for one in accounts if one.is_open]
    return HostAccounts.from_answer({"accounts": rows, "addresses": addresses, **more})


def test_the_plan_says_whose_password_ends_and_that_a_letter_is_to_be_printed():
    plan = roster_plan(state(an(), BINH_SAYS), state(an(ASKED), BINH_SAYS))
    [change] = plan.changes
    assert (change.kind, change.subject, sentence(change)) == (
        "new-letter",
        "ts-1",
        "lập thư mật khẩu mới cho hộp thư anl@tayson.binhdinh.gov.vn theo yêu cầu ngày "
        "20/11/2026: mật khẩu, bước thứ hai, các máy đã thêm và các phiên đăng nhập đang có đều "
        "hết hiệu lực",
    )
    assert summary(plan) == "1 thư mật khẩu mới; 2 hộp thư giữ nguyên."
    said = PlanText().render({"": plan})
    assert "Văn phòng cần in 1 thư mật khẩu: Phòng Nội vụ 1." in said
    assert json.loads(PlanJson().render({"": plan}))["letters"] == [
        {"account": "ts-1", "name": "Lê An", "unit": "Phòng Nội vụ"}
    ]
    assert plan.touches_mailboxes


def test_it_is_bound_by_the_checksum_that_the_host_computes():
    before, after = state(an(), BINH_SAYS), state(an(ASKED), BINH_SAYS)
    plan = roster_plan(before, after)
    assert plan.checksum != roster_plan(before, before).checksum
    assert drift(host_as(before), after).checksum == plan.checksum
    done = drift(host_as(before, ASKED), after)
    assert (done.changes, done.letters) == ((), ())


@pytest.mark.parametrize(
    ("was", "now", "letters"),
    [(ASKED, ASKED, 0), (ASKED, LATER, 1), (LATER, ASKED, 0), (ASKED, None, 0)],
)
def test_only_a_later_day_makes_another_letter(was, now, letters):
    plan = roster_plan(state(an(was)), state(an(now)))
    assert len(plan.letters) == letters
    # What changes in the entry alone is told as such.
    assert [change.kind for change in plan.changes] == (
        ["new-letter"] if letters else [] if was == now else ["directory"]
    )


def test_who_is_new_or_back_needs_no_line_and_one_does_no_harm():
    new = roster_plan(state(BINH_SAYS), state(an(ASKED), BINH_SAYS))
    assert [change.kind for change in new.changes] == ["opened"]
    assert len(new.letters) == 1
    gone = decision("retire", "2026-11-21")
    left = roster_plan(state(an(ASKED), BINH_SAYS), state(an(ASKED, gone), BINH_SAYS))
    assert [change.kind for change in left.changes] == ["closed"]
    assert left.letters == ()


def test_who_is_suspended_gets_it_with_the_end_of_that():
    suspended = decision("suspend", "2026-11-22")
    plan = roster_plan(state(an(None, suspended)), state(an(ASKED, suspended)))
    assert [change.kind for change in plan.changes] == ["new-letter"]
    assert plan.letters == ()
    active = state(an(ASKED, suspended, decision("reinstate", "2026-11-23")))
    waiting = drift(host_as(state(an(ASKED, suspended)), ASKED, waiting=["ts-1"]), active)
    assert [letter.account for letter in waiting.letters] == ["ts-1"]


def test_nothing_is_void_where_the_office_can_print_nothing():
    plan = roster_plan(state(an(), office=OFFICE), state(an(ASKED), office=OFFICE))
    assert (plan.letters, plan.accounts.changed) == ((), False)
    # The lab's hosts have a key though the office names none.
    there = drift(host_as(state(an()), keyed=True), state(an(ASKED), office=OFFICE))
    assert len(there.letters) == 1


def test_many_at_once_are_refused():
    people = [(f"ts-{n}", f"Lê An {chr(65 + n)}a") for n in range(1, 22)]
    before = state(*(person(*one) for one in people))
    after = state(*(person(*one, new_letter=ASKED) for one in people))
    plan = roster_plan(before, after)
    assert "lập thư mật khẩu mới cho 21 trong 22 hộp thư" in PlanText().render({"": plan})
    assert plan.refusals


def test_an_upgraded_host_is_told_to_need_letters_for_everybody():
    there = state(an(), BINH_SAYS)
    plan = drift(host_as(there, None), there)
    assert [(change.subject, sentence(change)) for change in plan.changes] == [
        (id_, f"lập thư mật khẩu cho hộp thư {address}@tayson.binhdinh.gov.vn: mật khẩu cũ không "
              "dùng được nữa từ khi máy chủ thư được nâng cấp")
        for id_, address in (("ts-1", "anl"), ("ts-2", "binhd"))
    ]  # fmt: skip
    assert len(plan.letters) == 2
    assert plan.refusals


def test_letters_that_wait_for_a_key_are_counted_with_those_of_a_change():
    there = state(an(), BINH_SAYS)
    plan = drift(host_as(there, waiting=["ts-1", "ts-9"]), there)
    assert (plan.changes, [one.account for one in plan.letters]) == ((), ["ts-1"])
    assert drift(host_as(there, waiting=["ts-1"], keyed=False), there).letters == ()


def test_explain_says_when_it_was_asked_for_last():
    assert "đã xin thư mật khẩu mới ngày 20/11/2026" in of_holder(state(an(ASKED)), "ts-1").facts


def test_each_day_to_come_says_it_too():
    leaving = state(an(ASKED, decision("resign", "2026-11-22", effective="2026-12-01")))
    days = wanted_days(leaving)
    asked = [one["new_letter"] for day in days for one in day["accounts"] if one["id"] == "ts-1"]
    assert len(days) > 1
    assert set(asked) == {ASKED}


def test_a_day_of_another_form_is_refused():
    row = {"id": "ts-1", "kind": "person", "name": "An", "address": "an@x.vn", "state": "active",
           "quota_mb": 1, "new_letter": "hôm qua"}  # fmt: skip
    with pytest.raises(ValueError, match="hôm qua"):
        read(json.dumps([row]))


# On a host. Every run starts age.

CHI = account(3, "Trần Văn Chi", "chitv")


def asking(asked=ASKED, **more):
    return wanted(SHARED, replace(AN, new_letter=asked, **more), BINH, CHI)


@pytest.fixture
def host(tmp_path, key):
    found = MailHost.bare(tmp_path / "host", key)
    found.run(found.request(wanted(SHARED, AN, BINH, CHI)))
    return found


def letter_of(host, account):
    return {letter["account"]: letter for letter in host.opened_letters()}[account]


@pytest.mark.long
def test_everything_old_ends_and_a_second_run_changes_nothing(host):
    host.sessions.write_text('["ts-1", "ts-2"]')
    first = letter_of(host, "ts-1")
    decided, followed = host.run(host.request(asking()))
    assert decided.letters == followed.sessions == ["ts-1"]
    second = letter_of(host, "ts-1")
    assert (first["letter"], second["letter"]) == (1, 2)
    openings = (host.places.tables / "openings").read_text(encoding="utf-8")
    assert "ts-1/2/annv@x.vn" in openings
    assert "ts-1/1/" not in openings
    assert "ts-2/1/" in openings
    before = host.state()
    again, followed = host.run(host.request(asking()))
    assert not again.changed
    assert followed.files == []
    assert host.state() == before


@pytest.mark.long
def test_a_later_day_makes_another_one_and_an_earlier_or_no_line_none(host):
    for asked, number in ((ASKED, 2), ("", 2), ("2026-11-19", 2), (ASKED, 2), (LATER, 3)):
        host.run(host.request(asking(asked)))
        assert letter_of(host, "ts-1")["letter"] == number


@pytest.mark.long
def test_what_the_operator_did_meanwhile_is_not_done_again(host):
    host.run(host.request(None, new_letters=["annv@x.vn"]))
    decided, _ = host.run(host.request(asking(DAY.isoformat())), DAY + timedelta(days=1))
    assert decided.letters == []
    # Both in one run are one letter.
    later = (DAY + timedelta(days=1)).isoformat()
    asked = host.request(asking(later), new_letters=["annv@x.vn"])
    host.run(asked, DAY + timedelta(days=1))
    assert letter_of(host, "ts-1")["letter"] == 3


@pytest.mark.long
def test_a_newcomers_letter_answers_the_line_and_so_does_that_of_who_is_back(host):
    em = account(5, "Võ Văn Em", "emvv")
    host.run(host.request(wanted(SHARED, AN, BINH, CHI, replace(em, new_letter=ASKED))))
    assert letter_of(host, "ts-5")["letter"] == 1
    host.run(host.request(asking(state="left")))
    decided, _ = host.run(host.request(asking()))
    assert decided.letters == ["ts-1"]
    again, _ = host.run(host.request(asking()))
    assert (letter_of(host, "ts-1")["letter"], again.letters) == (2, [])


@pytest.mark.long
def test_beyond_the_limit_nothing_is_void(host):
    everybody = wanted(SHARED, *(replace(one, new_letter=ASKED) for one in (AN, BINH, CHI)))
    before = host.state()
    asked = host.request(everybody, allow_mass_change=False, limits=Limits(30, 20))
    with pytest.raises(RefusedError, match="lập thư mật khẩu mới cho 3 trong 4 hộp thư"):
        host.run(asked)
    assert host.state() == before


@pytest.mark.long
def test_without_a_key_the_old_password_stays_good(host):
    before = host.state()
    without = replace(host.request(asking()), recipients=())
    decided, _ = host.run(without)
    assert not decided.changed
    assert host.state() == before
    assert host.run(host.request(asking()))[0].letters == ["ts-1"]


@pytest.mark.long
def test_who_asks_for_a_letter_is_not_locked_for_want_of_use(host):
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        connection.execute("UPDATE uses SET dormant = '2026-11-21' WHERE account = 'ts-1'")
    host.run(host.request(asking()))
    assert "ts-1/2/annv@x.vn" in (host.places.tables / "openings").read_text(encoding="utf-8")


@pytest.mark.long
def test_an_upgraded_host_makes_letters_for_everybody_when_it_is_told_to(tmp_path, key):
    host = MailHost.of_schema_1(tmp_path / "old", key)
    everybody = wanted(SHARED, AN, BINH, CHI)
    held = host.request(everybody, allow_mass_change=False, limits=Limits(30, 20))
    for _ in range(2):
        with pytest.raises(RefusedError, match="lập thư mật khẩu mới cho 3 trong"):
            host.run(held)
    decided, _ = host.run(host.request(everybody))
    assert decided.letters == ["ts-1", "ts-2", "ts-3"]
    assert not host.run(held)[0].changed
