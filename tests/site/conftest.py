"""Builds the directory, serves it with the mail host's own security policy, opens Chromium."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from selenium import webdriver

from congvu.office import DEFAULT_ROSTER, PROJECT
from guide.pictures.tools import QUIET

NGINX = PROJECT / "roles" / "directory_web" / "templates" / "danhba.conf.j2"


def mkdocs(roster: Path, target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", target],
        cwd=PROJECT,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "CONGVU_ROSTER": str(roster),
            # The sample roster's decisions are seen from here, whenever the tests run.
            "CONGVU_DATE": "2026-11-24",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the project's own roster."""
    target = tmp_path_factory.mktemp("site")
    done = mkdocs(DEFAULT_ROSTER, target)
    assert done.returncode == 0, done.stderr
    return target


def serve(site: Path, policy: str = "default-src 'self' 'unsafe-inline' data:") -> Iterator[str]:
    """Serve a site on the loopback under a Content-Security-Policy."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self):
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def policy() -> str:
    """The Content-Security-Policy that nginx sends with the directory."""
    return re.search(r'Content-Security-Policy "([^"]+)"', NGINX.read_text())[1]


@pytest.fixture(scope="session")
def url(site: Path, policy: str) -> Iterator[str]:
    """Address of the served directory."""
    yield from serve(site, policy)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Debian's Chromium, with its console and its network log."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(
        options=options, service=webdriver.ChromeService("/usr/bin/chromedriver")
    )
    yield chrome
    chrome.quit()


@pytest.fixture(scope="session")
def private() -> tuple[str, ...]:
    """What the hostile roster says of people and nobody may read (address rules, point 10)."""
    return ("1977-07-13", "13/07/1977", "Quê Riêng Tư", "Nơi Sinh Riêng Tư")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, private) -> tuple[str, str, Path]:
    """A unit's name, a person's title and the site made of a roster that tries everything."""
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
