"""What a newcomer past fifty sees, on a phone and on a desktop; and who can't see it."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from offices import CHOSEN, FIRST, code
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

from account_page import clock
from audit import axe, layout, screen_reader
from audit.chromium import prefer, resize

WIDTHS = [390, 1280]


@contextmanager
def fingerprint(chrome):
    """A telephone's own authenticator, whose owner always puts the finger on it."""
    options = VirtualAuthenticatorOptions(
        protocol=VirtualAuthenticatorOptions.Protocol.CTAP2,
        transport=VirtualAuthenticatorOptions.Transport.INTERNAL,
        has_resident_key=True,
        has_user_verification=True,
        is_user_verified=True,
    )
    chrome.add_virtual_authenticator(options)
    try:
        yield
    finally:
        chrome.remove_virtual_authenticator()


@pytest.fixture
def picture(chrome, request):
    """Keep a picture where CONGVU_PICTURES says; for whoever wants to look."""
    folder = os.environ.get("CONGVU_PICTURES")

    def take(name):
        if folder:
            size = chrome.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
            width = chrome.execute_script("return innerWidth")
            resize(chrome, width, int(size["height"]))
            chrome.save_screenshot(str(Path(folder, f"{name}-{width}.png")))
            resize(chrome, width)

    return take


@pytest.mark.parametrize("width", WIDTHS)
def test_a_newcomer_comes_from_the_letter_to_the_mail_on_the_phone(site, chrome, picture, width):
    resize(chrome, width)
    site.open("/")
    assert site.title == "Đăng nhập"
    picture("01-login")
    site.type(address="dovansy", password=FIRST.upper())
    site.click("Đăng nhập")
    assert site.title == "Chọn mật khẩu của mình"
    picture("02-choose")
    site.type(new="Matkhau@123456", again="Matkhau@123456")
    site.click("Dùng mật khẩu này")
    assert "dễ đoán" in site.all(".field .error")[0]
    picture("03-refused")
    site.type(new=CHOSEN, again=CHOSEN)
    site.click("Dùng mật khẩu này")
    assert site.title == "Thêm bước thứ hai"
    picture("04-second-factor")
    with fingerprint(chrome):
        site.click("Vân tay")
        picture("05-key")
        site.click("Đăng ký máy này")
        assert site.title == "Mã dự phòng"
        picture("06-codes")
        site.click("Hiện mã dự phòng")
        assert len(site.all(".codes li")) == 8
        picture("07-codes-shown")
        site.click("Đã ghi lại")
        assert site.title == "Thêm thư vào điện thoại"
        picture("08-phone")
        site.click("Lấy mật khẩu")
        assert site.title.startswith("Gõ vào «")
        picture("09-phone-done")
        chrome.find_element(By.CSS_SELECTOR, "summary").click()
        assert chrome.find_element(By.CSS_SELECTOR, "svg.qr").is_displayed()
        picture("10-phone-qr")
        site.click("Xong")
        assert site.title == "Đỗ Văn Sỹ"
        picture("11-home")
        site.click("Đăng xuất")
        site.login()
        assert site.title == "Bước thứ hai"
        picture("12-key-asked")
        site.click("Xác nhận")
        assert site.title == "Đỗ Văn Sỹ"


def test_without_the_right_key_nobody_gets_in(site, chrome):
    resize(chrome, 390)
    site.login(FIRST)
    site.type(new=CHOSEN, again=CHOSEN)
    site.click("Dùng mật khẩu này")
    with fingerprint(chrome):
        site.click("Vân tay")
        site.click("Đăng ký máy này")
        site.click("Đăng xuất")
    with fingerprint(chrome):  # somebody else's
        site.login()
        chrome.find_element(By.CSS_SELECTOR, "main form button").click()
        failed = chrome.find_element(By.CSS_SELECTOR, "[data-failed]")
        site.wait(failed.is_displayed)
        assert failed.is_displayed()
        assert site.title == "Bước thứ hai"
        site.open("/")
        assert site.title == "Bước thứ hai"


def test_without_scripts_everything_but_keys_works(site, chrome):
    resize(chrome, 390)
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        site.begin()
        assert site.title == "Đỗ Văn Sỹ"
        site.open("/dien-thoai")
        site.click("Lấy mật khẩu")
        assert site.title.startswith("Gõ vào «")
        site.open("/hai-buoc/khoa")
        site.type(password=CHOSEN)
        site.click("Tiếp tục")
        assert "JavaScript" in " ".join(site.all("noscript"))
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_what_a_password_is_can_be_pasted_and_seen(site, chrome):
    resize(chrome, 390)
    site.open("/vao")
    chrome.find_element(By.NAME, "address").send_keys("dovansy", Keys.CONTROL, "ac")
    chrome.find_element(By.NAME, "password").send_keys(Keys.CONTROL, "v")
    field = chrome.find_element(By.NAME, "password")
    assert field.get_attribute("value") == "dovansy"
    assert field.get_attribute("type") == "password"
    site.click("Hiện mật khẩu")
    assert chrome.find_element(By.NAME, "password").get_attribute("type") == "text"


