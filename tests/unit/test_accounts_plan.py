"""The bulk module's plan: the difference and its safety."""

import pytest
from accounts_store import apply, connect, new_password, password_hash

from congvu.accounts_plan import Limits, PlanError, StoredAccount, plan


def account(number, state="active", **more):
    fields = {"address": f"a{number}@x.vn", "name": "Tên", "quota_mb": 1, **more}
    return StoredAccount(id=f"ts-{number}", kind="person", state=state, **fields)


def rows(accounts):
    return [(one.address, one.id, "main") for one in accounts if one.state != "closed"]


def change(before, after, aliases=()):
    return plan(before, rows(before), after, list(aliases))


def test_equal_states_change_nothing():
    some = [account(1), account(2)]
    assert not change(some, some).changed


def test_what_is_no_longer_wanted_is_closed_and_comes_back_reopened():
    closing = change([account(1), account(2)], [account(1)])
    assert [one.id for one in closing.close] == ["ts-2"]
    assert closing.remove_addresses == ["a2@x.vn"]
    back = change([account(1), account(2, "closed")], [account(1), account(2)])
    assert [one.id for one in back.reopen] == ["ts-2"]


def test_a_suspended_account_keeps_its_address():
    suspending = change([account(1)], [account(1, "suspended")])
    assert [after.state for _, after in suspending.update] == ["suspended"]
    assert not suspending.remove_addresses


def test_an_address_of_a_closed_account_is_given_to_nobody_else():
    with pytest.raises(PlanError, match="đã cấp cho ts-1, không thể cấp lại cho ts-2"):
        change([account(1, "closed")], [account(2, address="a1@x.vn")])


def many(count):
    return [account(number) for number in range(count)]


@pytest.mark.parametrize(
    ("existing", "closed", "refused"),
    [(3, 1, False), (5, 2, True), (10, 3, False), (10, 4, True), (600, 20, False), (600, 21, True)],
)
def test_too_many_closings_at_once_are_refused(existing, closed, refused):
    some = many(existing)
    assert bool(change(some, some[closed:]).excess(Limits(30, 20))) == refused


def test_new_addresses_count_like_closings():
    some = many(10)
    moved = [account(number, address=f"b{number}@x.vn") for number in range(4)] + some[4:]
    assert change(some, moved).excess(Limits(30, 20)).readdressed == 4


def test_opening_many_is_never_refused():
    assert change([], many(1000)).excess(Limits(30, 20)) is None


def test_two_accounts_with_one_address_are_refused():
    with pytest.raises(PlanError, match="cùng một địa chỉ"):
        change([], [account(1), account(2, address="a1@x.vn")])


def test_a_written_plan_leaves_nothing_to_change(tmp_path):
    store = connect(str(tmp_path / "a.sqlite"), read_only=False)
    wanted = [account(1), account(2, "suspended")]
    opening = change([], wanted, [("cu@x.vn", "ts-1")])
    store.execute("BEGIN IMMEDIATE")
    apply(store, opening, {"ts-1": "{X}1", "ts-2": "{X}2"}, "2026-11-24")
    store.execute("COMMIT")
    assert sorted(store.execute("SELECT address, account FROM deliverable")) == [
        (
            "a1@x.vn",
            "ts-1",
        ),
        ("a2@x.vn", "ts-2"),
        ("cu@x.vn", "ts-1"),
    ]
    assert {row[1] for row in store.execute("SELECT * FROM logins")} == {"ts-1"}
    assert (tmp_path / "a.sqlite").stat().st_mode & 0o777 == 0o640


def test_passwords_are_long_and_hashed_with_a_salt():
    password = new_password()
    assert len(password.replace("-", "")) == 24
    assert not set("il01") & set(password)
    assert password_hash(password) != password_hash(password)


@pytest.mark.parametrize(
    "other",
    [
        [account(1, address="b1@x.vn"), account(2)],
        [account(1, "suspended"), account(2)],
        [account(1, name="Khác"), account(2)],
        [account(1), account(2), account(3)],
        [account(1)],
    ],
)
def test_another_effect_has_another_checksum(other):
    some = [account(1), account(2)]
    nothing = change(some, some)
    assert change(some, other).checksum != nothing.checksum
    assert change(list(reversed(some)), list(reversed(other))).checksum == (
        change(some, other).checksum
    )


def test_opening_again_is_the_same_plan_as_opening():
    some = [account(1)]
    assert change([account(1, "closed")], some).checksum == change([], some).checksum


def test_a_former_address_belongs_to_the_checksum():
    some = [account(1), account(2)]
    one, two = (change(some, some, [("cu@x.vn", holder)]) for holder in ("ts-1", "ts-2"))
    assert one.checksum != two.checksum != change(some, some).checksum
