"""What a plan says of accounts whose time is over, of letters, and of accounts nobody uses."""

import json
from dataclasses import replace
from datetime import date

import pytest
from rosters import KEYED as OFFICE
from rosters import TODAY, decision, derived, person, roster, unit

from congvu.accounts import every_account
from congvu.accounts_plan import plan as host_plan
from congvu.cli import live
from congvu.cli.context import UsageError
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import accounts_plan, course, roster_plan, stored
from congvu.plan.drift import HostAccounts, drift
from congvu.plan.markdown import PlanMarkdown
from congvu.plan.sentences import happens, sentence
from congvu.plan.text import PlanText, summary
from congvu.state import State

DAY = TODAY.isoformat()


def state(*staff, on=TODAY, office=OFFICE, **more):
    the_roster = roster(unit(staff=staff, **more))
    register = derived(the_roster, on=date(2015, 9, 1))
    return State(office, the_roster, derived(the_roster, register, on), on, ())


def office(**settings):
    accounts = OFFICE.accounts.model_copy(update=settings)
    return OFFICE.model_copy(update={"accounts": accounts})


AN, BINH = person("ts-1", "Lê An"), person("ts-2", "Đỗ Bình")


def gone(day, who="ts-1", name="Lê An", type_="retire"):
    return person(who, name, decision(type_, day, "7/QĐ"))


def told(plan):
    return [(change.kind, change.subject, sentence(change)) for change in plan.changes]


def test_a_retirement_told_too_late_is_closed_and_archived_at_once():
    before, after = state(AN, BINH), state(gone("2026-08-01"), BINH)
    plan = roster_plan(before, after)
    assert [(kind, who) for kind, who, _ in told(plan)] == [
        ("closed", "ts-1"),
        ("archived", "ts-1"),
    ]
    assert told(plan)[0][2].endswith("(Điều 4.6)")
    assert "không đăng nhập và không nhận thư nữa" in told(plan)[0][2]
    assert told(plan)[1][2] == (
        "đưa thư của hộp thư anl@tayson.binhdinh.gov.vn vào kho lưu trữ (nén, mã hóa; trở lại làm "
        "việc thì lấy lại được)"
    )
    assert summary(plan).startswith("1 đóng, 1 lưu trữ; 2 hộp thư")
    soon = roster_plan(before, state(gone("2026-11-24"), BINH))
    assert soon.checksum != plan.checksum


def test_a_shorter_time_in_district_yml_is_shown_with_what_it_ends():
    left = gone("2026-11-01")
    plan = roster_plan(state(left, BINH), state(left, BINH, office=office(archive_after_days=10)))
    assert [(kind, who) for kind, who, _ in told(plan)] == [("archived", "ts-1")]
    assert plan.touches_mailboxes


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ("answer", "được trả lời rằng nay gửi cho phongnoivu@tayson.binhdinh.gov.vn đến hết"),
        ("unit", "được chuyển cho phongnoivu@tayson.binhdinh.gov.vn đến hết 21/02/2027"),
    ],
)
def test_what_becomes_of_mail_is_told_when_somebody_leaves(mail, said):
    there = office(left_mail=mail)
    plan = roster_plan(state(AN, office=there), state(gone(DAY), office=there))
    assert said in told(plan)[0][2]
    ahead = state(gone("2026-12-01"), office=there)
    [later] = roster_plan(state(AN, office=there), ahead).changes
    assert "phongnoivu@tayson.binhdinh.gov.vn đến hết 28/02/2027" in sentence(later)


def test_archives_and_deletions_of_the_next_days_are_foretold():
    there = office(archive_after_days=30, delete_after_days=10)
    soon = state(gone("2026-11-01"), BINH, office=there)
    ahead = [(one.day.isoformat(), one.subject, happens(one.event)[:8])
             for one in roster_plan(soon, soon).upcoming]  # fmt: skip
    assert ahead == [("2026-12-01", "ts-1", "đưa thư "), ("2026-12-11", "ts-1", "xóa hẳn ")]


