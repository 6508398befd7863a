"""The directory in Debian's Chromium: what citizens see, on a phone and on a desktop."""

from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By

from audit import nginx
from audit.chromium import events, hosts, prefer, resize
from congvu.office import DEFAULT_ROSTER

PAGES = (
    "/",
    "/gioi-thieu/",
    "/don-vi/ubnd-huyen-tay-son/",
    "/don-vi/phong-tai-nguyen-va-moi-truong/",
    "/don-vi/ubnd-xa-tay-phu/",
)


def texts(browser, selector):
    return [found.text for found in browser.find_elements(By.CSS_SELECTOR, selector)]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_overflows(browser, url, page, width):
    resize(browser, width)
    browser.get(url + page)
    widest = browser.execute_script(
        "return Math.max(...[...document.querySelectorAll('html, article, article *')]"
        ".map(e => e.scrollWidth > 1 ? e.getBoundingClientRect().right : 0))"
    )
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert widest <= width


def test_the_front_page_lists_every_unit_by_kind(browser, url):
    resize(browser, 1280)
    browser.get(url)
    units = {file.stem for file in DEFAULT_ROSTER.glob("*.yml")} - {"addresses"}
    links = {
        link.get_attribute("href").removeprefix(url)
        for link in browser.find_elements(By.CSS_SELECTOR, "article table a[href*='don-vi/']")
    }
    assert links == {f"/don-vi/{unit}/" for unit in units}
    assert texts(browser, "article h2") == [
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
    box = browser.find_element(By.CSS_SELECTOR, "article blockquote a")
    assert box.get_attribute("href") == "mailto:xatayphu@tayson.binhdinh.gov.vn"
    assert box.text.replace("\n", "") == "xatayphu@tayson.binhdinh.gov.vn"
    assert "hộ tịch" in texts(browser, "article li")
    rows = [row.replace("\n", " ") for row in texts(browser, "article tbody tr")]
    assert "Văn thư vanthu-tayphu@tayson.binhdinh.gov.vn" in rows
    assert "Nguyễn Văn An Chủ tịch UBND xã annv@tayson.binhdinh.gov.vn" in rows


def test_the_colours_follow_the_device(browser, url):
    shades = []
    for scheme in ("light", "dark"):
        prefer(browser, scheme)
        browser.get(url)
        body = browser.find_element(By.TAG_NAME, "body")
        shades.append(body.get_attribute("data-md-color-scheme"))
    prefer(browser, "light")
    assert shades == ["default", "slate"]


def test_pages_ask_no_other_host_keep_to_the_policy_and_set_no_cookie(browser, url):
    resize(browser, 1280)
    browser.get_log("performance")
    browser.get_log("browser")
    for page in (*PAGES, "/404.html"):
        browser.get(url + page)
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "vi"
        browser.find_element(By.CSS_SELECTOR, "label[for^='__palette_']:not([hidden])").click()
    assert hosts(events(browser)) == {urlsplit(url).netloc}
    # Anything that is missing or that the policy forbids stands in the console.
    assert browser.get_log("browser") == []
    assert browser.get_cookies() == []
    browser.execute_script("localStorage.clear()")


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
