"""The directories that are searched: the sample roster's, and one of invented people."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.invented_people import write_roster
from congvu.directory import Directory, directory
from congvu.office import DEFAULT_ROSTER, PROJECT
from congvu.sound import sound_state_on

PEOPLE = 30_000
CACHE = PROJECT / ".cache" / "search-engines"
_DAY = "2026-11-24"


def sample_directory() -> Directory:
    """Return the directory of the project's own roster."""
    return directory(sound_state_on(str(DEFAULT_ROSTER), _DAY))


def invented_directory(people: int) -> Directory:
    """Return the directory of invented people; their roster is made once and kept."""
    folder = CACHE / f"roster-{people}"
    if not (folder / "addresses.yml").exists():
        write_roster(folder, people)
        command = [sys.executable, "-m", "congvu.cli", "--roster", str(folder), "register"]
        subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    return directory(sound_state_on(str(folder), _DAY))
