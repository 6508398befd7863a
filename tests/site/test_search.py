"""The search page in Debian's Chromium: typing, the query in the URL, errors."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from audit import nginx
from audit.release import DAY, Release
from directory_site.search.write import index
from directory_site.source import read_source

AN = "annv@tayson.binhdinh.gov.vn"
TAY_PHU = "xatayphu@tayson.binhdinh.gov.vn"


@contextmanager
def served(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site like the mail host; yield its address."""
    root = folder / "web"
    root.mkdir()
    (root / "current").symlink_to(site)
    with nginx.served(root, folder / "nginx") as server:
        yield server.address


def wait(browser, condition):
    return WebDriverWait(browser, 30, poll_frequency=0.05).until(lambda _: condition())


def addresses(browser):
    # One call, since the page may show a newer answer between two calls.
    return browser.execute_script(
        "return [...document.querySelectorAll('.answer')].map(one => one.dataset.address ?? '')"
    )


def status(browser):
    return browser.find_element(By.ID, "so-ket-qua").text


def field(browser):
    return browser.find_element(By.CSS_SELECTOR, "form.search input[name=q]")


def query_in_address(browser):
    return parse_qs(urlsplit(browser.current_url).query).get("q", [""])[0]


def open_search(browser, url, query=""):
    browser.get(f"{url}/tim-kiem/" + (f"?q={query}" if query else ""))


def test_answers_come_as_one_types_and_the_address_keeps_the_query(browser, url):
    open_search(browser, url)
    assert browser.find_element(By.ID, "goi-y").is_displayed()
    before = browser.execute_script("return history.length")
    for typed in ("nguyen", " van an"):
        field(browser).send_keys(typed)
        wait(browser, lambda: addresses(browser))
    wait(browser, lambda: addresses(browser)[0] == AN)
    assert not browser.find_element(By.ID, "goi-y").is_displayed()
    wait(browser, lambda: query_in_address(browser) == "nguyen van an")
    assert browser.title.startswith("nguyen van an – Tìm kiếm – ")
    assert browser.execute_script("return history.length") == before
    # The count is announced to screen readers when the typing stops.
    said = browser.find_element(By.CSS_SELECTOR, "#ket-qua [role=status]")
    wait(browser, lambda: said.get_attribute("textContent") == status(browser) != "")


def test_a_search_can_be_sent_as_an_address(browser, url):
    open_search(browser, url, "ho+tich+tay+phu")
    wait(browser, lambda: TAY_PHU in addresses(browser))
    assert field(browser).get_attribute("value") == "ho tich tay phu"
    headings = [found.text for found in browser.find_elements(By.CSS_SELECTOR, "#ket-qua h2")]
    assert headings == ["Đơn vị", "Cán bộ"]
    units, people = (
        len(browser.find_elements(By.CSS_SELECTOR, f"#ket-qua .answer{kind}"))
        for kind in (":is(.unit, .section)", ".person")
    )
    assert status(browser) == f"{units} đơn vị, {people} người"
    unit = browser.find_element(By.CSS_SELECTOR, f".answer[data-address='{TAY_PHU}']")
    assert unit.find_element(By.CSS_SELECTOR, "h3 a").get_attribute("href") == (
        f"{url}/don-vi/ubnd-xa-tay-phu/"
    )
    assert (
        unit.find_element(By.CSS_SELECTOR, ".address a")
        .get_attribute("href")
        .startswith(f"mailto:{TAY_PHU}?subject=")
    )
    assert unit.find_element(By.CSS_SELECTOR, ".why").text == "Việc: hộ tịch"
    marked = [found.text for found in unit.find_elements(By.TAG_NAME, "mark")]
    assert marked == ["Tây", "Phú", "hộ", "tịch"]
    copy = unit.find_element(By.CSS_SELECTOR, "button[data-copy]")
    assert copy.get_attribute("data-copy") == TAY_PHU


