"""How long a session lasts, who ends it, and what is ended with a device."""

import os
import re
import sqlite3

import pytest
from offices import CHOSEN, FIRST, INSIDE, OTHER, code

COOKIE = "__Host-tai-khoan"


def ends(settings):
    return {file.name for file in (settings.state / "ends").iterdir()}


def add(browser, name):
    return browser.open("/dien-thoai").send(name=name, once=browser.hidden("once"))


def test_the_cookie_is_random_and_kept_as_a_digest_alone(desk, settings):
    desk.begin()
    value = desk.client.cookies[COOKIE]
    assert len(value) == 43  # 256 bits
    for file in settings.state.glob("login.sqlite*"):
        assert value.encode() not in file.read_bytes()


def test_the_cookie_has_all_that_protects_it(desk):
    response = desk.client.get("/tai-khoan/vao")
    for part in ("__Host-tai-khoan=", "Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in response.headers["set-cookie"]
    assert "Domain" not in response.headers["set-cookie"]
    assert "Max-Age" not in response.headers["set-cookie"]


def test_it_changes_with_each_right_that_is_won(phone):
    seen = [phone.open("/vao").client.cookies[COOKIE]]
    for step in (
        lambda: phone.login(FIRST),
        lambda: phone.send(new=CHOSEN, again=CHOSEN),
    ):
        step()
        seen.append(phone.client.cookies[COOKIE])
    secret = phone.app_secret("/hai-buoc/ung-dung")
    phone.send(code=code(secret))
    seen.append(phone.client.cookies[COOKIE])
    assert len(set(seen)) == 4


def test_a_value_that_somebody_else_chose_opens_nothing(desk):
    desk.open("/vao")
    desk.client.cookies.set(COOKIE, "chosen-by-a-stranger", domain="mail.tayson.example")
    desk.login(FIRST)
    assert "chosen-by-a-stranger" not in desk.client.cookies.values()


def test_half_an_hour_of_rest_ends_it(desk, time):
    desk.begin()
    for _ in range(4):
        time.pass_by(minutes=29)
        assert desk.open("/").title == "Đỗ Văn Sỹ"
    time.pass_by(minutes=31)
    assert desk.open("/").title == "Đăng nhập"


def test_half_a_day_ends_it(desk, time):
    desk.begin()
    for _ in range(47):
        time.pass_by(minutes=15)
        desk.open("/")
    assert desk.title == "Đỗ Văn Sỹ"
    time.pass_by(minutes=15)
    assert desk.open("/").title == "Đăng nhập"


@pytest.mark.parametrize(
    "change", [{"state": "suspended"}, {"state": "dormant"}, {"state": "left"}, {"letter": 2}]
)
def test_what_the_roster_changes_ends_it_at_the_next_request(desk, browser, office, change):
    desk.begin()
    other = browser(INSIDE)
    other.login(FIRST, "kieuvankhoi").send(new=CHOSEN, again=CHOSEN)
    office.change("ts-0001", **change)
    assert desk.open("/").title == "Đăng nhập"
    assert other.open("/").title == "Kiều Văn Khôi"
    # It does not come back with the state.
    office.change("ts-0001", state="active", letter=1)
    assert desk.open("/").title == "Đăng nhập"


def test_who_is_no_longer_in_the_table_has_no_session(desk, office):
    desk.begin()
    office.people.pop(0)
    office.publish()
    assert desk.open("/").title == "Đăng nhập"


def test_logging_out_ends_it_on_the_server_too(desk):
    desk.begin()
    value = desk.client.cookies[COOKIE]
    assert "Đã đăng xuất" in desk.send("/thoat").text
    desk.client.cookies.clear()
    desk.client.cookies.set(COOKIE, value, domain="mail.tayson.example")
    assert desk.open("/").title == "Đăng nhập"


def test_sessions_are_seen_and_ended_one_by_one(desk, browser):
    desk.begin()
    other = browser(INSIDE, agent="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0")
    other.login(CHOSEN)
    desk.confirm("/xac-nhan?den=/dang-nhap")
    assert "Firefox trên máy tính Windows" in desk.text
    assert "Chrome trên điện thoại Android" in desk.text
    [number] = re.findall(r"/ket-thuc/(\d+)", desk.text)
    desk.send(f"/dang-nhap/ket-thuc/{number}")
    assert other.open("/").title == "Đăng nhập"
    assert desk.open("/").title == "Đỗ Văn Sỹ"


def test_nobody_ends_somebody_elses(desk, browser):
    desk.begin()
    other = browser(INSIDE)
    other.login(FIRST, "kieuvankhoi").send(new=CHOSEN, again=CHOSEN)
    other.confirm("/xac-nhan?den=/dang-nhap")
    for number in range(1, 5):
        other.send(f"/dang-nhap/ket-thuc/{number}")
        other.send(f"/thiet-bi/quen/{number}")
        if other.open("/dang-nhap").title == "Đăng nhập":
            other.login(CHOSEN, "kieuvankhoi")
    assert desk.open("/").title == "Đỗ Văn Sỹ"


def test_an_app_password_is_taken_back_and_what_it_opened_is_ended(desk, settings):
    desk.begin()
    add(desk, "Máy cũ")
    add(desk, "Máy mới")
    assert ends(settings) == set()
    desk.open("/thiet-bi")
    numbers = re.findall(r"/thiet-bi/thu/(\d+)", desk.text)
    assert len(numbers) == 2
    desk.open(f"/thiet-bi/thu/{numbers[1]}")
    assert "Máy cũ" in desk.text
    desk.send(f"/thiet-bi/thu/{numbers[1]}")
    assert "Đã thu hồi" in desk.text
    assert ends(settings) == {"ts-0001"}
    assert "Máy cũ" not in desk.text
    assert "Máy mới" in desk.text


def test_nobody_takes_back_somebody_elses(desk, browser, settings):
    desk.begin()
    add(desk, "Máy")
    other = browser(INSIDE)
    other.login(FIRST, "kieuvankhoi").send(new=CHOSEN, again=CHOSEN)
    other.send("/thiet-bi/thu/1")
    assert "Máy" in desk.open("/thiet-bi").text
    assert re.findall(r"/thiet-bi/thu/(\d+)", desk.text) == ["1"]
    assert ends(settings) == set()


def test_everything_is_ended_at_once(desk, browser, settings):
    desk.begin()
    add(desk, "Máy")
    other = browser(INSIDE)
    other.login(CHOSEN, remember="1")
    desk.confirm("/ket-thuc-het")
    assert desk.title.startswith("Đăng xuất mọi nơi")
    desk.send("/ket-thuc-het")
    assert "Nên đổi mật khẩu" in desk.text
    assert other.open("/").title == "Đăng nhập"
    assert desk.open("/thiet-bi").text.count("Chưa có máy nào") == 2
    assert ends(settings) == {"ts-0001"}


def test_a_device_is_forgotten_with_all_that_it_opened(desk, browser, settings):
    own = browser(INSIDE)
    own.begin()
    own.send("/thoat")
    own.login(CHOSEN, remember="1")
    desk.login(CHOSEN).confirm("/xac-nhan?den=/thiet-bi")
    [number] = re.findall(r"/thiet-bi/quen/(\d+)", desk.text)
    desk.send(f"/thiet-bi/quen/{number}")
    assert "Đã bỏ nhớ" in desk.text
    assert "Chưa có máy nào" in desk.text
    assert own.open("/").title == "Đăng nhập"
    assert ends(settings) == {"ts-0001"}


def test_many_app_passwords_are_too_many(desk):
    desk.begin()
    for number in range(20):
        assert add(desk, f"Máy {number}").title.startswith("Gõ vào")
    assert "quá nhiều" in add(desk, "Máy").error


def test_making_an_app_password_needs_a_password_typed_lately(desk, time):
    desk.begin()
    time.pass_by(minutes=16)
    assert desk.open("/dien-thoai").title == "Gõ lại mật khẩu"
    desk.send("/dien-thoai", name="Máy", once="1")
    assert desk.title == "Gõ lại mật khẩu"
    desk.send("/xac-nhan", password=CHOSEN, den=desk.hidden("den"))
    assert desk.title == "Thêm thư vào điện thoại"


def test_confirming_leads_to_no_other_site(desk):
    desk.begin()
    for where in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", ""):
        desk.open("/xac-nhan").send(password=CHOSEN, den=where)
        assert desk.response.url.host == "mail.tayson.example"
        assert desk.path == "/"


def test_what_is_old_is_swept(desk, browser, settings, time):
    desk.begin()
    time.pass_by(days=181)
    browser(INSIDE).login(CHOSEN)
    database = sqlite3.connect(settings.state / "login.sqlite")
    assert database.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    assert database.execute("SELECT count(*) FROM events").fetchone() == (1,)
    database.close()


def test_other_sessions_end_with_a_new_password(desk, browser):
    desk.begin()
    other = browser(INSIDE)
    other.login(CHOSEN)
    desk.open("/doi-mat-khau").send(password=CHOSEN, new=OTHER, again=OTHER)
    assert other.open("/").title == "Đăng nhập"


def test_ending_sessions_needs_the_password_again(desk, browser):
    desk.begin()
    other = browser(INSIDE)
    other.login(CHOSEN)
    desk.open("/dang-nhap")
    [number] = re.findall(r"/ket-thuc/(\d+)", desk.text)
    for path in (f"/dang-nhap/ket-thuc/{number}", "/ket-thuc-het", "/thiet-bi/quen/1"):
        desk.open("/dang-nhap")
        assert desk.send(path).title == "Gõ lại mật khẩu"
    assert other.open("/").title == "Đỗ Văn Sỹ"


def test_what_was_chosen_is_asked_once_more_after_the_password_was_typed_again(desk, browser):
    desk.begin()
    other = browser(INSIDE, agent="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0")
    other.login(CHOSEN, remember="1")
    for path, where, title in (
        ("/thiet-bi", "quen", "Không nhớ máy này nữa?"),
        ("/dang-nhap", "ket-thuc", "Đăng xuất ở nơi này?"),
    ):
        [number] = re.findall(rf"/{where}/(\d+)", desk.open(path).text)
        if where == "quen":
            desk.send(f"{path}/{where}/{number}")
            desk.send("/xac-nhan", password=CHOSEN, den=desk.hidden("den"))
        else:
            desk.open(f"{path}/{where}/{number}")
        assert desk.title == title
        assert "Firefox trên máy tính Windows" in desk.text
    desk.send()
    assert other.open("/").title == "Đăng nhập"
    assert desk.open("/").title == "Đỗ Văn Sỹ"


def test_typing_the_password_again_changes_the_cookie(desk):
    desk.begin()
    before = desk.client.cookies[COOKIE]
    desk.confirm("/xac-nhan?den=/hai-buoc")
    assert desk.title == "Xác minh hai bước"
    assert desk.client.cookies[COOKIE] != before


def test_another_factor_ends_the_other_sessions(desk, browser):
    desk.begin()
    other = browser(INSIDE)
    other.login(CHOSEN)
    desk.confirm("/hai-buoc/ung-dung")
    secret = desk.app_secret("/hai-buoc/ung-dung")
    desk.send(code=code(secret))
    assert other.open("/").title == "Đăng nhập"
    assert desk.open("/").title == "Đỗ Văn Sỹ"


def test_every_page_has_the_way_out(desk):
    desk.login(FIRST)
    assert 'action="/tai-khoan/thoat"' in desk.text
    desk.send(new=CHOSEN, again=CHOSEN)
    for path in ("/", "/thiet-bi", "/hai-buoc", "/doi-mat-khau", "/dang-nhap", "/xac-nhan"):
        assert 'action="/tai-khoan/thoat"' in desk.open(path).text


def test_use_is_told_to_the_host_once_somebody_is_in(phone, settings):
    used = settings.state / "used"
    phone.login(FIRST).send(new=CHOSEN, again=CHOSEN)
    phone.open("/hai-buoc")
    assert list(used.iterdir()) == []
    phone.send("/hai-buoc/ung-dung", code=code(phone.app_secret("/hai-buoc/ung-dung")))
    phone.open("/")
    assert [file.name for file in used.iterdir()] == ["ts-0001"]
    os.utime(used / "ts-0001", (0, 0))
    phone.open("/")
    assert (used / "ts-0001").stat().st_mtime > 0
