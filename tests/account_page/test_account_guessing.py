"""Whoever guesses is locked out; whoever doesn't is not."""

import statistics
import threading
import time as wall

import pytest
from offices import CHOSEN, FIRST, INSIDE, OUTSIDE

from account_page import passwords

STRANGER = "198.51.100.4"
LOCKED = "Đã gõ sai nhiều lần"


def guess(browser, times, address="dovansy"):
    for number in range(times):
        assert "chưa đúng" in browser.login(f"wrong {number}", address).error


def test_after_five_failures_that_source_is_locked_for_the_account(desk, browser, time):
    desk.begin()
    stranger = browser(STRANGER)
    guess(stranger, 5)
    assert LOCKED in stranger.login(CHOSEN).error
    assert LOCKED in browser(STRANGER).login(CHOSEN).error  # a new browser is no new source
    time.pass_by(minutes=14)
    assert LOCKED in stranger.login(CHOSEN).error
    time.pass_by(minutes=1)
    assert stranger.login(CHOSEN).title == "Thêm bước thứ hai"


def test_the_office_says_how_many_and_how_long(desk, browser, office, time):
    office.rules |= {"failures": 2, "failures_minutes": 60}
    office.publish()
    desk.begin()
    stranger = browser(STRANGER)
    guess(stranger, 2)
    time.pass_by(minutes=59)
    assert LOCKED in stranger.login(CHOSEN).error


def test_a_stranger_does_not_lock_the_person_out_at_the_desk(desk, browser):
    desk.begin()
    guess(browser(STRANGER), 5)
    assert browser(INSIDE).login(CHOSEN).title == "Đỗ Văn Sỹ"


def test_people_behind_one_address_do_not_lock_each_other(desk, browser):
    desk.begin()
    guess(browser(INSIDE), 5, "kieuvankhoi")
    assert browser(INSIDE).login(CHOSEN).title == "Đỗ Văn Sỹ"


def test_a_remembered_device_is_a_source_of_its_own(browser):
    own = browser()
    own.begin_outside(remember="1")
    own.send()
    own.open("/thoat")
    own.client.cookies.delete("__Host-tai-khoan")
    guess(browser(OUTSIDE), 5)  # a colleague on the same network
    assert LOCKED in browser(OUTSIDE).login(CHOSEN).error
    assert own.login(CHOSEN).title == "Đỗ Văn Sỹ"


def test_one_persons_device_is_no_source_of_its_own_for_another_account(browser):
    own = browser()
    own.begin_outside(remember="1")
    own.client.cookies.delete("__Host-tai-khoan")
    guess(own, 5, "kieuvankhoi")
    assert LOCKED in browser(OUTSIDE).login(FIRST, "kieuvankhoi").error


def test_a_whole_network_of_ipv6_is_one_source(desk, browser):
    desk.begin()
    for number in range(5):
        guess(browser(f"2001:db8:1:2::{number}"), 1)
    assert LOCKED in browser("2001:db8:1:2:ffff::1").login(CHOSEN).error
    assert browser("2001:db8:1:3::1").login(CHOSEN).title == "Thêm bước thứ hai"


def test_success_begins_the_count_anew(desk, browser):
    desk.begin()
    other = browser(INSIDE)
    guess(other, 4)
    other.login(CHOSEN)
    other = browser(INSIDE)
    guess(other, 4)
    assert other.login(CHOSEN).title == "Đỗ Văn Sỹ"


def test_the_right_password_alone_does_not_begin_the_count_of_codes_anew(phone, browser):
    phone.begin_outside()
    thief = browser(STRANGER)
    for _ in range(5):
        thief.open("/thoat")
        thief.client.cookies.clear()
        thief.login(CHOSEN)
        assert "Mã chưa đúng" in thief.send(way="code", code="000000").error
    thief.client.cookies.clear()
    assert LOCKED in thief.login(CHOSEN).error


def test_wrong_codes_lock_too(phone, browser):
    phone.begin_outside()
    thief = browser(STRANGER)
    thief.login(CHOSEN)
    for way in ("code", "code", "recovery", "recovery", "key"):
        assert thief.send(way=way, code="000000").error
    assert LOCKED in thief.send(way="code", code="000000").error


def test_a_password_asked_again_is_counted_too(desk):
    desk.begin()
    for _ in range(5):
        assert "chưa đúng" in desk.open("/doi-mat-khau").send(password="x", new="y").error
    assert LOCKED in desk.open("/xac-nhan").send(password=CHOSEN).error


def test_each_failure_is_logged_with_its_source_and_without_what_was_typed(desk, browser, caplog):
    desk.begin()
    browser(STRANGER).login("my secret guess")
    browser(STRANGER).login("my secret guess", "nobody at all")
    lines = [record.getMessage() for record in caplog.records if "failed" in record.getMessage()]
    assert lines[0] == f"login failed: account=ts-0001 source={STRANGER} factor=password"
    assert lines[1].startswith("login failed: account=?")
    assert lines[1].endswith(f"source={STRANGER} factor=password")
    assert "secret guess" not in caplog.text
    assert "nobody" not in caplog.text


def test_nothing_that_is_sent_gets_into_the_log(phone, browser, caplog):
    phone.begin_outside()
    thief = browser(STRANGER)
    thief.login(CHOSEN)
    thief.send("/ma", way="x\nlogin failed: account=ts-0002", code="x\ny")
    assert "ts-0002" not in caplog.text
    assert "factor=code" in caplog.text


def test_the_person_sees_failures_among_the_logins(desk, browser):
    desk.begin()
    browser(STRANGER).login("wrong")
    desk.open("/dang-nhap")
    assert "Gõ sai mật khẩu hoặc mã" in desk.text
    assert STRANGER in desk.text


def test_unknown_addresses_are_answered_and_locked_alike(desk, browser):
    desk.begin()
    known, unknown = browser(STRANGER), browser(STRANGER)
    for number in range(7):
        known.login(f"wrong {number}")
        unknown.login(f"wrong {number}", "khongco")
        strip = ("dovansy", "khongco")
        texts = [page.text.replace(word, "") for page, word in zip((known, unknown), strip)]  # noqa: B905
        tokens = (known.hidden("token"), unknown.hidden("token"))
        assert texts[0].replace(tokens[0], "") == texts[1].replace(tokens[1], "")
        assert known.status == unknown.status


@pytest.mark.long
def test_unknown_addresses_take_as_long(desk, browser, office):
    desk.begin()
    office.rules["failures"] = 10_000
    office.publish()
    stranger = browser(STRANGER)
    taken = {"dovansy": [], "kieuvankhoi": [], "khongco": []}
    for number in range(40):
        for address, times in taken.items():
            stranger.open("/vao")
            begun = wall.perf_counter()
            stranger.send(address=address, password=f"wrong {number}")
            times.append(wall.perf_counter() - begun)
    middles = [statistics.median(times) for times in taken.values()]
    assert max(middles) < 1.25 * min(middles), taken


def test_a_flood_is_told_to_wait_and_the_rest_goes_on(desk, browser, monkeypatch):
    desk.begin()
    monkeypatch.setattr(passwords, "_QUEUE", threading.BoundedSemaphore(1))
    with passwords._QUEUE:
        flood = browser(STRANGER).login("x")
        assert flood.status == 503
        assert flood.response.headers["retry-after"] == "10"
        assert "Đang có nhiều người đăng nhập" in flood.text
        assert desk.open("/dang-nhap").status == 200
    assert browser(INSIDE).login(CHOSEN).title == "Đỗ Văn Sỹ"