def test_leaves_that_begin_and_end_are_foretold():
    leave = decision("leave", "2026-11-01", "8/QĐ", until="2026-12-10")
    on_leave = state(person("ts-1", "Lê An", leave))
    [one] = roster_plan(on_leave, on_leave).upcoming
    assert (one.day, happens(one.event)) == (
        date(2026, 12, 11),
        "hết kỳ nghỉ; hộp thư anl@tayson.binhdinh.gov.vn lại tính những ngày không sử dụng",
    )
    back = state(person("ts-1", "Lê An", leave, decision("return", "2026-12-01", "9/QĐ")))
    [one] = roster_plan(back, back).upcoming
    assert happens(one.event).startswith("đi làm lại, quyết định số 9/QĐ")
    [change] = roster_plan(state(AN), on_leave).changes
    assert (change.kind, sentence(change)) == (
        "leave",
        "nghỉ dài ngày đến hết 10/12/2026, quyết định số 8/QĐ ngày 01/11/2026; giữ nguyên hộp thư "
        "anl@tayson.binhdinh.gov.vn, không bị khóa vì không sử dụng",
    )
    [dropped] = roster_plan(on_leave, state(AN)).changes
    assert sentence(dropped).startswith("bỏ quyết định nghỉ dài ngày đến hết 10/12/2026")


def test_letters_are_for_new_people_and_those_who_come_back():
    before = state(gone("2026-01-01"), BINH)
    again = person("ts-1", "Lê An", decision("retire", "2026-01-01", "7/QĐ"),
                   decision("recruit", "2026-11-20"))  # fmt: skip
    plan = roster_plan(before, state(again, BINH, person("ts-3", "Hà Chi", since=DAY)))
    assert [(one.account, one.name, one.unit) for one in plan.letters] == [
        ("ts-1", "Lê An", "Phòng Nội vụ"),
        ("ts-3", "Hà Chi", "Phòng Nội vụ"),
    ]
    said = "Văn phòng cần in 2 thư mật khẩu: Phòng Nội vụ 2."
    assert said in PlanText().render({"": plan})
    assert said in PlanMarkdown().render({"": plan})
    assert json.loads(PlanJson().render({"": plan}))["letters"] == [
        {"account": "ts-1", "name": "Lê An", "unit": "Phòng Nội vụ"},
        {"account": "ts-3", "name": "Hà Chi", "unit": "Phòng Nội vụ"},
    ]
    nothing = roster_plan(before, before)
    assert "cần in" not in PlanText().render({"": nothing})


def host(the_state, unused=(), **others):
    """Return a host that is as a roster says, but for the states of some."""
    accounts = [stored(one) for one in every_account(the_state)]
    accounts = [replace(one, **others.get(one.id.replace("-", "_"), {})) for one in accounts]
    rows = [(one.id, one.kind, one.name, one.address, one.state, one.quota_mb, one.since)
            for one in accounts]  # fmt: skip
    addresses = [(one.address, one.id, "main") for one in accounts
                 if one.state in ("active", "suspended")]  # fmt: skip
    return answer_of(rows, addresses, unused=unused)


def answer_of(accounts=(), addresses=(), **more):
    return HostAccounts.from_answer({"accounts": accounts, "addresses": addresses, **more})


def test_a_host_that_is_as_the_roster_says_has_nothing_to_archive():
    there = state(
        gone("2026-01-01"), gone("2026-11-20", "ts-2", "Đỗ Bình"), person("ts-3", "Hà Chi")
    )
    plan = drift(host(there), there)
    assert plan.changes == ()
    assert not plan.accounts.changed


def test_what_is_due_on_a_host_is_told_and_is_in_its_checksum():
    there = state(
        gone("2026-01-01"), gone("2015-09-01", "ts-2", "Đỗ Bình"), person("ts-3", "Hà Chi")
    )
    late = host(
        there,
        ts_1={"state": "left", "since": "2026-01-01"},
        ts_2={"state": "archived", "since": "2016-01-01"},
    )
    plan = drift(late, there)
    assert [(kind, who) for kind, who, _ in told(plan)] == [
        ("archived", "ts-1"),
        ("deleted", "ts-2"),
    ]
    wanted = [stored(one) for one in every_account(there)]
    assert plan.checksum != drift(host(there), there).checksum
    assert plan.checksum == accounts_plan_of(late, wanted, there).checksum


def accounts_plan_of(a_host, wanted, there, unused=()):
    """Compare as the host does."""
    return host_plan(
        list(a_host.accounts), list(a_host.addresses), wanted, [], course(there, unused)
    )


def test_the_record_of_who_left_may_be_deleted_and_the_host_goes_on():
    there = state(gone("2026-01-01"), BINH)
    late = host(there, ts_1={"state": "left", "since": "2026-01-01"})
    plan = drift(late, state(BINH))
    assert told(plan) == [
        ("archived", "ts-1", "đưa thư của hộp thư anl@tayson.binhdinh.gov.vn vào kho lưu trữ "
         "(nén, mã hóa; trở lại làm việc thì lấy lại được)"),
    ]  # fmt: skip


