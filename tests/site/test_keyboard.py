"""The directory without a mouse: the tests only press keys."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from audit import screen_reader
from audit.chromium import prefer, resize

FAR = 200  # more key presses than any user would accept
UNIT = "/don-vi/ubnd-xa-tay-phu/"
MAILBOX = "xatayphu@tayson.binhdinh.gov.vn"


@pytest.fixture(autouse=True)
def phone(browser, url):
    prefer(browser, "light")
    resize(browser, 360)
    permissions = {"origin": url, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", permissions)
    yield
    browser.execute_script("localStorage.clear()")
    resize(browser, 1280)


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def name(browser):
    """The name of the focused element for a screen reader."""
    return " ".join(browser.switch_to.active_element.accessible_name.split())


def tab_to(browser, wanted):
    """Press Tab until the focused element's name begins with a text."""
    passed = []
    for _ in range(FAR):
        press(browser, Keys.TAB)
        passed.append(name(browser))
        if passed[-1].startswith(wanted):
            return len(passed)
    raise AssertionError(f"«{wanted}» is not among {passed}")


def wait(browser, condition):
    return WebDriverWait(browser, 20).until(condition)


def announced(browser):
    """The text in the live regions, which a screen reader reads aloud."""
    tree = screen_reader.read(browser)
    return " ".join(part.name for status in tree.all("status") for part in status.all("StaticText"))


def test_the_first_stop_leads_past_the_header(browser, url):
    browser.get(url + UNIT)
    press(browser, Keys.TAB)
    assert name(browser) == "Đến nội dung chính"
    press(browser, Keys.ENTER)
    press(browser, Keys.TAB)
    inside = "return document.querySelector('main').contains(document.activeElement)"
    assert browser.execute_script(inside)


def test_every_main_section_is_reached_on_a_phone(browser, url):
    browser.get(url)
    links = browser.find_elements(By.CSS_SELECTOR, "header nav a")
    sections = [link.text for link in links if link.is_displayed()]
    # On a narrow screen the last one is only in the footer.
    assert len(sections) >= 4
    for section in [*sections, "Giới thiệu"]:
        tab_to(browser, section)
    press(browser, Keys.ENTER)
    wait(browser, lambda driver: driver.current_url.endswith("/gioi-thieu/"))


def test_from_the_front_page_to_a_units_address_and_into_the_clipboard(browser, url):
    browser.get(url)
    tab_to(browser, "UBND xã Tây Phú")
    press(browser, Keys.ENTER)
    wait(browser, lambda driver: driver.current_url.endswith(UNIT))
    tab_to(browser, "Viết thư")
    letter = browser.switch_to.active_element.get_attribute("href")
    assert letter.startswith(f"mailto:{MAILBOX}")
    assert tab_to(browser, "Chép địa chỉ") <= 2
    press(browser, Keys.ENTER)
    wait(browser, lambda driver: f"Đã chép {MAILBOX}" in announced(driver))
    pasted = browser.execute_async_script(
        "navigator.clipboard.readText().then(arguments[0], arguments[0])"
    )
    assert pasted == MAILBOX
    assert name(browser) == "Chép địa chỉ"


def test_from_the_search_field_to_a_persons_address(browser, url):
    browser.get(url)
    tab_to(browser, "Tìm đơn vị, người")
    press(browser, "nguyen van an", Keys.ENTER)
    wait(browser, lambda driver: driver.find_elements(By.CSS_SELECTOR, ".answer"))
    assert browser.current_url.endswith("/tim-kiem/?q=nguyen+van+an")
    # The number of answers is announced while the focus stays in the field.
    wait(browser, lambda driver: "người" in announced(driver))
    tab_to(browser, "Nguyễn Văn An, ")
    press(browser, Keys.TAB)
    letter = browser.switch_to.active_element.get_attribute("href")
    assert letter.startswith("mailto:annv@tayson.binhdinh.gov.vn")
    press(browser, Keys.TAB)
    assert name(browser).startswith("Chép địa chỉ annv@")
    press(browser, Keys.ENTER)
    wait(browser, lambda driver: "Đã chép annv@" in announced(driver))


def test_the_colours_are_chosen_and_kept(browser, url):
    browser.get(url)
    shade = "return getComputedStyle(document.body).backgroundColor"
    light = browser.execute_script(shade)
    tab_to(browser, "Màu nền")
    press(browser, "Tối")
    wait(browser, lambda driver: driver.execute_script(shade) != light)
    dark = browser.execute_script(shade)
    browser.get(url + UNIT)
    assert browser.execute_script(shade) == dark


def test_a_persons_card_opens_holds_the_focus_and_gives_it_back(browser, url):
    browser.get(url + UNIT)
    tab_to(browser, "Lưu liên hệ Nguyễn Văn An")
    opener = browser.switch_to.active_element
    press(browser, Keys.ENTER)
    dialog = wait(browser, lambda driver: driver.find_element(By.CSS_SELECTOR, "dialog[open]"))
    assert dialog.accessible_name == "Nguyễn Văn An"
    outside = (
        "const e = document.activeElement;"
        "return e !== document.body && !document.querySelector('dialog').contains(e)"
    )
    reached = []
    for _ in range(6):
        assert not browser.execute_script(outside)
        reached.append(name(browser))
        press(browser, Keys.TAB)
    assert {"Tải danh thiếp", "Đóng"} <= set(reached)
    tree = screen_reader.read(browser)
    assert [node.name for node in tree.all("image")] == ["Mã QR danh thiếp của Nguyễn Văn An"]
    press(browser, Keys.ESCAPE)
    wait(browser, lambda driver: not driver.find_elements(By.CSS_SELECTOR, "dialog[open]"))
    assert browser.switch_to.active_element == opener
