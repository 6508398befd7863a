"""The account page, served on this machine, and Chromium."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from cryptography.fernet import Fernet
from offices import CHOSEN, FIRST, Office, code
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from account_page import app
from account_page.settings import Settings
from audit.chromium import chromium, forget


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@dataclass
class Site:
    """The page as a person has it before the eyes."""

    chrome: webdriver.Chrome
    office: Office
    secret: str = ""

    def open(self, path: str) -> None:
        self.chrome.get(self.office.page.rstrip("/") + path)

    def all(self, selector: str) -> list[str]:
        return [found.text for found in self.chrome.find_elements(By.CSS_SELECTOR, selector)]

    @property
    def title(self) -> str:
        return " ".join(self.all("h1"))

    def type(self, **fields: str) -> None:
        for name, text in fields.items():
            found = self.chrome.find_element(By.NAME, name)
            found.clear()
            found.send_keys(text)

    def click(self, text: str, selector: str = "button, a") -> None:
        """Click the button or link that has this text, and wait for the page that follows."""
        before = self.chrome.find_element(By.TAG_NAME, "html")
        found = [
            element
            for element in self.chrome.find_elements(By.CSS_SELECTOR, selector)
            if text in element.text
        ]
        assert found, (text, self.chrome.page_source)
        found[0].click()

        def gone() -> bool:
            try:
                before.is_enabled()
            except WebDriverException:  # chromedriver has several words for it
                return True
            return False

        self.wait(gone)

    def wait(self, done: Callable[[], object]) -> None:
        WebDriverWait(self.chrome, 10).until(lambda _: done())

    def login(self, password: str = CHOSEN) -> None:
        self.open("/vao")
        self.type(address="dovansy", password=password)
        self.click("Đăng nhập")

    def begin(self) -> None:
        """Come from the letter to the front page, with an app as second factor."""
        self.login(FIRST)
        self.type(new=CHOSEN, again=CHOSEN)
        self.click("Dùng mật khẩu này")
        self.open("/hai-buoc/ung-dung")
        self.secret = self.chrome.find_element(By.CSS_SELECTOR, "code.secret").get_attribute(
            "textContent"
        )
        self.type(code=code(self.secret))
        self.click("Xong")
        self.click("Hiện mã dự phòng")
        self.open("/")


@pytest.fixture
def site(chrome: webdriver.Chrome, tmp_path: Path) -> Iterator[Site]:
    """A new office whose page is served; the browser has never been there."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    page = f"http://localhost:{listening.getsockname()[1]}/tai-khoan/"
    office = Office(tmp_path, page, {"office_networks": [], "failures": 100})
    for person in office.people:
        person["first_expires"] = "2100-01-01"
    office.publish()
    state = tmp_path / "state"
    state.mkdir()
    service = app.create(Settings(office.file, state, Fernet.generate_key()))
    server = uvicorn.Server(uvicorn.Config(service, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    forget(chrome)
    yield Site(chrome, office)
    server.should_exit = True
    thread.join()
