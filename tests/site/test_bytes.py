"""How many bytes, including headers, a visitor downloads before a search's first answer."""

import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from audit import nginx
from audit.chromium import forget, resize
from audit.release import build_invented

KB = 1000
PATIENCE = 30  # seconds for an answer


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The site of 30,000 people, served."""
    folder = tmp_path_factory.mktemp("large")
    release = build_invented(folder, 30_000)
    with nginx.served(release.root, folder / "nginx") as server:
        yield server


def ask_in_the_address(browser, url):
    browser.get(f"{url}/tim-kiem/?q=nguyen+van+an")


def ask_on_the_front_page(browser, url):
    browser.get(url)
    # Wait until the page is complete, and on a busy machine also until it is cached.
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")
    time.sleep(2)
    browser.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("nguyen van an\n")


def loaded(browser, server, ask):
    """Bytes by path: up to the first answer, and after it."""
    resize(browser, 360)
    forget(browser)
    server.forget()
    ask(browser, server.address)
    # One call, since the page may show a newer answer between two calls.
    first = "return document.querySelector('#ket-qua [data-address]')?.dataset.address"
    answer = WebDriverWait(browser, PATIENCE).until(lambda driver: driver.execute_script(first))
    assert answer.startswith("annv")
    time.sleep(1)
    return server.sent()


def listed(sent):
    return "\n" + "\n".join(f"{size:>8} {path}" for path, size in sent)


@pytest.mark.parametrize("ask", [ask_in_the_address, ask_on_the_front_page])
def test_a_small_office_is_searched_after_100_kb(browser, server, ask):
    sent = loaded(browser, server, ask)
    assert sum(size for _, size in sent) <= 100 * KB, listed(sent)


@pytest.mark.parametrize("ask", [ask_in_the_address, ask_on_the_front_page])
def test_30_000_people_are_searched_after_200_kb(browser, large, ask):
    sent = loaded(browser, large, ask)
    assert sum(size for _, size in sent) <= 200 * KB, listed(sent)


def test_the_measure_counts_headers_and_body(browser, server, release):
    browser.get(server.address)
    server.forget()
    load = "const done = arguments[0]; fetch('/sitemap.xml', {cache: 'reload'}).then(done)"
    browser.execute_async_script(load)
    # The page may still be fetching the search's files in the background.
    (size,) = [size for path, size in server.sent() if path == "/sitemap.xml"]
    packed = min(file.stat().st_size for file in release.site.glob("sitemap.xml*"))
    assert packed + 100 < size < packed + 2000
