"""How long the directory takes to build: all anew, one person changed, nothing changed.

The whole pipeline of `directory_site.archive`, the reading of the roster too. The HTML checker, a
program of its own, is timed apart.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.invented_people import write_roster
from benchmarks.measure import Result
from congvu.office import PROJECT

# People, and how many a unit has: 34 units with pages as long as they get, or 750 of usual length.
_ROSTERS = ((617, 40), (30_000, 900), (30_000, 40))
_DAY = "2026-11-24"


def results() -> Iterator[Result]:
    """Yield seconds for each size, and what a change costs in parts of a full build."""
    for people, per_unit in _ROSTERS:
        with tempfile.TemporaryDirectory() as folder:
            yield from _of_size(people, per_unit, Path(folder))


def _of_size(people: int, per_unit: int, folder: Path) -> Iterator[Result]:
    roster = folder / "roster"
    write_roster(roster, people, per_unit=per_unit)
    named = f"{people:,} people, {-(-people // per_unit)} units"
    _run(folder, "congvu.cli", "--roster", str(roster), "register")
    full = _built(folder)
    # As every night: YAML, HTML and compressed files are known, but for one person's.
    file = sorted(roster.glob("ubnd-*.yml"))[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Chuyên viên", "title: Phó Trưởng ban", 1), "utf-8")
    changed = _built(folder)
    same = _built(folder)
    for what, laps in (("all anew", full), ("one changed", changed), ("nothing changed", same)):
        own = laps["all"] - laps["wrong_markup"]
        steps = ", ".join(f"{name} {value:.1f}" for name, value in laps.items() if name != "all")
        aim = {"all anew": "under 15", "one changed": "under 5"}.get(what, "")
        yield Result(f"{named}: {what}", own, aim, steps, "s")
    for what, laps in (("one changed", changed), ("nothing changed", same)):
        ratio = (laps["all"] - laps["wrong_markup"]) / (full["all"] - full["wrong_markup"])
        yield Result(f"{named}: {what} / all anew", ratio)
    html = full["wrong_markup"]
    yield Result(f"{named}: HTML checker, all pages", html, "reported apart", unit="s")


def _built(folder: Path) -> dict[str, float]:
    said = _run(folder, "benchmarks.site_once", "directory.tar.gz").splitlines()[-1]
    laps: dict[str, float] = json.loads(said)
    return laps


def _run(folder: Path, module: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        "CONGVU_ROSTER": str(folder / "roster"),
        "CONGVU_CACHE": str(folder / "cache"),
        "CONGVU_DATE": _DAY,
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
