"""What may be chosen as a password, and what is said to whom it is refused."""

import time as wall
import unicodedata
from importlib import resources
from itertools import pairwise

import pytest
from offices import CHOSEN, INSIDE, OTHER

from account_page import strength
from account_page.people import Office, PasswordRules, Person, Rules

PERSON = Person(
    "ts-1", "Đỗ Văn Sỹ", "Phòng Tư pháp", "dovansy@tayson.example", "active", 1, None, None
)


def refused(password, **rules):
    office = Office(
        "UBND huyện Tây Sơn",
        "tayson.binhdinh.example",
        "",
        Rules(password=PasswordRules(**rules)),
    )
    return " ".join(strength.refusals(password, PERSON, office))


@pytest.mark.parametrize(
    "password",
    [
        *(CHOSEN, OTHER, "gà trống gáy 7 lần", "Xe.dap.mau.do.42", "Hk7#pQz9wXr2"),
        *("con mèo đen ngủ 9 giờ", "Nước mắm-ớt-tỏi-chanh 5"),
    ],
)
def test_a_good_one_is_taken(password):
    assert refused(password) == ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Ngắn quá 1", "có 10 ký tự, cần ít nhất 12"),
        ("concagaanthocdo", "3 trong 4 loại"),
        ("con ga an thoc do", "3 trong 4 loại"),
        ("Do-Van-Sy hạt 42", "«dovansy»"),
        ("ruộng của đỗ văn sỹ 7", "«dovansy»"),
        ("D0v4nsy-hạt-vàng", "«dovansy»"),
        ("Sông ở Tây Sơn 42", "«tayson»"),
        ("Phòng-Tư-Pháp-số-4", "«phongtuphap»"),
        ("Núi binhdinh cao 7", "«binhdinh»"),
        ("Ruộng lúa chín 1977", "«1977»"),
        ("Ruộng lúa 13071977", "«1977»"),
        ("Ruộng lúa chín 2001!", "«2001»"),
        ("Matkhau@2024!", "dễ đoán"),
        ("M@tKh4u@123456", "dễ đoán"),
        ("Anhyeuem123!", "dễ đoán"),
        ("Vietnam@6789", "dễ đoán"),
        ("Congvu@123456", "dễ đoán"),
        ("Qwerty123456!", "dễ đoán"),
        ("P@ssw0rd1234!", "dễ đoán"),
        ("Aaaaaaaaaaa1!", "dễ đoán"),
        ("Abc123Abc123!", "dễ đoán"),
        ("a" * 257, "dài quá 256"),
    ],
)
def test_a_bad_one_is_refused_with_a_sentence_that_helps(password, said):
    answer = refused(password)
    assert said in answer
    assert any(word in answer for word in ("Hãy", "thay"))


def test_years_in_which_nobody_at_work_was_born_are_no_reason():
    assert refused("Ruộng lúa chín 1899") == ""
    assert refused("Ruộng lúa chín 2024") == ""
    for year in (1930, 1999, 2000, 2009, 2015):
        assert str(year) in refused(f"Ruộng lúa chín {year}")


def test_the_offices_file_says_how_long_and_of_which_kinds():
    assert refused("mèo đen ngủ 9", length=13, classes=2) == ""
    assert "ít nhất 14" in refused("mèo đen ngủ 9", length=14, classes=2)
    assert "4 trong 4" in refused("mèo đen ngủ 9 giờ", classes=4)
    assert refused("mèo đen ngủ trưa hè", classes=1) == ""


def test_a_long_one_is_judged_quickly(time):
    assert len(strength.refusals("Xe 4 " * 51, PERSON, Office("", "", "", Rules()))) <= 1


def test_any_sign_is_taken_and_none_is_changed(desk, browser):
    password = "  Khoảng trắng 🙂 «hai đầu» 7  "
    desk.begin(password)
    assert desk.title == "Đỗ Văn Sỹ"
    assert "chưa đúng" in browser(INSIDE).login(password.strip()).error
    assert "chưa đúng" in browser(INSIDE).login(password.upper()).error
    assert browser(INSIDE).login(password).title == "Đỗ Văn Sỹ"


def test_composed_and_decomposed_letters_are_one(desk, browser):
    desk.begin("Ruộng lúa chín 62 bờ")
    assert browser(INSIDE).login("Ruộng lúa chín 62 bờ").title == "Đỗ Văn Sỹ"


def test_the_end_of_a_long_one_counts(desk, browser):
    password = "Ruộng lúa chín 62 bờ, " * 11
    desk.begin(password)
    assert browser(INSIDE).login(password[:-1]).error
    assert browser(INSIDE).login(password + "x" * 300).error
    assert browser(INSIDE).login(password).title == "Đỗ Văn Sỹ"


def test_the_longest_is_no_beginning_of_a_longer_one(desk, browser):
    password = ("Ruộng lúa chín 62 bờ, " * 12)[:256]
    desk.begin(password)
    assert desk.title == "Đỗ Văn Sỹ"
    assert browser(INSIDE).login(password + "x").error
    assert browser(INSIDE).login(password).title == "Đỗ Văn Sỹ"


def test_a_long_one_of_decomposed_letters_is_not_cut(desk, browser):
    password = "Ruộng lúa chín 62 bờ, " * 11
    decomposed = unicodedata.normalize("NFD", password)
    assert len(password) < 256 < len(decomposed)
    desk.begin(decomposed)
    assert browser(INSIDE).login(decomposed[:-1]).error
    assert browser(INSIDE).login(password).title == "Đỗ Văn Sỹ"


