"""The search: how large its index is, how long a keystroke takes on a slow processor.

The engine runs in the page here and not in its worker: Chromium slows the page's thread alone.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import quantiles

import brotli
from selenium import webdriver

from audit.chromium import chromium
from benchmarks.invented_people import invent_names, write_roster
from benchmarks.measure import Result, seconds
from congvu.names import fold
from congvu.office import DEFAULT_ROSTER, PROJECT
from directory_site.search.write import index
from directory_site.source import read_source

PEOPLE = 30_000
SLOWED = 4
DAY = "2026-11-24"

# What is typed, letter by letter: names of people who are there or not, places, work, errors.
QUERIES = (
    "ho tich tay phu", "dia chinh binh hoa", "khai sinh", "ubnd xa tay an", "hotichtayphu",
    "nguyeexn vawn an", "nguyne van hung", "nva", "chu tich", "gửi ông trần văn", "annv12",
    "tuphaphotich", "nguyen van an khong co",
)  # fmt: skip
NAMES = 12

_TIMES = """
const [queries, done] = arguments;
(async () => {
  const { load } = await import('/assets/search/engine.js');
  const answer = await fetch('/chi-muc.bin');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const begun = performance.now();
  const engine = load(bytes);
  const loaded = performance.now() - begun;
  for (const text of ['n', 'nguyen van a', 'ho tich tay ph', 'nguyne van an']) engine.search(text);
  const times = [];
  for (const query of queries) {
    for (let typed = 1; typed <= query.length; typed++) {
      const from = performance.now();
      engine.search(query.slice(0, typed));
      times.push(performance.now() - from);
      await new Promise((next) => setTimeout(next));
    }
  }
  done({ loaded, times });
})().catch((error) => done({ error: String(error) }));
"""


def results() -> Iterator[Result]:
    """Yield the sizes and times of the sample roster's search and of a large one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster = folder / "roster"
        write_roster(roster, PEOPLE)
        command = [sys.executable, "-m", "congvu.cli", "--roster", str(roster), "register"]
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
        with chromium(folder / "profile") as browser:
            browser.set_script_timeout(600)
            yield from _results(browser, folder / "small", DEFAULT_ROSTER, 10)
            yield from _results(browser, folder / "large", roster, 140)


def _results(browser: webdriver.Chrome, site: Path, roster: Path, most_kb: int) -> Iterator[Result]:
    os.environ["CONGVU_ROSTER"], os.environ["CONGVU_DATE"] = str(roster), DAY
    read_source.cache_clear()  # it was read for another roster
    source = read_source()
    people = sum(len(unit.people) for unit in source.directory.units)
    content = index(source)
    writing = seconds(lambda: index(source))
    br, gz = len(brotli.compress(content)), len(gzip.compress(content, compresslevel=9))
    yield Result(
        f"index of {people} people", br / 1000, f"at most {most_kb} kB",
        f"gzip {gz / 1000:.1f} kB, plain {len(content) / 1000:.1f} kB, written in {writing:.2f} s",
        unit="kB brotli",
    )  # fmt: skip
    assets = PROJECT / "directory_site" / "pages" / "assets" / "search"
    shutil.copytree(assets, site / "assets" / "search")
    (site / "chi-muc.bin").write_bytes(content)
    (site / "index.html").write_text("<!doctype html><title>benchmark</title>", encoding="utf-8")
    names = [name.lower() for name in list(invent_names(PEOPLE))[:: PEOPLE // NAMES]]
    plain = [" ".join(map(fold, name.split())) for name in names]
    with _served(site) as url:
        browser.get(url)
        browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        found = browser.execute_async_script(_TIMES, [*QUERIES, *names[::3], *plain])
        browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 1})
    if "error" in found:
        raise RuntimeError(found["error"])
    cuts = quantiles(found["times"], n=100)
    yield Result(
        f"keystroke among {people} people, 95th of 100, slowed {SLOWED} times", cuts[94],
        "at most 50 ms",
        f"median {cuts[49]:.1f} ms, {len(found['times'])} keystrokes, "
        f"loaded in {found['loaded']:.0f} ms",
        unit="ms",
    )  # fmt: skip


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the report is what is read."""


def main() -> None:
    """Print every result."""
    for result in results():
        print(result, flush=True)


if __name__ == "__main__":
    main()
