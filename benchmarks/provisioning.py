"""Provisioning through the real playbook and module, against an empty play on the same host.

Each run is followed by an empty play; of both sides the fastest run counts, since other work on the
machine only ever adds. Beside the time that passed stands the processor time of both machines,
which other work changes little.
"""

from __future__ import annotations

import itertools
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench_lab import bench_lab, host_processor, play, ssh
from benchmarks.invented_people import write_roster
from benchmarks.measure import Result, seconds
from congvu.roster.cache import default_folder
from lab.settings import PROJECT, Lab

MAILBOXES = PROJECT / "playbooks" / "mailboxes.yml"
# All that provisioning makes on a host.
MADE = "/var/lib/congvu/accounts.sqlite /var/lib/congvu/letters /var/lib/congvu/tables /var/vmail/*"
LOOPED = 100
RUNS, FIRST_RUNS = 5, 3


class Cost(NamedTuple):
    """What a run took.

    Attributes:
        passed: seconds that passed.
        processor: seconds of processors, on the controller and on the mail host.
    """

    passed: float
    processor: float


# Ansible's own idea of an empty play: it asks the host for its facts and does nothing.
_EMPTY = """\
- hosts: mail_hosts
  gather_facts: true
"""
# The usual way: a task an account.
_LOOP = f"""\
- hosts: mail_hosts
  tasks:
    - ansible.builtin.user:
        name: "bench{{{{ item }}}}"
        create_home: false
        state: "{{{{ wanted }}}}"
      loop: "{{{{ range({LOOPED}) | list }}}}"
"""


def results() -> Iterator[Result]:
    """Yield the results."""
    lab = bench_lab()
    with tempfile.TemporaryDirectory() as folder:
        empty, loop = Path(folder, "empty.yml"), Path(folder, "loop.yml")
        empty.write_text(_EMPTY)
        loop.write_text(_LOOP)
        for people in (1_000, 10_000):
            roster = Path(folder, str(people))
            roster.mkdir()
            write_roster(roster, people)
            register(roster)
            yield from _sizes(lab, roster, people, empty)
        ssh(lab, f"rm -rf {MADE}")
        mine = seconds(lambda: provision(lab, Path(folder, "1000")))
        looped = seconds(lambda: play(lab, loop, "-e", "wanted=present"))
        play(lab, loop, "-e", "wanted=absent")
        detail = f"{looped / LOOPED:.2f} s an account"
        yield Result(f"a task an account, {LOOPED} accounts", looped, detail=detail, unit="s")
        yield Result("  against 1,000 accounts by the bulk module", looped / mine)


def _sizes(lab: Lab, roster: Path, people: int, empty: Path) -> Iterator[Result]:
    def work(before: Callable[[], object] = lambda: None) -> Callable[[], Cost]:
        return lambda: (before(), _cost(lab, lambda: provision(lab, roster)))[1]

    def result(what: str, one: Callable[[], Cost], aim: str, runs: int = RUNS) -> Result:
        mine, nothing = _least(one, lambda: _cost(lab, lambda: play(lab, empty)), runs)
        detail = (
            f"{mine.passed:.2f} s against {nothing.passed:.2f} s; processor time "
            f"{mine.processor / nothing.processor:.2f} ×"
        )
        title = f"{people:,} accounts, {what}, to an empty play"
        return Result(title, mine.passed / nothing.passed, aim, detail)

    def unmake() -> None:
        _forget()
        ssh(lab, f"rm -rf {MADE}")

    yield result("first time, with folders and letters", work(unmake), "3", FIRST_RUNS)
    yield result("nothing to change", work(), "1.3")
    yield result("nothing to change, first run of a day", work(_forget), "")
    # Somebody comes, leaves, comes back: each time one account changes.
    turns = itertools.cycle((_with_a_newcomer(roster), roster))
    yield result("one change", lambda: _cost(lab, lambda: provision(lab, next(turns))), "1.4")
    provision(lab, roster)


def _least(first: Callable[[], Cost], second: Callable[[], Cost], runs: int) -> tuple[Cost, Cost]:
    """Do two pieces of work in turn, A B A B …; return the least that each ever cost."""
    pairs = [(first(), second()) for _ in range(runs)]
    return _least_of(pair[0] for pair in pairs), _least_of(pair[1] for pair in pairs)


def _least_of(costs: Iterator[Cost]) -> Cost:
    passed, processor = zip(*costs, strict=True)
    return Cost(min(passed), min(processor))


def _cost(lab: Lab, work: Callable[[], object]) -> Cost:
    before = _processor(lab)
    passed = seconds(work)
    return Cost(passed, _processor(lab) - before)


def _processor(lab: Lab) -> float:
    """Return the processor time that our playbooks and the whole mail host have used, seconds."""
    controller = resource.getrusage(resource.RUSAGE_CHILDREN)
    return controller.ru_utime + controller.ru_stime + host_processor(lab)


def _forget() -> None:
    """Forget what the roster was found to be, as every new day does."""
    folder = default_folder()
    if folder is not None:
        (folder / "accounts.json").unlink(missing_ok=True)


def provision(lab: Lab, roster: Path) -> None:
    """Make the host's accounts what a roster says."""
    play(lab, MAILBOXES, env={**os.environ, "CONGVU_ROSTER": str(roster)})


def _with_a_newcomer(roster: Path) -> Path:
    """Return a copy of a roster with one more person."""
    more = Path(shutil.copytree(roster, f"{roster}-more"))
    file = min(file for file in more.glob("*.yml") if "staff:" in file.read_text())
    decision = "{type: recruit, number: 9001/QĐ-UBND, date: 2026-01-05}"
    newcomer = "  - id: ts-900001\n    name: Võ Thị Thêm\n    title: Chuyên viên\n"
    newcomer += f"    decisions: [{decision}]\n"
    file.write_text(file.read_text() + newcomer)
    register(more)
    return more


def register(roster: Path) -> None:
    """Give everybody of a roster an address."""
    command = [sys.executable, "-m", "congvu.cli", "--roster", roster, "register"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
