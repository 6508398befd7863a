"""Provisioning through the real playbook and module, against an empty play on the same host."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.bench_lab import bench_lab, play, ssh
from benchmarks.invented_people import write_roster
from benchmarks.measure import Result, in_turn, seconds
from lab.settings import PROJECT, Lab

MAILBOXES = PROJECT / "playbooks" / "mailboxes.yml"
# All that provisioning makes on a host.
MADE = "/var/lib/congvu/accounts.sqlite /var/lib/congvu/letters /var/lib/congvu/tables /var/vmail/*"
LOOPED = 100

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
    firsts, empties = [], []
    for _ in range(3):
        ssh(lab, f"rm -rf {MADE}")
        firsts.append(seconds(lambda: provision(lab, roster)))
        empties.append(seconds(lambda: play(lab, empty)))
    first, nothing = median(firsts), median(empties)
    detail = f"{first:.2f} s against {nothing:.2f} s"
    title = f"{people:,} accounts, first time, with folders and letters, to an empty play"
    yield Result(title, first / nothing, "3", detail)
    again, nothing = in_turn(lambda: provision(lab, roster), lambda: play(lab, empty))
    detail = f"{again:.2f} s against {nothing:.2f} s"
    title = f"{people:,} accounts, nothing to change, to an empty play"
    yield Result(title, again / nothing, "1.3", detail)
    # Somebody comes, leaves, comes back: each time one account changes.
    turns = itertools.cycle((_with_a_newcomer(roster), roster))
    once, nothing = in_turn(lambda: provision(lab, next(turns)), lambda: play(lab, empty))
    detail = f"{once:.2f} s against {nothing:.2f} s"
    yield Result(
        f"{people:,} accounts, one change, to an empty play", once / nothing, "1.4", detail
    )


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