def test_what_programs_that_keep_passwords_need_stands_in_the_forms(site, chrome):
    resize(chrome, 390)
    known = {}
    for path, step in (("/vao", None), ("/mat-khau", FIRST)):
        if step:
            site.login(step)
        site.open(path)
        for field in chrome.find_elements(By.CSS_SELECTOR, "input:not([type=hidden])"):
            known[path, field.get_attribute("name")] = field.get_attribute("autocomplete")
    assert known["/vao", "address"] == "username"
    assert known["/vao", "password"] == "current-password"
    assert known["/mat-khau", "username"] == "username"
    assert known["/mat-khau", "new"] == known["/mat-khau", "again"] == "new-password"


STATES = {
    "login": ("/vao", None),
    "login refused": ("/vao", "Đăng nhập"),
    "home": ("/", None),
    "phone": ("/dien-thoai", None),
    "phone refused": ("/dien-thoai", "Lấy mật khẩu"),
    "devices": ("/thiet-bi", None),
    "revoke": ("/thiet-bi/thu/1", None),
    "forget": ("/thiet-bi/quen/1", None),
    "end session": ("/dang-nhap/ket-thuc/1", None),
    "password": ("/doi-mat-khau", None),
    "password refused": ("/doi-mat-khau", "Đổi mật khẩu"),
    "logins": ("/dang-nhap", None),
    "everything": ("/ket-thuc-het", None),
    "confirm": ("/xac-nhan?den=/hai-buoc", None),
    "factors": ("/hai-buoc", None),
    "app": ("/hai-buoc/ung-dung", None),
    "key": ("/hai-buoc/khoa", None),
    "recovery": ("/hai-buoc/ma-du-phong", None),
    "nothing": ("/khong-co", None),
}


def states(site, chrome):
    """Lead through all that can be seen; yield a name for each."""

    def show(names):
        for name in names:
            path, button = STATES[name]
            site.open(path)
            if button:
                for field in chrome.find_elements(By.CSS_SELECTOR, ".field input"):
                    if field.is_displayed():
                        field.clear()
                site.click(button, "main form button")
                assert chrome.find_elements(By.CSS_SELECTOR, "[aria-invalid]"), name
            yield name

    yield from show(["login", "login refused", "nothing"])
    site.login(FIRST)
    yield "choose"
    site.type(new="x", again="y")
    site.click("Dùng mật khẩu này")
    yield "choose refused"
    site.click("Đăng xuất")
    site.begin()
    site.open("/dien-thoai")
    site.click("Lấy mật khẩu")
    yield "phone done"
    yield from show(["home", "phone", "phone refused", "devices", "revoke", "password"])
    yield from show(["password refused", "logins", "everything", "confirm"])
    site.type(password=CHOSEN)
    site.click("Tiếp tục")
    yield from show(["factors", "app", "key", "recovery"])
    site.click("Hiện mã dự phòng")
    yield "recovery codes"
    site.click("Đăng xuất")
    site.login()
    yield "factor"
    site.type(code="000000")
    site.click("Tiếp tục")
    yield "factor refused"
    site.open("/ma?way=recovery")
    yield "factor recovery"


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_everybody_can_use_it(site, chrome, picture, width, scheme):
    resize(chrome, width)
    prefer(chrome, scheme)
    lines, seen = [], []
    try:
        for name in states(site, chrome):
            seen.append(name)
            picture(f"state-{scheme}-{name.replace(' ', '-')}")
            for findings in (
                axe.findings(chrome),
                screen_reader.findings(chrome),
                layout.text_findings(chrome),
                layout.target_findings(chrome),
                layout.focus_findings(chrome, backwards=False),
                small(chrome),
                complaints(chrome),
            ):
                lines += [f"{name}: {finding}" for finding in findings]
    finally:
        prefer(chrome, "light")
    assert len(seen) > 20
    assert not lines, "\n".join(lines)


def small(chrome):
    """What is smaller than a finger: 44 pixels (links within a sentence excepted)."""
    return chrome.execute_script(
        "return [...document.querySelectorAll('button, .button, .choices a, .side a, summary,"
        " input:not([type=hidden], .unseen, [type=checkbox])')].filter(e => e.checkVisibility())"
        ".filter(e => e.getBoundingClientRect().height < 44)"
        ".map(e => 'small: ' + e.outerHTML.slice(0, 100))"
    )


def complaints(chrome):
    """What the browser writes to its console; a form that was refused answers 422, and says so."""
    return [
        f"console: {line['message']}"
        for line in chrome.get_log("browser")
        if "422" not in line["message"] and "404" not in line["message"]
    ]


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_lost_when_it_is_enlarged(site, chrome, width):
    resize(chrome, width)
    lines = []
    for name in states(site, chrome):
        layout.enlarge_text(chrome, 200)
        lines += [f"{name}: {finding}" for finding in layout.text_findings(chrome)]
    assert not lines, "\n".join(lines)


def test_a_code_of_the_app_lets_in(site, chrome, monkeypatch):
    resize(chrome, 390)
    site.begin()
    site.click("Đăng xuất")
    later = clock.now() + 60
    monkeypatch.setattr(clock, "now", lambda: later)
    site.login()
    site.type(code=code(site.secret))
    site.click("Tiếp tục")
    assert site.title == "Đỗ Văn Sỹ"
