"""When a second factor is asked, and that it can't be gone around."""

import re

import pytest
from offices import CHOSEN, FIRST, INSIDE, OUTSIDE, code


def again(browser, password=CHOSEN):
    """Type the password once more where it is asked."""
    return browser.send("/xac-nhan", password=password, den=browser.hidden("den"))


def test_outside_it_must_be_set_up_before_anything_else(phone):
    phone.login(FIRST).send(new=CHOSEN, again=CHOSEN)
    for path in ("/", "/dien-thoai", "/thiet-bi", "/dang-nhap", "/doi-mat-khau", "/ket-thuc-het"):
        assert phone.open(path).title == "Thêm bước thứ hai"


def test_who_began_in_the_office_sets_it_up_outside_while_the_letter_is_new(desk, phone):
    desk.begin()
    assert phone.login(CHOSEN).title == "Thêm bước thứ hai"
    secret = phone.app_secret("/hai-buoc/ung-dung")
    assert phone.send(code=code(secret)).title == "Mã dự phòng"


def test_afterwards_a_stolen_password_sets_none_up_from_outside(desk, phone, time):
    desk.begin()
    time.pass_by(days=60)
    assert "Hãy đăng nhập một lần ở cơ quan" in phone.login(CHOSEN).error
    # In the office, where it is not asked for, its owner sets it up.
    desk.login(CHOSEN)
    desk.open("/hai-buoc/ung-dung")
    again(desk)
    secret = desk.app_secret("/hai-buoc/ung-dung")
    assert desk.send(code=code(secret)).title == "Mã dự phòng"
    assert phone.login(CHOSEN).title == "Bước thứ hai"


def test_outside_it_is_asked_and_inside_not(phone, desk, time, browser):
    secret = phone.begin_outside()
    assert desk.login(CHOSEN).title == "Đỗ Văn Sỹ"
    other = browser()
    assert other.login(CHOSEN).title == "Bước thứ hai"
    assert other.open("/thiet-bi").title == "Bước thứ hai"
    time.pass_by(minutes=1)
    assert other.send("/ma", way="code", code=code(secret)).title == "Đỗ Văn Sỹ"


def test_a_session_that_leaves_the_office_meets_it_there(phone, desk, time):
    secret = phone.begin_outside()
    desk.login(CHOSEN)
    desk.move(OUTSIDE)
    assert desk.open("/thiet-bi").title == "Bước thứ hai"
    time.pass_by(minutes=1)
    assert desk.send("/ma", way="code", code=code(secret)).title == "Đỗ Văn Sỹ"


@pytest.mark.parametrize(
    ("rules", "inside", "outside"),
    [
        ({"second_factor": "always"}, True, True),
        ({"second_factor": "never"}, False, False),
        ({"second_factor": "outside", "office_networks": []}, True, True),
        ({"second_factor": "never", "operators": ["ts-0001"]}, True, True),
        ({"operators": ["ts-0001"], "office_networks": ["192.0.2.0/24"]}, True, True),
        ({"operators": ["ts-0002"], "office_networks": ["192.0.2.0/24"]}, False, True),
    ],
)
def test_the_offices_file_says_when(browser, office, rules, inside, outside):
    office.rules = rules
    office.publish()
    for source, asked in ((INSIDE, inside), (OUTSIDE, outside)):
        page = browser(source)
        password = CHOSEN if source == OUTSIDE else FIRST
        page.login(password)
        if source == INSIDE:
            page.send(new=CHOSEN, again=CHOSEN)
        assert (page.title == "Thêm bước thứ hai") == asked


def test_a_code_works_once(phone, browser, time):
    secret = phone.begin_outside()
    used = code(secret)
    thief = browser()
    thief.login(CHOSEN)
    assert "đã dùng" in thief.send(way="code", code=used).error
    time.pass_by(seconds=30)
    mine = code(secret)
    assert thief.send(way="code", code=mine).title == "Đỗ Văn Sỹ"
    second = browser()
    second.login(CHOSEN)
    assert "đã dùng" in second.send(way="code", code=mine).error


def test_a_clock_may_be_half_a_minute_off_and_not_more(phone, browser, time):
    secret = phone.begin_outside()
    time.pass_by(minutes=10)
    other = browser()
    other.login(CHOSEN)
    assert other.send(way="code", code=code(secret, -2)).error
    assert other.send(way="code", code=code(secret, 2)).error
    assert other.send(way="code", code=code(secret, 1)).title == "Đỗ Văn Sỹ"
    third = browser()
    third.login(CHOSEN)
    # One that is earlier than a used one is used up too.
    assert third.send(way="code", code=code(secret, 0)).error


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "１２３４５６", "000000" * 50, "\x00", "é"])
def test_what_is_no_code_is_refused(phone, browser, typed):
    phone.begin_outside()
    other = browser()
    other.login(CHOSEN)
    assert other.send(way="code", code=typed).error


def test_a_code_may_be_typed_with_a_space(phone, browser, time):
    secret = phone.begin_outside()
    time.pass_by(minutes=1)
    other = browser()
    other.login(CHOSEN)
    now = code(secret)
    assert other.send(way="code", code=f" {now[:3]} {now[3:]}").title == "Đỗ Văn Sỹ"


def test_recovery_codes_work_once_each(phone, browser):
    phone.begin_outside()
    phone.send()
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", phone.text)
    other = browser()
    other.login(CHOSEN)
    assert other.send(way="recovery", code=codes[0].upper()).title == "Đỗ Văn Sỹ"
    assert "còn 7 mã" in other.text
    third = browser()
    third.login(CHOSEN)
    assert "đã dùng" in third.send(way="recovery", code=codes[0]).error
    assert third.send(way="recovery", code=codes[1].replace("-", " ")).title == "Đỗ Văn Sỹ"