def test_accounts_that_nobody_uses_are_told_but_for_leaves_and_shared_ones():
    leave = decision("leave", "2026-09-01", until="2026-12-31")
    there = state(AN, BINH, person("ts-3", "Hà Chi", leave), person("ts-4", "Võ Dung"),
                  person("ts-5", "Vũ Em"))  # fmt: skip
    unused = [("ts-1", "2026-10-01"), ("ts-2", ""), ("ts-3", "2026-08-01"), ("ts-4", "2026-11-20"),
              ("phong-noi-vu", "2020-01-01"), ("la", "2020-01-01")]  # fmt: skip
    plan = drift(host(there, unused), there)
    assert told(plan) == [
        ("unused", "ts-1", "khóa đăng nhập hộp thư anl@tayson.binhdinh.gov.vn vì không sử dụng từ "
         "01/10/2026 (quá 45 ngày); thư vẫn đến và được giữ"),
        ("unused", "ts-2", "khóa đăng nhập hộp thư binhd@tayson.binhdinh.gov.vn vì không sử dụng "
         "lần nào (quá 45 ngày); thư vẫn đến và được giữ"),
    ]  # fmt: skip
    assert summary(plan) == "2 khóa vì không sử dụng; 4 hộp thư giữ nguyên."
    assert plan.checksum != drift(host(there), there).checksum
    never = replace(there, office=office(unused_days=0))
    assert drift(host(never, unused), never).changes == ()


def test_a_line_of_the_roster_opens_what_nobody_used():
    again = state({**AN, "reopened": DAY}, BINH)
    [change] = roster_plan(state(AN, BINH), again).changes
    assert (change.kind, sentence(change)) == (
        "settings",
        "từ 24/11/2026 đăng nhập được hộp thư anl@tayson.binhdinh.gov.vn nếu đã bị khóa vì không "
        "sử dụng, lại tính những ngày không sử dụng",
    )
    assert drift(host(again, [("ts-1", "2026-01-01")]), again).changes == ()


def test_many_unused_accounts_at_once_are_refused():
    people = [person(f"ts-{n}", f"Lê An {chr(65 + n)}a") for n in range(1, 22)]
    there = state(*people)
    plan = drift(host(there, [(one["id"], "2026-01-01") for one in people]), there)
    assert plan.refusals
    assert "khóa vì không sử dụng 21" in PlanText().render({"": plan})


def test_a_host_answers_in_a_form_of_its_own():
    with pytest.raises(ValueError, match="2026"):
        answer_of(unused=[("ts-1", "24/11/2026")])
    with pytest.raises(ValueError, match="unpack"):
        answer_of(unused=[("ts-1",)])


def answering(monkeypatch, answer):
    """Have the playbook bring an answer of one host."""

    def run(inventory, folder):
        (folder / "mail.json").write_text(json.dumps(answer))

    monkeypatch.setattr(live, "_run_playbook", run)


ROW = ["ts-1", "person", "Lê An", "anl@tayson.binhdinh.gov.vn", "active", 2048]


def test_days_of_last_use_and_states_come_with_what_a_host_answers(monkeypatch):
    answering(monkeypatch, {"accounts": [[*ROW, "2026-01-01"]], "addresses": [],
                            "unused": [["ts-1", "2026-10-01"], ["ts-2", ""]]})  # fmt: skip
    found = live.host_accounts(None)["mail"]
    assert found.accounts[0].since == "2026-01-01"
    assert found.last_uses == {"ts-1": "2026-10-01", "ts-2": ""}
    answering(monkeypatch, {"accounts": [ROW], "addresses": []})
    found = live.host_accounts(None)["mail"]
    assert (found.accounts[0].since, found.last_uses) == ("", {})


@pytest.mark.parametrize("unused", [[["ts-1"]], [["ts-1", "hôm qua"]], 7, {"ts-1": ""}])
def test_days_of_last_use_of_another_form_are_said(monkeypatch, unused):
    answering(monkeypatch, {"accounts": [ROW], "addresses": [], "unused": unused})
    with pytest.raises(UsageError, match="mail trả lời không đúng dạng"):
        live.host_accounts(None)


def test_roster_plan_is_what_a_host_just_as_the_base_computes():
    before, after = state(AN, BINH), state(gone("2026-08-01"), BINH)
    plan = roster_plan(before, after)
    assert drift(host(before), after).checksum == plan.checksum
    alone = accounts_plan(every_account(before), every_account(after), course(after))
    assert alone.checksum == plan.checksum
