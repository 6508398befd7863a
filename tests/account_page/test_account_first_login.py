"""From the letter to a phone that gets mail."""

import hashlib
import re
import sqlite3

import pytest
from offices import CHOSEN, FIRST, INSIDE, code, first_hash

SECOND = "wxyz-2345-6789-abcd"


def rows(settings, sql, file="app_passwords.sqlite"):
    database = sqlite3.connect(settings.state / file)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def test_a_newcomer_outside_gets_from_the_letter_to_the_settings_of_the_phone(phone, settings):
    phone.open("/")
    assert phone.title == "Đăng nhập"
    phone.login(FIRST)
    assert phone.title == "Chọn mật khẩu của mình"
    phone.send(new=CHOSEN, again=CHOSEN)
    assert phone.title == "Thêm bước thứ hai"
    secret = phone.app_secret("/hai-buoc/ung-dung")
    assert "<svg" in phone.text
    assert f"secret={secret}" in phone.text
    phone.send(code=code(secret))
    assert phone.title == "Mã dự phòng"
    phone.send()
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", phone.text)
    assert len(set(codes)) == 8
    assert 'href="/tai-khoan/dien-thoai?moi=1"' in phone.text
    phone.open("/dien-thoai?moi=1").send(name="Điện thoại", once=phone.hidden("once"))
    assert phone.title == "Gõ vào «Điện thoại»"
    for needed in ("mail.tayson.example", "993", "465", "587", "dovansy@tayson.example", "<svg"):
        assert needed in phone.text
    [password] = re.findall(r'class="copy secret">(.*?)</code>', phone.text)
    password = re.sub(r"</?span>", "", password)
    assert len(password) == 20
    [row] = rows(settings, "SELECT account, letter, name, digest FROM app_passwords")
    assert row == ("ts-0001", 1, "Điện thoại", hashlib.sha256(password.encode()).hexdigest())


def test_in_the_office_no_second_factor_is_asked(desk):
    desk.login(FIRST).send(new=CHOSEN, again=CHOSEN)
    assert desk.title == "Thêm thư vào điện thoại"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/dien-thoai", "/thiet-bi", "/hai-buoc", "/hai-buoc/ung-dung", "/dang-nhap"),
        *("/doi-mat-khau", "/xac-nhan", "/ket-thuc-het", "/ma"),
    ],
)
def test_the_first_password_opens_nothing_but_the_choice_of_another(desk, path):
    desk.login(FIRST)
    assert desk.open(path).title == "Chọn mật khẩu của mình"
    desk.send(path, name="x", once="1")
    assert desk.status == 405 or desk.title == "Chọn mật khẩu của mình"


@pytest.mark.parametrize(
    "typed", ["ABCDEFGHJKMNPQRS", " abcd efgh jkmn pqrs ", "Abcd–Efgh-jkmn-pqrs"]
)
def test_capitals_spaces_and_dashes_of_the_letter_do_not_count(desk, typed):
    assert desk.login(typed).title == "Chọn mật khẩu của mình"


def test_a_zero_is_an_o_of_the_letter(desk, office):
    office.change(first_password=first_hash("abco-efgh-jkmn-pqro"))
    assert desk.login("abc0-efgh-jkmn-pqr0").title == "Chọn mật khẩu của mình"


@pytest.mark.parametrize(
    "address", ["DoVanSy", "dovansy@tayson.example", "đỗvănsỹ", " dovansy @TAYSON.example "]
)
def test_an_address_is_understood_as_people_type_it(desk, address):
    assert desk.login(FIRST, address).title == "Chọn mật khẩu của mình"


def test_a_letter_is_used_once(desk, browser):
    desk.begin()
    assert "chưa đúng" in browser(INSIDE).login(FIRST).error
    assert browser(INSIDE).login(CHOSEN).title == "Đỗ Văn Sỹ"


def test_a_letter_works_until_a_password_is_chosen(desk, browser):
    desk.login(FIRST)
    assert browser(INSIDE).login(FIRST).title == "Chọn mật khẩu của mình"


def test_a_letter_expires_at_the_end_of_its_day(desk, office, time):
    office.change(first_expires="2027-03-04")
    time.pass_by(hours=39)  # 23:00 of the day
    assert desk.login(FIRST).title == "Chọn mật khẩu của mình"
    time.pass_by(hours=1)
    assert "hết hạn" in desk.open("/thoat").login(FIRST).error


def test_a_moment_at_which_a_letter_expires_is_understood_too(desk, office, time):
    office.change(first_expires="2027-03-03T02:00:00+00:00")  # 09:00 in the office
    assert desk.login(FIRST).title == "Chọn mật khẩu của mình"
    time.pass_by(hours=1)
    assert "hết hạn" in desk.open("/thoat").login(FIRST).error


