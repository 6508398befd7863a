"""The parts of site.yml run alone by the tags in README, and always with the checks."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import pytest

from congvu.office import PROJECT

pytestmark = pytest.mark.long

README = (PROJECT / "README.md").read_text(encoding="utf-8")
PROMISED = {
    tag: set(re.findall(r"`(\w+)`", roles))
    for tag, roles in re.findall(r"^\| `(\w+)` \| [^|]+ \| ((?:`\w+`(?:, )?)+) \|$", README, re.M)
}
# These run with any tags.
ALWAYS = {"Check the roster", "preflight"}
TASK = re.compile(r"^ {6}(?P<name>.+?)\tTAGS: \[(?P<tags>[^\]]*)\]$")
PLAY = re.compile(r"^ {2}play #\d+ \([^)]*\): (?P<name>.+?)\tTAGS: ")


@lru_cache
def listed(*options):
    """Return (play, role or none, task, tags) of each task, from Ansible's list of tasks."""
    shown = subprocess.run(
        [
            Path(sys.executable).with_name("ansible-playbook"),
            "-i",
            "inventory/local",
            "playbooks/site.yml",
            "--list-tasks",
            *options,
        ],
        cwd=PROJECT,
        env={**os.environ, "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    tasks, play = [], ""
    for line in shown.splitlines():
        if found := PLAY.match(line):
            play = found["name"]
        elif found := TASK.match(line):
            role, _, name = found["name"].rpartition(" : ")
            if name.startswith("Validating arguments against arg spec"):
                continue  # Ansible adds this task to every role, with the tag always
            tags = frozenset(filter(None, found["tags"].split(", ")))
            tasks.append((play, role, name, tags))
    return tasks


def test_every_task_is_a_part_that_the_readme_names_or_always_runs():
    roles = defaultdict(set)
    for play, role, name, tags in listed():
        assert len(tags) == 1, (play, role, name, tags)
        [tag] = tags
        if tag == "always":
            assert {play, role} & ALWAYS, (play, role, name)
        else:
            roles[tag].add(role)
    assert {tag: found - {""} for tag, found in roles.items()} == PROMISED
    assert {"mail", "certificates", "firewall", "accounts", "directory"} <= set(PROMISED)


def test_what_always_runs_comes_first():
    tags = [("always" in tags) for play, _, _, tags in listed() if play == "Set up the mail hosts"]
    assert tags[0]
    assert tags == sorted(tags, reverse=True)
    first = listed()[0]
    assert first[0] == "Check the roster"
    assert "always" in first[3]


def test_a_run_of_one_part_holds_the_checks_and_that_part_alone():
    some = listed("--tags", "firewall")
    assert {play for play, *_ in some if play == "Check the roster"}
    assert {role for _, role, *_ in some} == {"", "preflight", "firewall"}
    assert some == [task for task in listed() if task[3] & {"always", "firewall"}]
