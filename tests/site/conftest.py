"""Builds the directory, serves it like the mail host, and opens Chromium."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from selenium import webdriver

from audit import nginx
from audit.chromium import chromium
from audit.release import DAY, Release, build
from congvu.office import DEFAULT_ROSTER, PROJECT


def mkdocs(
    roster: Path, target: Path, cwd: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", target],
        cwd=cwd,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "CONGVU_ROSTER": str(roster),
            # All tests use this day, so that the sample roster's decisions have the same effect.
            "CONGVU_DATE": DAY,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built directory of the sample roster."""
    target = tmp_path_factory.mktemp("site")
    done = mkdocs(DEFAULT_ROSTER, target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the sample roster, unpacked like on the host."""
    return build(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="session")
def server(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[nginx.Server]:
    """The release, served by nginx like on the mail host."""
    with nginx.served(release.root, tmp_path_factory.mktemp("nginx")) as running:
        yield running


@pytest.fixture(scope="session")
def url(server: nginx.Server) -> str:
    """Address of the served release."""
    return server.address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Debian's Chromium, with access to its console and network log."""
    with chromium(tmp_path_factory.mktemp("chromium")) as chrome:
        yield chrome


@pytest.fixture(scope="session")
def private() -> tuple[str, ...]:
    """Private values in the hostile roster, which nobody may read (address rules, point 10)."""
    return ("1977-07-13", "13/07/1977", "Quê Riêng Tư", "Nơi Sinh Riêng Tư")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, private) -> tuple[str, str, Path]:
    """A unit's name, a person's title and the site of a roster with hostile texts."""
    roster = tmp_path_factory.mktemp("hostile")
    name = "</title><script>hit=1</script> Phòng <b>Nội</b> vụ | *[x](y)* {{ config }} &amp; _z_"
    title = "Trưởng <img src=x onerror=hit=2> phòng | {: .x} www.a.vn a@b.vn `c` ~~d~~ #e"
    people = [
        {
            "id": f"ts-{number}",
            "name": "Nguyễn Văn An",
            "title": title,
            "birth_date": private[0],
            "home_town": private[2],
            "birthplace": private[3],
            "decisions": [{"type": "recruit", "number": "2", "date": "2016-01-01"}],
        }
        for number in (1, 2)
    ]
    unit = {
        "id": "phong-noi-vu",
        "name": name,
        "mailbox": {"name": "phongnoivu"},
        "kind": "division",
        "functions": ["a | b", "<script>hit=3</script>", "# tựa", "- mục", "1. một", "<!-- -->"],
        "decisions": [{"type": "establish", "number": "1", "date": "2015-07-16"}],
        "staff": people,
    }
    (roster / "phong-noi-vu.yml").write_text(yaml.safe_dump(unit, allow_unicode=True))
    command = [sys.executable, "-m", "congvu.cli", "--roster", roster, "register"]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    site = tmp_path_factory.mktemp("hostile-site")
    done = mkdocs(roster, site)
    assert done.returncode == 0, done.stderr
    return name, title, site