@pytest.mark.parametrize("number", [0, 3, 7])
def test_answers_lead_to_the_place_in_the_units_page(browser, url, number):
    open_search(browser, url, "tay+phu")
    wait(browser, lambda: len(addresses(browser)) > number)
    address = addresses(browser)[number]
    browser.find_elements(By.CSS_SELECTOR, ".answer h3 a")[number].click()
    wait(browser, lambda: "/don-vi/" in browser.current_url)
    target = browser.execute_script(
        "return (document.querySelector(':target') ?? document.querySelector('.mailbox'))"
        ".dataset.address"
    )
    assert target == address


def test_the_front_pages_form_leads_to_answers_and_back_to_what_was_asked(browser, url):
    browser.get(url)
    field(browser).send_keys("tnmt", Keys.ENTER)
    wait(browser, lambda: addresses(browser))
    first = addresses(browser)
    assert query_in_address(browser) == "tnmt"
    field(browser).send_keys(Keys.CONTROL, "a")
    field(browser).send_keys(Keys.NULL, "annv", Keys.ENTER)
    wait(browser, lambda: addresses(browser)[:1] == [AN])
    browser.back()
    wait(browser, lambda: addresses(browser) == first)
    assert field(browser).get_attribute("value") == query_in_address(browser) == "tnmt"
    browser.back()
    wait(browser, lambda: urlsplit(browser.current_url).path == "/")


def test_arrow_keys_walk_the_answers(browser, url):
    open_search(browser, url, "tay+phu")
    wait(browser, lambda: addresses(browser))
    field(browser).send_keys(Keys.ARROW_DOWN)
    links = browser.find_elements(By.CSS_SELECTOR, ".answer h3 a")
    assert browser.switch_to.active_element == links[0]
    links[0].send_keys(Keys.ARROW_DOWN)
    assert browser.switch_to.active_element == links[1]
    links[1].send_keys(Keys.ARROW_UP, Keys.ARROW_UP)
    browser.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert browser.switch_to.active_element == field(browser)


def test_more_answers_come_on_demand(browser, url):
    open_search(browser, url, "nguyen")
    wait(browser, lambda: addresses(browser))
    before = browser.find_elements(By.CSS_SELECTOR, ".answer.person")
    assert len(before) == 20
    more = browser.find_elements(By.CSS_SELECTOR, "#ket-qua section button.second")[-1]
    assert more.text.startswith("Xem thêm cán bộ (còn ")
    more.click()
    people = wait(
        browser,
        lambda: (
            len(found := browser.find_elements(By.CSS_SELECTOR, ".answer.person")) > 20 and found
        ),
    )
    assert len(people) == 40
    assert browser.switch_to.active_element == people[20].find_element(By.CSS_SELECTOR, "h3 a")


def test_nothing_found_says_so_and_leads_to_browsing(browser, url):
    open_search(browser, url, "qqqqwwww")
    wait(browser, lambda: status(browser) == "Không tìm thấy kết quả nào")
    links = browser.find_elements(By.CSS_SELECTOR, "#goi-y p a")
    assert [urlsplit(link.get_attribute("href")).path for link in links] == ["/", "/viec/", "/a-z/"]


def test_an_answer_to_an_older_question_is_not_shown(browser, url):
    open_search(browser, url)
    wait(browser, lambda: browser.execute_script("return document.readyState") == "complete")
    # Both queries are sent before the worker can answer the first one.
    browser.execute_script(
        """
        window.drawn = [];
        new MutationObserver(() => drawn.push(document.querySelector('.answer')?.dataset.address))
          .observe(document.getElementById('ket-qua'), { childList: true, subtree: true });
        const field = document.querySelector('form.search input[name=q]');
        for (const text of ['tnmt', 'tay phu', 'annv']) {
          field.value = text;
          field.dispatchEvent(new Event('input'));
        }
        """
    )
    wait(browser, lambda: addresses(browser)[:1] == [AN])
    assert set(browser.execute_script("return drawn")) == {AN}


def test_without_script_the_page_leads_to_browsing(browser, url):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_search(browser, url, "tay+phu")
        links = browser.find_elements(By.CSS_SELECTOR, "noscript a")
        # For Selenium everything in noscript is hidden, so the size is tested.
        assert all(link.rect["width"] > 0 for link in links)
        assert [link.get_property("textContent") for link in links] == [
            "theo đơn vị",
            "theo việc cần làm",
            "theo tên từ A đến Z",
        ]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.fixture