def test_new_recovery_codes_end_the_old_ones_and_need_the_password(phone, browser):
    phone.begin_outside()
    phone.send()
    old = re.findall(r"<code>(\w{5}-\w{5})</code>", phone.text)
    assert phone.open("/hai-buoc/ma-du-phong").title == "Gõ lại mật khẩu"
    again(phone)
    assert phone.title == "Mã dự phòng"
    phone.send("/hai-buoc/ma-du-phong")
    new = re.findall(r"<code>(\w{5}-\w{5})</code>", phone.text)
    assert not {*old} & {*new}
    other = browser()
    other.login(CHOSEN)
    assert other.send(way="recovery", code=old[0]).error
    assert other.send(way="recovery", code=new[0]).title == "Đỗ Văn Sỹ"


def test_they_are_shown_once(phone):
    phone.begin_outside()
    phone.send()
    assert re.findall(r"<code>(\w{5}-\w{5})</code>", phone.text)
    assert not re.findall(r"<code>(\w{5}-\w{5})</code>", phone.open("/hai-buoc").text)


def test_setting_up_and_removing_need_the_password_again(desk):
    desk.begin()
    for path in ("/hai-buoc/ung-dung", "/hai-buoc/khoa"):
        assert desk.open(path).title == "Gõ lại mật khẩu"
    assert "chưa đúng" in again(desk, "wrong").error
    desk.open("/hai-buoc/ung-dung")
    again(desk)
    assert desk.title == "Ứng dụng mã 6 số"
    secret = desk.app_secret("/hai-buoc/ung-dung")
    desk.send(code=code(secret))
    number = re.search(r"/hai-buoc/go/(\d+)", desk.open("/hai-buoc").text)
    assert number


def test_the_password_counts_as_asked_for_five_minutes(desk, time):
    desk.begin()
    desk.open("/hai-buoc/ung-dung")
    again(desk)
    time.pass_by(minutes=4)
    assert desk.open("/hai-buoc/khoa").title.startswith("Vân tay")
    time.pass_by(minutes=2)
    assert desk.open("/hai-buoc/khoa").title == "Gõ lại mật khẩu"


def test_the_last_factor_is_not_removed_where_the_office_asks_for_one(phone, desk, time, office):
    secret = phone.begin_outside()
    phone.send()
    [number] = re.findall(r"/hai-buoc/go/(\d+)", phone.open("/hai-buoc").text)
    phone.open(f"/hai-buoc/go/{number}")
    again(phone)
    assert phone.title == "Đây là cách xác nhận cuối cùng"
    second = phone.app_secret("/hai-buoc/ung-dung")
    assert second != secret
    phone.send(code=code(second))
    phone.open(f"/hai-buoc/go/{number}")
    assert phone.title == "Gỡ cách xác nhận này?"
    assert phone.send(f"/hai-buoc/go/{number}").title == "Xác minh hai bước"
    assert re.findall(r"/hai-buoc/go/(\d+)", phone.text) != [number]


def test_somebody_elses_factor_is_not_removed(phone, desk):
    phone.begin_outside()
    [number] = re.findall(r"/hai-buoc/go/(\d+)", phone.open("/hai-buoc").text)
    desk.login(FIRST, "kieuvankhoi").send(new=CHOSEN, again=CHOSEN)
    desk.open(f"/hai-buoc/go/{number}")
    again(desk)
    desk.send(f"/hai-buoc/go/{number}")
    assert number in phone.open("/hai-buoc").text


def test_a_wrong_code_while_setting_up_keeps_the_secret(phone):
    phone.login(FIRST).send(new=CHOSEN, again=CHOSEN)
    secret = phone.app_secret("/hai-buoc/ung-dung")
    phone.send(code="000000")
    assert "Mã chưa đúng" in phone.error
    assert secret in phone.text
    assert phone.send(code=code(secret)).title == "Mã dự phòng"


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", '{"id": "a", "response": {}}'])
def test_what_is_no_answer_of_a_key_is_refused(phone, answer):
    phone.login(FIRST).send(new=CHOSEN, again=CHOSEN)
    phone.open("/hai-buoc/khoa").send(answer=answer, name="Máy")
    assert "Chưa đăng ký được" in phone.error
    phone.open("/")
    assert phone.title == "Thêm bước thứ hai"


def test_on_an_own_device_both_factors_are_typed_once_a_day(browser, time):
    own = browser()
    secret = own.begin_outside(remember="1")
    own.send()
    time.pass_by(hours=8)
    assert own.open("/thiet-bi").title == "Máy đang nhận thư"  # no rest ends it
    own.send("/thoat")
    assert own.login(CHOSEN).title == "Đỗ Văn Sỹ"  # the day's second factor holds
    time.pass_by(hours=17)
    own.send("/thoat")
    assert own.login(CHOSEN).title == "Bước thứ hai"
    assert own.send(way="code", code=code(secret)).title == "Đỗ Văn Sỹ"
    time.pass_by(hours=23)
    assert own.open("/").title == "Đỗ Văn Sỹ"
    time.pass_by(hours=1)
    assert own.open("/").title == "Đăng nhập"


def test_elsewhere_it_is_asked_each_time(phone, browser, time):
    secret = phone.begin_outside()
    for _ in range(2):
        time.pass_by(minutes=1)
        other = browser()
        assert other.login(CHOSEN).title == "Bước thứ hai"
        assert other.send(way="code", code=code(secret)).title == "Đỗ Văn Sỹ"
