"""The states of pages that visitors can see: every kind of page, before and after actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from audit.pages import html, samples

_PATIENCE = 30  # seconds
# By name, by function and place, with a typing error, with a wrong word, without an answer.
_SEARCHES = ("nguyen van an", "ho tich tay phu", "nguyen van aan", "ho tich saturn", "qqqqqq")
_COUNTED = """
const text = document.getElementById('so-ket-qua').textContent;
return text !== '' && !text.startsWith('Đang');
"""


def _nothing(_: webdriver.Chrome) -> None:
    """Do nothing on the page."""


@dataclass(frozen=True)
class State:
    """A state of a page.

    Attributes:
        name: its name in findings.
        path: the page's path in the site.
        act: what is done after the page is open.
    """

    name: str
    path: str
    act: Callable[[webdriver.Chrome], None] = _nothing

    def open(self, browser: webdriver.Chrome, url: str) -> None:
        """Open the page and do the action."""
        browser.get(url + self.path)
        self.act(browser)


def states(site: Path) -> Iterator[State]:
    """Yield the states of a built site with shown addresses."""
    for paths in samples(site).values():
        for path in paths:
            yield State(path, path)
    yield from _searches()
    unit = _first_with(site, "data-card")
    yield State(f"{unit} with a person's card", unit, _open_card)
    yield State(f"{unit} after copying", unit, _copy)


def states_on_request(site: Path) -> Iterator[State]:
    """Yield the states that differ if people's addresses are shown on request."""
    for paths in samples(site).values():
        yield from (State(path, path) for path in paths if 'class="reveal"' in html(site, path))
    yield from _searches()
    unit = _first_with(site, 'class="reveal"')
    yield State(f"{unit} with an address that was asked for", unit, _reveal)


def _searches() -> Iterator[State]:
    for query in _SEARCHES:
        path = f"/tim-kiem/?q={query.replace(' ', '+')}"
        yield State(path, path, _await_answers)


def _await_answers(browser: webdriver.Chrome) -> None:
    _until(browser, lambda: browser.execute_script(_COUNTED))


def _open_card(browser: webdriver.Chrome) -> None:
    _click(browser, "[data-keep]")
    _until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "dialog[open] img"))


def _copy(browser: webdriver.Chrome) -> None:
    _click(browser, "[data-copy]")
    _until(browser, lambda: browser.find_element(By.CSS_SELECTOR, ".said").text)


def _reveal(browser: webdriver.Chrome) -> None:
    before = len(browser.find_elements(By.CSS_SELECTOR, "a.reveal"))
    _click(browser, "a.reveal")
    _until(browser, lambda: len(browser.find_elements(By.CSS_SELECTOR, "a.reveal")) == before - 1)


def _click(browser: webdriver.Chrome, selector: str) -> None:
    _until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, selector))
    browser.find_element(By.CSS_SELECTOR, selector).click()


def _until(browser: webdriver.Chrome, holds: Callable[[], object]) -> None:
    WebDriverWait(browser, _PATIENCE, poll_frequency=0.05).until(lambda _: holds())


def _first_with(site: Path, text: str) -> str:
    units = sorted(site.glob("don-vi/*/index.html"))
    found = next(file for file in units if text in file.read_text(encoding="utf-8"))
    return f"/don-vi/{found.parent.name}/"
