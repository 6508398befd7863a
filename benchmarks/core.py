"""The core without hosts: deriving addresses, `check` and `register` of a large roster."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.invented_people import invent_names, write_roster
from benchmarks.measure import Result, in_turn, seconds
from congvu.names import PersonName
from congvu.office import load_office
from congvu.policies import PersonFacts

ADDRESSES = 1_000_000
PEOPLE = 30_000

# The yardstick: what reading the same files costs with PyYAML's C loader, as a process of its own
# like the commands that are compared with it.
_PARSE = """
import sys, yaml
from pathlib import Path
for file in sorted(Path(sys.argv[1]).glob("*.yml")):
    yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
"""


def results() -> Iterator[Result]:
    """Yield the results."""
    names = list(invent_names(ADDRESSES))
    rules = load_office().rules

    def derive() -> None:
        for name in names:
            rules.person_base(PersonFacts(PersonName.parse(name)))

    yield Result(f"deriving {ADDRESSES:,} addresses", seconds(derive), "10 s", unit="s")

    with tempfile.TemporaryDirectory() as folder:
        write_roster(Path(folder), PEOPLE)
        register = Path(folder, "addresses.yml")
        congvu = [sys.executable, "-m", "congvu.cli", "--roster", folder]
        parse = [sys.executable, "-c", _PARSE, folder]

        def first_register() -> None:
            register.unlink(missing_ok=True)
            _run([*congvu, "register"])

        for what, work in (
            ("register, from nothing", first_register),
            ("register, nothing to change", lambda: _run([*congvu, "register"])),
            ("check", lambda: _run([*congvu, "check"])),
        ):
            mine, yardstick = in_turn(work, lambda: _run(parse))
            detail = f"{mine:.2f} s against {yardstick:.2f} s"
            title = f"{what}, {PEOPLE:,} people, cold, against parsing the YAML"
            yield Result(title, mine / yardstick, "1.2", detail)
        yield from _of_one_change(Path(folder), congvu)


def _of_one_change(roster: Path, congvu: list[str]) -> Iterator[Result]:
    """Yield what a clerk waits for who has changed one file; everything else is known."""
    git = ["git", "-C", str(roster), "-c", "user.name=x", "-c", "user.email=x@example.vn"]
    for arguments in (["init", "-q", "."], ["add", "-A"], ["commit", "-qm", "x"]):
        _run([*git, *arguments])
    file = next(roster.glob("ubnd-*.yml"))
    with tempfile.TemporaryDirectory() as cache:
        _run([*congvu, "check"], cache)
        turn = 0

        def change() -> None:
            nonlocal turn
            turn += 1
            head, _, tail = file.read_text(encoding="utf-8").partition("    title: ")
            rest = tail.partition("\n")[2]
            file.write_text(f"{head}    title: Chuyên viên {turn}\n{rest}", encoding="utf-8")

        for what, command, aim in (
            ("check", ["check"], "1 s"),
            ("plan", ["plan", "--base", "HEAD"], "2 s"),
        ):
            times = []
            for _ in range(3):
                change()
                times.append(seconds(lambda command=command: _run([*congvu, *command], cache)))
            title = f"{what} after one change among {PEOPLE:,} people"
            yield Result(title, median(times), aim, unit="s")


def _run(command: list[str], cache: str = "") -> None:
    environment = {**os.environ, "CONGVU_CACHE": cache}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
