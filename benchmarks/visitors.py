"""A thousand visitors at once on two cores: nginx with files compressed before, or not.

h2load opens a thousand connections over TLS and asks each for the pages that a visitor opens, as
fast as they come; nginx and h2load share this machine. Runs take turns: brotli, gzip, nothing;
brotli, gzip, nothing. Each has its time, so that a busy machine gives lower figures and no delay.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from audit.nginx import served
from benchmarks.measure import Result
from congvu.office import PROJECT
from directory_site.cache import Cache
from directory_site.publish.compress import compressed

_VISITORS = 1000
_SECONDS, _WARM_UP = 3, 2
_RUNS = 2
# A run that takes longer than this hangs.
_PATIENCE = 30
_FORMS: Mapping[str, str] = {"brotli": "br", "gzip": "gzip", "uncompressed": "identity"}
_PATHS = (
    "/", "/gioi-thieu/", "/viec/ho-tich/", "/a-z/", "/don-vi/ubnd-xa-tay-phu/", "/assets/site.css",
)  # fmt: skip


class _Run(NamedTuple):
    """One run: requests a second, 95th percentile in milliseconds, failures, bytes an answer."""

    rate: float
    p95: float
    failed: int
    size: float


def results() -> Iterator[Result]:
    """Yield the rate of brotli and gzip in relation to uncompressed, times and failures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = folder / "releases" / "one"
        _build(site)
        (folder / "current").symlink_to("releases/one")
        with served(folder, folder / "nginx") as server:
            runs = [
                {form: _load(server.address, form, folder) for form in _FORMS} for _ in range(_RUNS)
            ]
    for form in _FORMS:
        own = [run[form] for run in runs]
        rate = median(run.rate for run in own)
        ratio = median(run[form].rate / run["uncompressed"].rate for run in runs)
        p95 = median(run.p95 for run in own)
        yield Result(
            f"{_VISITORS} visitors: {form}, requests/s / uncompressed",
            ratio,
            "",
            f"{rate:,.0f} requests/s, {own[0].size / 1000:.1f} kB each, p95 {p95:.0f} ms",
        )
        failed = sum(run.failed for run in own)
        yield Result(f"{_VISITORS} visitors: {form}, failures", failed, "0", unit="requests")


def _build(site: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=PROJECT, check=True)
    with Cache() as cache:
        for file, content in compressed(site, cache).items():
            file.write_bytes(content)


def _load(address: str, form: str, folder: Path) -> _Run:
    links = folder / "links.txt"
    links.write_text("".join(f"{address}{path}\n" for path in _PATHS))
    log = folder / "times.log"
    log.unlink(missing_ok=True)
    done = subprocess.run(
        ["h2load", f"--duration={_SECONDS}", f"--warm-up-time={_WARM_UP}", "--threads=1",
         f"--clients={_VISITORS}", f"--header=accept-encoding: {_FORMS[form]}",
         f"--log-file={log}", f"--input-file={links}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=_PATIENCE,
    )  # fmt: skip
    return _read(done.stdout, log)


def _read(said: str, log: Path) -> _Run:
    rate = re.search(r"finished in .*?, ([0-9.]+) req/s", said)
    counts = re.search(r"requests: .*? ([0-9]+) failed, ([0-9]+) errored, ([0-9]+) timeout", said)
    traffic = re.search(r"traffic: .*?\(([0-9]+)\) total", said)
    if not (rate and counts and traffic):
        raise RuntimeError(said)
    # Columns: begun, status, microseconds.
    rows = [line.split("\t") for line in log.read_text().splitlines()]
    times = sorted(int(row[2]) for row in rows)
    wrong = sum(row[1] != "200" for row in rows)
    failed = max(wrong, *map(int, counts.groups()))
    answers = max(1, len(rows))
    return _Run(
        float(rate[1]), times[int(answers * 0.95)] / 1000, failed, int(traffic[1]) / answers
    )
