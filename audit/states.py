"""What a visitor can see: every kind of page, and what pages become as they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver

from audit.pages import samples


def _nothing(_: webdriver.Chrome) -> None:
    """Leave a page as it is."""


@dataclass(frozen=True)
class State:
    """A page as a visitor sees it.

    Attributes:
        name: which, for whoever reads the findings.
        path: its address below the site's.
        act: what is done there once it is open.
    """

    name: str
    path: str
    act: Callable[[webdriver.Chrome], None] = _nothing

    def open(self, browser: webdriver.Chrome, url: str) -> None:
        """Open the page and do there what makes it this one."""
        browser.get(url + self.path)
        self.act(browser)


def states(site: Path) -> Iterator[State]:
    """Yield the states of a built site."""
    for paths in samples(site).values():
        for path in paths:
            yield State(path, path)