def offline(release: Release, tmp_path: Path):
    """The address of a site without its search index, and a function that adds the index."""
    site = tmp_path / "site"
    shutil.copytree(release.site, site)
    hidden = {file: tmp_path / file.name for file in (site / "tim-kiem").glob("chi-muc.*")}
    for file, place in hidden.items():
        file.rename(place)

    def bring() -> None:
        for file, place in hidden.items():
            place.rename(file)

    with served(site, tmp_path) as url:
        yield url, bring


def test_an_index_that_does_not_come_can_be_asked_for_again(browser, offline):
    url, bring = offline
    open_search(browser, url, "tay+phu")
    again = wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#ket-qua button.button"))[
        0
    ]
    assert "Chưa tải được dữ liệu tìm kiếm" in browser.find_element(By.ID, "ket-qua").text
    assert again.text == "Thử lại"
    bring()
    again.click()
    wait(browser, lambda: TAY_PHU in addresses(browser))
    browser.get_log("browser")


def test_ways_to_browse_are_there_when_the_script_is_not(browser, release, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(release.site, site)
    for file in (site / "assets" / "search").glob("page.js*"):
        file.unlink()
    with served(site, tmp_path) as url:
        open_search(browser, url, "tay+phu")
        wait(browser, browser.find_element(By.ID, "goi-y").is_displayed)
    browser.get_log("browser")


def test_hostile_texts_are_shown_and_run_nothing(browser, hostile, tmp_path):
    name, title, site = hostile
    with served(site, tmp_path) as url:
        search_in_hostile_texts(browser, url, f"{title} · {name}")


def search_in_hostile_texts(browser, url, expected):
    browser.get_log("browser")
    for query in ("phong+noi+vu", "nguyen+van+an", "%3Cimg+src%3Dx+onerror%3Dhit%3D4%3E+an"):
        open_search(browser, url, query)
        wait(browser, lambda: addresses(browser))
        assert browser.execute_script("return window.hit") is None
        assert browser.find_elements(By.CSS_SELECTOR, "#ket-qua :is(img, script, b, em)") == []
    answers = browser.find_elements(By.CSS_SELECTOR, ".answer.person p")
    assert expected in [found.text for found in answers]
    assert browser.get_log("browser") == []


CARD = """\
BEGIN:VCARD
VERSION:4.0
FN:Nguyễn Văn An
EMAIL:annv@tayson.binhdinh.gov.vn
END:VCARD
"""


@pytest.fixture
def on_request(release: Release, tmp_path: Path, monkeypatch) -> Iterator[str]:
    """The search of an office that shows people's addresses on request."""
    site = tmp_path / "site"
    shutil.copytree(release.site, site)
    monkeypatch.setenv("CONGVU_DATE", DAY)
    source = read_source()
    asked = source.office.directory.model_copy(update={"people_addresses": "on_request"})
    office = source.office.model_copy(update={"directory": asked})
    for file in (site / "tim-kiem").glob("chi-muc.*"):
        file.unlink()
    (site / "tim-kiem" / "chi-muc.bin").write_bytes(index(replace(source, office=office)))
    card = site / "the" / "ubnd-xa-tay-phu" / "1.vcf"
    card.parent.mkdir(parents=True)
    card.write_text(CARD)
    with served(site, tmp_path) as url:
        yield url


def test_peoples_addresses_are_shown_one_at_a_time_where_the_office_says_so(browser, on_request):
    open_search(browser, on_request, "nguyen+van+an+tay+phu")
    wait(browser, lambda: addresses(browser))
    first = browser.find_element(By.CSS_SELECTOR, ".answer.person")
    assert first.get_attribute("data-address") is None
    link = first.find_element(By.CSS_SELECTOR, "a.reveal")
    assert link.get_attribute("href") == f"{on_request}/the/ubnd-xa-tay-phu/1.vcf"
    link.click()
    mail = wait(browser, lambda: first.find_elements(By.CSS_SELECTOR, "a[href^='mailto:']"))[0]
    assert mail.get_attribute("href").startswith(f"mailto:{AN}")
    assert first.find_element(By.CSS_SELECTOR, "[data-copy]").get_attribute("data-copy") == AN
