"""Functions that scripts add to pages: copying, contacts with a QR code, addresses on request."""

import shutil

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from audit import nginx
from audit.chromium import resize

PAGE = "don-vi/ubnd-xa-tay-phu"
AN = "annv@tayson.binhdinh.gov.vn"


def card(name, address):
    # With a folded line and an escaped comma, as in RFC 6350.
    return (
        f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nTITLE:Chủ tịch\\, Bí\r\n  thư\r\n"
        f"EMAIL;PREF=1:{address}\r\nEND:VCARD\r\n"
    )


@pytest.fixture(scope="module")
def own(site, tmp_path_factory):
    """A release with known cards, and links to one of them."""
    root = tmp_path_factory.mktemp("scripts")
    copy = root / "current"
    shutil.copytree(site, copy)
    cards = card("UBND xã Tây Phú", "xatayphu@x.vn") + card("Nguyễn Văn An", AN)
    (copy / PAGE / "danh-ba.vcf").write_text(cards, encoding="utf-8", newline="")
    folder = copy / "the" / "ubnd-xa-tay-phu"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1.vcf").write_text(card("Nguyễn Văn An", AN), encoding="utf-8", newline="")
    links = "".join(
        f'<p><a class="reveal" id="{id_}" href="../../the/ubnd-xa-tay-phu/1.vcf" '
        f'data-name="{name}" data-subject="Gửi a &amp; b">Xem địa chỉ</a></p>'
        for id_, name in (("same", "Nguyễn Văn An"), ("other", "Trần Văn Bình"))
    )
    page = copy / PAGE / "index.html"
    page.write_text(page.read_text("utf-8").replace("<article>", f"<article>{links}"), "utf-8")
    return root


@pytest.fixture(scope="module")
def address(own, tmp_path_factory):
    """Address of the unit's page."""
    with nginx.served(own, tmp_path_factory.mktemp("nginx")) as server:
        yield f"{server.address}/{PAGE}/"


@pytest.fixture
def page(browser, address):
    resize(browser, 360)
    browser.get(address)
    return browser


def said(browser, words):
    status = browser.find_element(By.CSS_SELECTOR, "[role=status]")
    WebDriverWait(browser, 10).until(lambda _: words in status.text)


def focused(browser, words):
    """Return the focused element if it has the given text."""
    element = browser.switch_to.active_element
    return element if element.text == words else None


def paste(browser):
    box = browser.find_element(By.ID, "o-tim-kiem")
    box.clear()
    box.send_keys(Keys.CONTROL, "v")
    return box.get_attribute("value")


@pytest.mark.parametrize("clipboard", [True, False])
def test_an_address_is_copied_and_said_also_without_a_clipboard(page, clipboard):
    if not clipboard:  # like over unencrypted HTTP
        page.execute_script(
            "Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})"
        )
    button = page.find_element(By.CSS_SELECTOR, ".mailbox [data-copy]")
    button.click()
    said(page, "Đã chép xatayphu@tayson.binhdinh.gov.vn")
    assert page.switch_to.active_element == button
    assert paste(page) == "xatayphu@tayson.binhdinh.gov.vn"


def test_every_address_of_a_table_has_its_button_with_a_name_of_its_own(page):
    links = page.find_elements(By.CSS_SELECTOR, "td a[href^='mailto:']")
    buttons = page.find_elements(By.CSS_SELECTOR, "td [data-copy]")
    labels = [button.get_attribute("aria-label") for button in buttons]
    assert len(links) == len(set(labels)) > 20
    for link, button in zip(links, buttons, strict=True):
        assert button.get_attribute("data-copy") in link.get_attribute("href")


def test_a_person_is_kept_as_a_contact_from_the_units_own_cards(page):
    page.execute_script(
        "const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => {"
        "  blob.text().then((text) => (window.kept = text)); return make.call(URL, blob); };"
    )
    button = page.find_element(By.CSS_SELECTOR, f"[data-keep='{AN}']")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    dialog = WebDriverWait(page, 10).until(
        lambda driver: driver.find_element(By.CSS_SELECTOR, "dialog[open]")
    )
    assert dialog.accessible_name == "Nguyễn Văn An"
    assert [p.text for p in dialog.find_elements(By.TAG_NAME, "p")][:2] == [
        "Chủ tịch, Bí thư",
        AN,
    ]
    code = dialog.find_element(By.TAG_NAME, "img")
    assert page.execute_script("return arguments[0].naturalWidth", code) > 0
    download = dialog.find_element(By.LINK_TEXT, "Tải danh thiếp")
    assert download.get_attribute("download") == "annv.vcf"
    kept = page.execute_script("return window.kept")
    assert kept == card("Nguyễn Văn An", AN)
    dialog.send_keys(Keys.ESCAPE)
    WebDriverWait(page, 10).until(lambda driver: not driver.find_elements(By.TAG_NAME, "dialog"))
    assert page.switch_to.active_element == button


def test_an_address_is_shown_on_request_in_its_place(page):
    page.find_element(By.ID, "same").click()
    # The link gets the focus and is read aloud. A message at the bottom could cover the next row.
    waiting = WebDriverWait(page, 10, ignored_exceptions=[StaleElementReferenceException])
    shown = waiting.until(lambda driver: focused(driver, AN))
    subject = "?subject=G%E1%BB%ADi%20a%20%26%20b"
    assert shown.get_attribute("href") == f"mailto:{AN}{subject}"
    assert not page.find_elements(By.ID, "same")


def test_somebody_elses_card_is_not_shown_when_places_have_shifted(page):
    page.find_element(By.ID, "other").click()
    said(page, "Hãy tải lại trang")
    assert page.find_element(By.ID, "other").text == "Xem địa chỉ"


def test_who_asks_too_often_is_told_to_wait(page):
    page.execute_script("fetch = async () => new Response('', {status: 429})")
    page.find_element(By.ID, "same").click()
    said(page, "Xin chờ một phút")
    assert page.find_element(By.ID, "same").text == "Xem địa chỉ"
