"""The directory in Debian's Chromium, on a phone and on a desktop."""

from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from audit import nginx
from audit.chromium import events, hosts, prefer, resize
from congvu.office import DEFAULT_ROSTER

PAGES = (
    "/",
    "/gioi-thieu/",
    "/viec/ho-tich/",
    "/lanh-dao/",
    "/don-vi/ubnd-huyen-tay-son/",
    "/don-vi/phong-tai-nguyen-va-moi-truong/",
    "/don-vi/ubnd-xa-tay-phu/",
)


def texts(browser, selector):
    return [found.text for found in browser.find_elements(By.CSS_SELECTOR, selector)]


def overflowing(browser):
    """The elements beyond the right edge of the window."""
    return browser.execute_script(
        "return [...document.querySelectorAll('body *')]"
        ".filter(e => !e.closest('.unseen, thead, .skip, .top .search label'))"
        ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + .5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )


def covered(browser):
    """The text of rows in which a button covers a word."""
    return browser.execute_script(
        "const words = (e) => { const r = document.createRange(); r.selectNodeContents(e);"
        "  return [...r.getClientRects()]; };"
        "const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1"
        "  && a.top < b.bottom - 3 && b.top < a.bottom - 3;"
        "return [...document.querySelectorAll('tr:has(.tools)')].filter((row) => {"
        "  const tools = [...row.querySelectorAll('.tools button')]"
        "    .map((e) => e.getBoundingClientRect());"
        "  return [...row.querySelectorAll('th, td:not(:has(.tools)), td > a')]"
        "    .some((e) => words(e).some((a) => tools.some((tool) => meet(a, tool))));"
        "}).map((row) => row.textContent)"
    )


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("page", [*PAGES, "/404.html"])
def test_nothing_overflows(browser, url, page, width):
    resize(browser, width)
    browser.get(url + page)
    assert overflowing(browser) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_lost_at_twice_the_text_size(browser, url, page):
    resize(browser, 640)
    browser.get(url + page)
    browser.execute_script("document.documentElement.style.fontSize = '200%'")
    assert overflowing(browser) == []
    # No button covers text.
    assert covered(browser) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_button_stands_over_text(browser, url, width):
    resize(browser, width)
    for page in PAGES:
        browser.get(url + page)
        assert covered(browser) == [], page


def test_the_front_page_lists_every_unit_by_kind(browser, url):
    resize(browser, 1280)
    browser.get(url)
    units = {file.stem for file in DEFAULT_ROSTER.glob("*.yml")} - {"addresses"}
    links = {
        link.get_attribute("href").removeprefix(url)
        for link in browser.find_elements(By.CSS_SELECTOR, "article table a[href*='don-vi/']")
    }
    assert links == {f"/don-vi/{unit}/" for unit in units}
    assert texts(browser, "article h3") == [
        "Lãnh đạo huyện",
        "Phòng, ban chuyên môn",
        "Đơn vị sự nghiệp",
        "Thị trấn",
        "Xã",
    ]


def test_a_citizen_finds_a_communes_mailboxes(browser, url):
    resize(browser, 360)
    browser.get(url)
    browser.find_element(By.CSS_SELECTOR, "article a[href='#xa']").click()
    browser.find_element(By.LINK_TEXT, "UBND xã Tây Phú").click()
    box = browser.find_element(By.CSS_SELECTOR, ".mailbox")
    assert box.get_attribute("data-address") == "xatayphu@tayson.binhdinh.gov.vn"
    address = box.find_element(By.CSS_SELECTOR, ".address").text
    assert address.replace("\n", "") == "xatayphu@tayson.binhdinh.gov.vn"
    write = box.find_element(By.LINK_TEXT, "Viết thư").get_attribute("href")
    assert write.startswith("mailto:xatayphu@tayson.binhdinh.gov.vn?subject=G%E1%BB%ADi%20UBND")
    assert "hộ tịch" in texts(browser, "article li")
    box.find_element(By.LINK_TEXT, "Nguyễn Văn An").click()
    row = browser.find_element(By.CSS_SELECTOR, "tr:target")
    assert row.get_attribute("data-address") == "annv@tayson.binhdinh.gov.vn"
    assert [cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")][:2] == [
        "Nguyễn Văn An",
        "Chủ tịch UBND xã",
    ]


def test_the_colours_follow_the_device_until_the_visitor_chooses(browser, url):
    def paper():
        return browser.execute_script("return getComputedStyle(document.body).backgroundColor")

    def choose(value):
        Select(browser.find_element(By.ID, "nen-chon")).select_by_value(value)

    browser.get(url)
    browser.execute_script("localStorage.clear()")
    shades = {}
    for scheme in ("light", "dark"):
        prefer(browser, scheme)
        browser.refresh()
        shades[scheme] = paper()
    assert shades["light"] != shades["dark"]
    for scheme, other in (("light", "dark"), ("dark", "light")):
        prefer(browser, other)
        choose(scheme)
        assert paper() == shades[scheme]
        browser.get(url + "/gioi-thieu/")
        assert paper() == shades[scheme]
    choose("")
    assert paper() == shades["light"]
    assert browser.execute_script("return localStorage.length") == 0


def test_every_page_begins_with_a_link_past_the_header(browser, url):
    browser.get(url + "/don-vi/ubnd-xa-tay-phu/")
    browser.execute_script("document.body.focus()")
    browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Tab"})
    assert browser.switch_to.active_element.text == "Đến nội dung chính"


def test_pages_ask_no_other_host_keep_to_the_policy_and_set_no_cookie(browser, url):
    resize(browser, 1280)
    browser.get_log("performance")
    browser.get_log("browser")
    for page in (*PAGES, "/404.html"):
        browser.get(url + page)
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "vi"
        for details in browser.find_elements(By.TAG_NAME, "summary"):
            details.click()
    assert hosts(events(browser)) == {urlsplit(url).netloc}
    # The console would have a message for a missing file or a violation of the policy.
    assert browser.get_log("browser") == []
    assert browser.get_cookies() == []


def test_hostile_texts_run_nothing_and_show_as_they_are(browser, hostile, tmp_path):
    name, title, site = hostile
    (tmp_path / "current").symlink_to(site)
    browser.get_log("browser")
    with nginx.served(tmp_path, tmp_path / "nginx") as server:
        for page in ("/", "/don-vi/phong-noi-vu/"):
            browser.get(server.address + page)
            assert browser.execute_script("return window.hit") is None
            assert (
                browser.execute_script("return document.querySelector('article b, article em')")
                is None
            )
            assert browser.get_log("browser") == []
        assert texts(browser, "article h1") == [name]
        assert browser.title.startswith(name)
        assert texts(browser, "article tbody td:nth-child(2)") == [title, title]
        assert len(browser.find_elements(By.CSS_SELECTOR, "article table")) == 1
