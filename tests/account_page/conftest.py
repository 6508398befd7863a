"""An office, the service over it, and a clock that tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from offices import INSIDE, OUTSIDE, Browser, Office
from starlette.applications import Starlette

from account_page import app, clock
from account_page.settings import Settings

START = int(datetime(2027, 3, 3, 8, 0, tzinfo=clock.ZONE).timestamp())


class Time:
    """The service's clock."""

    def __init__(self) -> None:
        self.now = START

    def pass_by(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
        self.now += seconds + 60 * minutes + 3600 * hours + 86400 * days


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moment = Time()
    monkeypatch.setattr(clock, "now", lambda: moment.now)
    return moment


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.publish()
    return made


@pytest.fixture
def settings(office: Office) -> Settings:
    state = office.folder / "state"
    state.mkdir()
    return Settings(office.file, state, Fernet.generate_key())


@pytest.fixture
def service(settings: Settings, time: Time) -> Starlette:
    return app.create(settings)


@pytest.fixture
def browser(service: Starlette) -> Callable[..., Browser]:
    """A new browser; `source` is where it stands."""

    def new(source: str = OUTSIDE, **more: Any) -> Browser:
        return Browser(service, source, **more)

    return new


@pytest.fixture
def desk(browser: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser in the office."""
    yield browser(INSIDE)


@pytest.fixture
def phone(browser: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser outside."""
    yield browser(OUTSIDE)
