"""One engine in Debian's Chromium: what it answers, how fast, and what it loads for that."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from benchmarks.search_engines.build import SITE, WEB

# A phone of the cheaper kind, as Lighthouse takes it.
SLOWER = 4
_TIMEOUT = 600
_BATCH = 1


@dataclass(frozen=True)
class Loaded:
    """What one engine loads before its first answer.

    Attributes:
        requests: how many files.
        gzip: their bytes, each at the highest level.
        brotli: the same with brotli.
    """

    requests: int
    gzip: int
    brotli: int


class Server:
    """Serves the built site on the loopback and remembers what was asked for."""

    def __init__(self, site: Path, url: str, asked: list[str]) -> None:
        self._site = site
        self.url = url
        self._asked = asked

    def forget(self) -> None:
        """Begin anew."""
        self._asked.clear()

    def loaded(self) -> Loaded:
        """Return what was asked for since, beside the harness's own page."""
        own = {"/", "/index.html", "/page.js", "/favicon.ico"}
        paths = [path for path in self._asked if path not in own]
        command = [
            "node",
            str(WEB / "compressed.mjs"),
            *(str(self._site / path[1:]) for path in paths),
        ]
        sizes = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return Loaded(len(paths), sum(size[0] for size in sizes), sum(size[1] for size in sizes))


@contextmanager
def served(site: Path = SITE) -> Iterator[Server]:
    """Serve a built site."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path.partition("?")[0])
            super().do_GET()

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Server(site, f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()


class Engine:
    """An engine in a page of its own."""

    def __init__(self, chrome: webdriver.Chrome, address: str, *, slower: int = 1) -> None:
        chrome.set_script_timeout(_TIMEOUT)
        chrome.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": slower})
        chrome.get(address)
        self._chrome = chrome
        #: Milliseconds from opening the page until the engine could answer.
        self.ready: float = WebDriverWait(chrome, _TIMEOUT).until(
            lambda page: page.execute_script("return window.ready")
        )

    def answers(self, queries: Sequence[str]) -> list[list[str]]:
        """Return the local parts that each query gives, at most ten, the best first."""
        return list(self._in_batches("answers", queries))

    def keystrokes(self, queries: Sequence[str]) -> list[float]:
        """Type queries letter by letter; return the milliseconds of every keystroke, sorted."""
        return sorted(self._in_batches("keystrokes", queries))

    def _in_batches(self, function: str, queries: Sequence[str]) -> Iterator[Any]:
        # chromedriver's client gives up on a call that takes minutes.
        for start in range(0, len(queries), _BATCH):
            given = list(queries[start : start + _BATCH])
            script = f"window.{function}(arguments[0]).then(arguments[1])"
            yield from self._chrome.execute_async_script(script, given)


def address(server: Server, engine: str, data: str, *, decode: bool) -> str:
    """Return the page of an engine over a roster's data."""
    return f"{server.url}/?engine={engine}&data={data}" + ("&decode=1" if decode else "")
