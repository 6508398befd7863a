"""The plan of the module `mailboxes`: the difference and its limits."""

import re

import pytest
from ansible.module_utils.accounts_output import AccountsOutput, Following
from ansible.module_utils.accounts_store import accounts, addresses, apply, connect, owners

from congvu.accounts_plan import Limits, PlanError, StoredAccount, plan, refuse_taken
from congvu.office import PROJECT


def account(number, state="active", **more):
    fields = {"address": f"a{number}@x.vn", "name": "Tên", "quota_mb": 1, **more}
    return StoredAccount(id=f"ts-{number}", kind="person", state=state, **fields)


def rows(accounts):
    return [(one.address, one.id, "main") for one in accounts if one.is_open]


def change(before, after, aliases=()):
    return plan(before, rows(before), after, list(aliases))


def test_equal_states_change_nothing():
    some = [account(1), account(2)]
    assert not change(some, some).changed


def test_what_is_no_longer_wanted_is_closed_and_comes_back_reopened():
    closing = change([account(1), account(2)], [account(1)])
    assert [one.id for one in closing.close] == ["ts-2"]
    assert closing.remove_addresses == ["a2@x.vn"]
    back = change([account(1), account(2, "left")], [account(1), account(2)])
    assert [one.id for one in back.reopen] == ["ts-2"]


def test_a_suspended_account_keeps_its_address():
    suspending = change([account(1)], [account(1, "suspended")])
    assert [after.state for _, after in suspending.update] == ["suspended"]
    assert not suspending.remove_addresses


def test_an_address_of_a_closed_account_is_given_to_nobody_else():
    with pytest.raises(PlanError, match="đã cấp cho ts-1, không thể cấp lại cho ts-2"):
        change([account(1, "left")], [account(2, address="a1@x.vn")])


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


def written(path, *plans):
    """Return a store after some plans."""
    store = connect(str(path), read_only=False)
    for one in plans:
        store.execute("BEGIN IMMEDIATE")
        apply(store, one, "2026-11-24")
        store.execute("COMMIT")
    return store


def planned(store, wanted, aliases=()):
    stored = [StoredAccount(*row) for row in accounts(store)]
    refuse_taken(wanted, owners(store))
    return plan(stored, addresses(store), wanted, list(aliases))


def test_a_written_plan_leaves_nothing_to_change(tmp_path):
    wanted = [account(1), account(2, "suspended")]
    aliases = [("cu@x.vn", "ts-1")]
    store = written(tmp_path / "a.sqlite", change([], wanted, aliases))
    assert sorted(addresses(store)) == [
        ("a1@x.vn", "ts-1", "main"),
        ("a2@x.vn", "ts-2", "main"),
        ("cu@x.vn", "ts-1", "former"),
    ]
    assert store.execute("SELECT name FROM domains").fetchall() == [("x.vn",)]
    assert not planned(store, wanted, aliases).changed
    # Root's alone: no daemon reads it.
    assert (tmp_path / "a.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_former_main_address_is_given_to_nobody_else_for_ever(tmp_path):
    renamed = [account(1, address="b1@x.vn")]
    store = written(tmp_path / "a.sqlite", change([], [account(1)]))
    for aliases in ([("a1@x.vn", "ts-1")], []):
        step = planned(store, renamed, aliases)
        store.execute("BEGIN IMMEDIATE")
        apply(store, step, "2026-11-25")
        store.execute("COMMIT")
    assert addresses(store) == [("b1@x.vn", "ts-1", "main")]
    with pytest.raises(PlanError, match="đã cấp cho ts-1, không thể cấp lại cho ts-2"):
        planned(store, [*renamed, account(2, address="a1@x.vn")])
    # Its own it may become again.
    assert planned(store, [account(1)]).readdressed


def test_the_day_of_a_state_is_the_day_it_changed(tmp_path):
    store = written(tmp_path / "a.sqlite", change([], [account(1), account(2)]))
    for day, wanted in (("2026-11-25", [account(1, "suspended"), account(2, name="Mới")]),
                        ("2026-11-26", [account(1, "suspended")])):  # fmt: skip
        step = planned(store, wanted)
        store.execute("BEGIN IMMEDIATE")
        apply(store, step, day)
        store.execute("COMMIT")
        found = store.execute("SELECT id, state, since FROM accounts").fetchall()
        assert found[0] == ("ts-1", "suspended", "2026-11-25")
    assert found[1] == ("ts-2", "left", "2026-11-26")


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
    assert change([account(1, "left")], some).checksum == change([], some).checksum


def test_a_former_address_belongs_to_the_checksum():
    some = [account(1), account(2)]
    one, two = (change(some, some, [("cu@x.vn", holder)]) for holder in ("ts-1", "ts-2"))
    assert one.checksum != two.checksum != change(some, some).checksum


def test_the_diff_shows_people_and_the_sessions_that_end():
    shown = AccountsOutput(change([account(1), account(2)], [account(1, "suspended")])).diff(
        Following(sessions=["ts-2"])
    )
    assert shown["before"].splitlines() == [
        "a1@x.vn  Tên (ts-1), hoạt động, 1 MB",
        "a2@x.vn  (địa chỉ cũ)",
        "a2@x.vn  Tên (ts-2), hoạt động, 1 MB",
        "ts-2  (phiên đăng nhập đang mở)",
    ]
    assert shown["after"] == "a1@x.vn  Tên (ts-1), tạm ngưng, 1 MB\n"


def test_another_plan_than_the_reviewed_one_is_told_with_what_it_would_do():
    some = change([account(1)], [account(1), account(2)])
    output = AccountsOutput(some)
    assert output.another_plan(some.checksum) is None
    assert "không phải mã kế hoạch" in output.another_plan("sha256:1")
    told = output.another_plan(change([], []).checksum).splitlines()
    assert "+ a2@x.vn  Tên (ts-2), hoạt động, 1 MB" in told
    # A plan that was carried out already is not refused as another plan.
    assert AccountsOutput(change([account(1)], [account(1)])).another_plan("sha256:1") is None


def test_the_host_says_how_to_allow_a_mass_change_and_the_core_does_not():
    some = many(10)
    plan_ = change(some, some[5:])
    excess = plan_.excess(Limits(30, 20))
    told = AccountsOutput(plan_).refused(excess)
    assert "đóng 5 và đổi địa chỉ 0 trong 10 hộp thư đang mở (50.0 %)" in told
    assert "(30 % hoặc 20 hộp thư)" in told
    assert told.endswith("-e mailboxes_allow_mass_change=true.")
    for file in (PROJECT / "congvu").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\bmailboxes_allow|(?<![\w-])-e \w+=|--diff\b", text), file
