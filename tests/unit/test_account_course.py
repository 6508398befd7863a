"""What becomes of accounts whose time is over, and of those that nobody uses."""

from dataclasses import replace
from datetime import date

import pytest

from congvu.account_course import Course, is_unused
from congvu.accounts_plan import Limits, StoredAccount, plan

DAY = date(2026, 11, 24)
COURSE = Course(DAY, archive_after_days=90, delete_after_days=1825)


def account(number, state="active", since="", **more):
    fields = {"address": f"a{number}@x.vn", "name": "Tên", "quota_mb": 1, **more}
    return StoredAccount(id=f"ts-{number}", kind="person", state=state, since=since, **fields)


def change(before, after, course=COURSE):
    rows = [(each.address, each.id, "main") for each in before
            if each.state in ("active", "suspended")]  # fmt: skip
    return plan(before, rows, after, [], course)


def ids(accounts):
    return [each.id for each in accounts]


@pytest.mark.parametrize(
    ("state", "since", "wanted", "step"),
    [
        ("left", "2026-08-26", "left", ""),
        ("left", "2026-11-24", "archived", "archive"),
        ("archived", "2026-11-23", "archived", ""),
        ("archived", "2021-11-26", "archived", ""),
        ("archived", "2021-11-25", "deleted", "delete"),
        # A year that is mistyped: nothing is deleted that was not archived here for the time.
        ("active", "2015-08-01", "deleted", "archive"),
        ("left", "2026-11-23", "deleted", "archive"),
        ("archived", "2026-11-23", "deleted", ""),
        ("archived", "", "deleted", ""),
        # Whose record was deleted goes on by the host's own days.
        ("left", "2026-08-26", None, "archive"),
        ("left", "2026-08-27", None, ""),
        ("archived", "2021-11-25", None, "delete"),
        ("archived", "2021-11-26", None, ""),
        ("deleted", "2020-01-01", None, ""),
        # A store of the first kind does not say for how long.
        ("closed", "", "archived", ""),
        # What was archived is not unpacked for a corrected date.
        ("archived", "2026-11-23", "left", ""),
    ],
)
def test_each_step_comes_in_its_time(state, since, wanted, step):
    found = change([account(1, state, since)], [account(1, wanted)] if wanted else [])
    assert {"archive": ids(found.archive), "delete": ids(found.delete)} == {
        "archive": ["ts-1"] if step == "archive" else [],
        "delete": ["ts-1"] if step == "delete" else [],
    }
    assert ids(found.close) == (["ts-1"] if state == "active" else [])
    assert found.changed == bool(step)


def test_never_means_never():
    kept = Course(DAY, archive_after_days=90, delete_after_days=0)
    assert not change([account(1, "archived", "1990-01-01")], [], kept).changed


@pytest.mark.parametrize("state", ["left", "archived", "deleted", "closed"])
def test_who_comes_back_is_reopened_from_every_state(state):
    found = change([account(1, state, "1990-01-01")], [account(1)])
    assert ids(found.reopen) == ["ts-1"]
    assert not found.archive
    assert not found.delete


def test_who_left_before_the_host_was_there_gets_no_account():
    assert not change(
        [], [account(1, "left"), account(2, "archived"), account(3, "deleted")]
    ).changed


def test_archives_and_deletions_count_into_the_offices_one_threshold():
    serving = [account(number) for number in range(40, 140)]
    left = [account(number, "left", "2026-01-01") for number in range(12)]
    packed = [account(number, "archived", "2020-01-01") for number in range(20, 29)]
    found = change([*serving, *left, *packed], serving)
    assert found.excess(Limits(30, 21)) is None
    excess = found.excess(Limits(30, 20))
    assert (excess.closed, excess.archived, excess.deleted, excess.total) == (0, 12, 9, 21)
    assert excess.what == "đóng 0 và đổi địa chỉ 0, lưu trữ 12, xóa khỏi kho lưu trữ 9"
    assert found.excess(Limits(20, 100)).share == 21


def test_an_account_that_ends_and_is_archived_at_once_counts_once():
    some = [account(number) for number in range(10)]
    ended = [account(number, "archived") for number in range(4)]
    excess = change(some, [*ended, *some[4:]]).excess(Limits(30, 20))
    assert (excess.closed, excess.archived, excess.total) == (4, 0, 4)


def test_with_nobody_serving_a_second_archive_is_a_mass_change():
    left = [account(number, "left", "2026-01-01") for number in range(2)]
    assert change(left[:1], []).excess(Limits(30, 20)) is None
    assert change(left, []).excess(Limits(30, 20)).total == 2


@pytest.mark.parametrize(
    ("last_use", "counts_from", "days", "unused"),
    [
        ("2026-10-10", "2015-08-01", 45, True),
        ("2026-10-11", "2015-08-01", 45, False),
        ("2026-10-10", "2015-08-01", 0, False),
        ("", "2026-10-10", 45, True),
        ("", "2026-10-11", 45, False),
        ("2026-01-01", "2026-11-01", 45, False),
        ("2020-01-01", "", 45, False),
    ],
)
def test_an_account_is_unused_after_so_many_days_that_count(last_use, counts_from, days, unused):
    assert is_unused(last_use, counts_from, days, DAY) == unused


def test_only_who_may_log_in_can_be_locked_out_for_want_of_use():
    course = Course(DAY, 90, 1825, unused=("ts-1", "ts-2", "ts-3", "ts-9"))
    some = [account(1), account(2, "suspended"), account(3)]
    found = change(some, [account(1), account(2, "suspended"), account(3, "suspended")], course)
    assert ids(found.lock) == ["ts-1"]
    assert found.excess(Limits(70, 20)) is None


def test_suspensions_count_into_the_offices_one_threshold():
    before = [account(number) for number in range(100)]
    some = [account(number, "suspended") for number in range(21)]
    found = change(before, [*some, *before[21:]])
    assert found.excess(Limits(30, 21)) is None
    excess = found.excess(Limits(30, 20))
    assert (excess.suspended, excess.total) == (21, 21)
    assert excess.what == "đóng 0 và đổi địa chỉ 0, tạm ngưng 21"
    # Who gets another address at the same time counts once.
    moved = [replace(one, address=f"moi-{one.id}@x.vn") for one in some]
    excess = change(before, [*moved, *before[21:]]).excess(Limits(30, 20))
    assert (excess.readdressed, excess.suspended, excess.total) == (21, 0, 21)
    # Nobody loses a login who comes back, or who had none.
    assert change([*some, *before[21:]], before).excess(Limits(30, 20)) is None
    assert change([*some, *before[21:]], [*some, *before[21:]]).excess(Limits(0, 0)) is None


def test_each_of_these_effects_has_its_own_checksum():
    some = [account(1), account(2, "left", "2026-11-23"), account(3, "archived", "2021-11-25")]
    rest = [account(1), account(2, "left")]
    sums = {
        change(some, [account(1), account(2, wanted)], Course(DAY, 90, keep, unused)).checksum
        for wanted in ("left", "archived")
        for keep in (0, 1825)
        for unused in ((), ("ts-1",))
    }
    assert len(sums) == 8
    # Since when something is so changes nothing.
    assert (
        change(some[:2], rest).checksum == change([account(1), account(2, "left")], rest).checksum
    )