def test_two_that_differ_are_not_taken(desk):
    desk.login("abcd-efgh-jkmn-pqrs").send(new=CHOSEN, again=CHOSEN + "x")
    assert "chưa giống nhau" in desk.error
    assert desk.title == "Chọn mật khẩu của mình"


def test_it_can_be_seen_while_it_is_typed_without_a_script(desk):
    desk.login("abcd-efgh-jkmn-pqrs")
    assert desk.text.count('type="password"') == 2
    desk.open("/mat-khau?show=1")
    assert 'type="password"' not in desk.text
    desk.send(new="x", again="x", show="1")
    assert 'type="password"' not in desk.text
    assert 'value="x"' not in desk.text


def change(browser, old, new):
    return browser.open("/doi-mat-khau").send(password=old, new=new, again=new)


def test_changing_needs_the_old_one_and_ends_the_other_sessions(desk, browser):
    desk.begin()
    other = browser(INSIDE)
    other.login(CHOSEN)
    assert "chưa đúng" in change(desk, "wrong", OTHER).error
    assert change(desk, CHOSEN, OTHER).title == "Đỗ Văn Sỹ"
    assert "Đã đổi mật khẩu" in desk.text
    assert other.open("/").title == "Đăng nhập"
    assert "chưa đúng" in browser(INSIDE).login(CHOSEN).error
    assert browser(INSIDE).login(OTHER).title == "Đỗ Văn Sỹ"


def test_the_last_three_are_not_chosen_again(desk):
    made = [CHOSEN, OTHER, "Ba con voi tắm 8 hồ", "Mưa rơi trên mái 9 lá"]
    desk.begin()
    for old, new in pairwise(made):
        assert change(desk, old, new).title == "Đỗ Văn Sỹ"
    for old in made[1:]:
        assert "đã dùng trước đây" in change(desk, made[-1], old).error
    assert change(desk, made[-1], CHOSEN).title == "Đỗ Văn Sỹ"


def test_where_the_office_sets_an_age_an_old_one_must_be_changed_first(desk, browser, office, time):
    office.rules["password"] = {"days": 90}
    office.publish()
    desk.begin()
    time.pass_by(days=89)
    assert desk.login(CHOSEN).title == "Đỗ Văn Sỹ"
    time.pass_by(days=1)
    late = browser(INSIDE)
    assert late.login(CHOSEN).title == "Đổi mật khẩu"
    assert "quá 90 ngày" in late.text
    assert late.open("/dien-thoai").title == "Đổi mật khẩu"
    assert "đã dùng" in change(late, CHOSEN, CHOSEN).error
    assert "chưa đúng" in change(late, "wrong", OTHER).error
    assert change(late, CHOSEN, OTHER).title == "Đỗ Văn Sỹ"


def test_who_is_outside_proves_both_factors_before_an_old_password_is_changed(
    phone, browser, office, time
):
    office.rules["password"] = {"days": 90}
    office.publish()
    phone.begin_outside()
    time.pass_by(days=90)
    assert browser().login(CHOSEN).title == "Bước thứ hai"


# Those of the 10,000 that leak most which have more than ten signs; shorter ones can't be dear.
LEAKED = """
password123 123qweasdzxc 1qaz2wsx3edc 12345678910 q1w2e3r4t5y6 qwerty12345 1q2w3e4r5t6y qazwsxedcrfv
123456qwerty 1234567890q qwerty123456 leavemealone 123456654321 playstation 1234567890a gfhjkmgfhjkm
yjdsqgfhjkm qazwsxedc123 harrypotter abrakadabra ghjcnjgfhjkm sonyericsson zxcasdqwe123 htubcnhfwbz
12345qwerty penetration 123456789qwe 1qazxsw23edc dragonballz abracadabra qwerasdfzxcv qweasdzxc123
flvbybcnhfnjh 123456789987654321 112233445566 finalfantasy ghbdtnrfrltkf 0987654321q 1234567890z
1qaz2wsx3edc4rfv lamborghini justinbieber evanescence needforspeed devilmaycry 123456789123
12345678900 0000000000o 12345654321 astalavista thunderbird counterstrike bladerunner zaq1xsw2cde3
q1234567890 123456789abc 123456789qwerty
""".split()  # noqa: SIM905  # a list of so many words has a line for each


def test_no_common_password_and_no_word_of_ours_is_taken_whatever_the_office_asks():
    file = resources.files("account_page") / "words" / "vietnamese.txt"
    words = [*file.read_text("utf-8").split(), *LEAKED]
    assert len(words) > 300
    taken = [word for word in words if strength.guesses(word, []) >= strength.ENOUGH]
    assert taken == []
    for word in words:
        assert refused(word, length=1, classes=0)


def test_eleven_signs_are_asked_at_least_since_zxcvbn_thinks_little_of_fewer():
    assert "ít nhất 11" in refused("Hk7#pQz9wX", length=8)
    assert refused("Hk7#pQz9wXr", length=8) == ""


@pytest.mark.parametrize("password", ["Nhoemnhieu12!", "Thuongem2024!", "Nghiêng-nghiêng-1"])
def test_syllables_of_vietnamese_are_known(password):
    assert "dễ đoán" in refused(password)


def test_what_is_dear_to_estimate_is_cut(monkeypatch):
    """Substituted signs in a long password cost zxcvbn seconds."""
    seen = []
    real = strength.zxcvbn
    monkeypatch.setattr(
        strength, "zxcvbn", lambda text, words: seen.append(text) or real(text, words)
    )
    begun = wall.process_time()
    refused("1!|7$5+4@8({[<6930%2 aB" * 11)
    assert wall.process_time() - begun < 3
    assert [len(text) for text in seen] == [40]