def test_a_new_letter_ends_everything_old(desk, browser, office, settings):
    secret = browser().begin_outside()
    desk.login(CHOSEN)
    desk.open("/dien-thoai").send(name="Cũ", once="1")
    office.change(letter=2, first_password=first_hash(SECOND))
    assert desk.open("/").title == "Đăng nhập"
    assert "chưa đúng" in desk.login(CHOSEN).error
    assert "chưa đúng" in desk.login(FIRST).error
    assert desk.login("not that").error
    new = browser()
    assert new.login(SECOND).title == "Chọn mật khẩu của mình"
    new.send(new="Ba con voi tắm 8 hồ", again="Ba con voi tắm 8 hồ")
    assert new.title == "Thêm bước thứ hai"
    assert secret not in new.app_secret("/hai-buoc/ung-dung")
    inside = browser(INSIDE)
    inside.login("Ba con voi tắm 8 hồ")
    assert "Chưa có máy nào" in inside.open("/thiet-bi").text


@pytest.mark.parametrize(
    ("state", "said"), [("suspended", "tạm ngừng"), ("dormant", "lâu không dùng"), ("left", "đóng")]
)
def test_who_may_not_log_in_is_told_why_only_after_the_right_password(desk, office, state, said):
    desk.begin()
    office.change(state=state)
    assert desk.open("/").title == "Đăng nhập"
    assert "chưa đúng" in desk.login("wrong").error
    assert said in desk.login(CHOSEN).error
    office.change(state="active")
    assert desk.login(CHOSEN).title == "Đỗ Văn Sỹ"


@pytest.mark.parametrize(
    ("agent", "where"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0", "Gmail"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Tài khoản Mail"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0", "chương trình thư"),
    ],
)
def test_what_to_tap_is_that_of_the_device_in_hand(browser, agent, where):
    device = browser(INSIDE, agent=agent).begin()
    device.open("/dien-thoai").send(name="Máy", once=device.hidden("once"))
    assert where in device.text
    assert sum(word in device.text for word in ("Gmail", "Tài khoản Mail", "chương trình thư")) == 1


def test_each_reason_stands_on_a_line_of_its_own_and_only_the_first_on_top(desk):
    desk.login(FIRST).send(new="dovansy1970", again="dovansy1970")
    [summary] = re.findall(r'<a href="#new">(.*?)</a>', desk.text, re.DOTALL)
    [reasons] = re.findall(
        r'<p class="error" id="new-error">.*?</span>(.*?)</p>', desk.text, re.DOTALL
    )
    assert summary == reasons.split("\n")[0]
    assert len(reasons.split("\n")) == 4


def test_codes_to_write_down_can_wait(phone):
    phone.begin_outside()
    assert phone.title == "Mã dự phòng"
    assert re.search(r'href="/tai-khoan/dien-thoai\?moi=1">Để sau<', phone.text)
    assert "chưa có mã dự phòng" in phone.open("/").text
    assert "chưa có mã nào" in phone.open("/hai-buoc").text


def test_the_offices_telephone_number_can_be_tapped(desk, office):
    office.rules["help_phone"] = "0256 388 0000"
    office.publish()
    assert '<a href="tel:02563880000">0256 388 0000</a>' in desk.open("/vao").text


def test_empty_fields_are_named_and_what_was_typed_stays(desk):
    desk.open("/vao").send(address="dovansy", password="")
    assert desk.status == 422
    assert desk.error == "Hãy gõ mật khẩu."
    assert 'value="dovansy"' in desk.text


def test_the_page_that_shows_a_password_makes_no_second_one_when_it_is_loaded_again(desk, settings):
    desk.begin()
    once = desk.open("/dien-thoai").hidden("once")
    token = desk.hidden("token")
    desk.send(name="Máy", once=once)
    assert desk.title.startswith("Gõ vào")
    desk.send("/dien-thoai", name="Máy", once=once, token=token)
    assert desk.title == "Mật khẩu này chỉ hiện một lần"
    assert len(rows(settings, "SELECT * FROM app_passwords")) == 1


def test_no_secret_is_kept_in_clear(phone, settings):
    secret = phone.begin_outside()
    phone.send()
    [code_] = re.findall(r"<code>(\w{5}-\w{5})</code>", phone.text)[:1]
    cookie = phone.client.cookies["__Host-tai-khoan"]
    kept = b"".join(file.read_bytes() for file in settings.state.iterdir() if file.is_file())
    for known in (secret, code_, code_.replace("-", ""), cookie, CHOSEN, FIRST):
        assert known.encode() not in kept, known


def test_a_letters_password_is_not_chosen_again(desk, office):
    office.rules["password"] = {"length": 12, "classes": 1}
    office.publish()
    desk.login(FIRST)
    for typed in (FIRST, FIRST.replace("-", ""), FIRST.upper()):
        assert desk.send("/mat-khau", new=typed, again=typed).error
    assert desk.title == "Chọn mật khẩu của mình"
