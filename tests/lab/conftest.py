"""Boots a separate lab once, runs the real playbooks on it, and provides mail clients."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from congvu.office import load_office
from lab.mail import MailClient
from lab.people import Login, foreign_client, logins, staff_client
from lab.settings import PROJECT, Lab, current_lab

# The day of all tests, so that the sample roster's decisions always have the same effect.
DAY = "2026-11-24"
ROSTER = PROJECT / "inventory" / "roster"
UNIT = "phong-noi-vu.yml"


@dataclass
class System:
    """The running lab."""

    lab: Lab

    @property
    def domain(self) -> str:
        """The office's mail domain."""
        return load_office().domain

    def playbook(self, name: str, *arguments: str, roster: Path | None = None):
        """Run a playbook like an operator, and return the finished process."""
        return subprocess.run(
            self.playbook_command(name, *arguments),
            env=self.playbook_environment(roster),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )

    def started(self, name: str, roster: Path, task: str) -> subprocess.Popen[str]:
        """Start a playbook, and return it as soon as it begins a task, to be disturbed there."""
        run = subprocess.Popen(
            self.playbook_command(name),
            env=self.playbook_environment(roster),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert run.stdout is not None
        assert any(task in line for line in run.stdout), f"{name} has no task «{task}»"
        return run

    def playbook_command(self, name: str, *arguments: str) -> list[str]:
        """Return the command that an operator would type, with the tests' day."""
        program = [PROJECT / ".venv/bin/ansible-playbook", PROJECT / "playbooks" / name]
        # Another lab may build an archive for another day at the same time.
        archive = self.lab.directory / "directory.tar.gz"
        own = ("-e", f"roster_date={DAY}", "-e", f"directory_archive={archive}")
        # Whatever the clock says, and the host's own timer did.
        own += ("-e", "mailboxes_allow_other_day=true")
        return [*map(str, program), *own, *arguments]

    def playbook_environment(self, roster: Path | None = None) -> dict[str, str]:
        """Return the environment for a playbook on this lab, with another roster if given."""
        environment = self.lab.environment
        if roster is not None:
            environment["CONGVU_ROSTER"] = str(roster)
        return environment

    def ssh(self, command: str, host: str = "") -> str:
        """Run a command on a host (by default the mail host), and return its output."""
        done = subprocess.run(
            [*self.lab.ssh(host or self.lab.mail), command],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    @property
    def logins(self) -> dict[str, Login]:
        """Every login, by account id."""
        return logins(self.lab)

    def staff(self, account: str) -> MailClient:
        """Return the mail client of a member of staff."""
        return staff_client(self.lab, self.logins[account])


def recap_changes(output: str) -> int:
    """Return the sum of the changes in Ansible's recap."""
    return sum(
        int(part.partition("=")[2])
        for part in output.partition("PLAY RECAP")[2].split()
        if part.startswith("changed=")
    )


def add(roster: Path, number: int, name: str, *decisions: str) -> Path:
    """Add a new person with a unique address to a unit; return the unit's file."""
    file = roster / UNIT
    lines = [f"- {{type: recruit, number: {number}/QĐ-UBND, date: 2026-11-02}}", *decisions]
    file.write_text(
        file.read_text()
        + f"  - id: ts-{number}\n    name: {name}\n    title: Chuyên viên\n    decisions:\n"
        + "".join(f"      {line}\n" for line in lines)
    )
    register(roster)
    return file


def register(roster: Path) -> None:
    """Write the register, like a clerk."""
    program = [PROJECT / "bin" / "congvu", "--roster", roster, "--date", DAY, "register"]
    subprocess.run(program, check=True, cwd=PROJECT)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Return a copy of the roster that a test may change."""
    return Path(shutil.copytree(ROSTER, tmp_path / "roster"))


@pytest.fixture(scope="session")
def system() -> System:
    """The lab, with everything of `site.yml` set up."""
    the_system = System(current_lab())
    lab = the_system.lab
    subprocess.run(lab.boot(), env=lab.environment, check=True)
    with ThreadPoolExecutor() as side_by_side:
        for done in side_by_side.map(the_system.playbook, ("lab.yml", "site.yml")):
            assert done.returncode == 0, done.stdout[-4000:]
    return the_system


@pytest.fixture(scope="session")
def foreign(system) -> MailClient:
    """The mail client of a person outside the office."""
    return foreign_client(system.lab)


@pytest.fixture(scope="session")
def an(system) -> MailClient:
    """Nguyễn Văn An, chairman of a commune."""
    return system.staff("ts-0101")


@pytest.fixture(scope="session")
def sy(system) -> MailClient:
    """Đỗ Văn Sỹ, chairman of the district."""
    login = next(login for login in system.logins.values() if login.address.startswith("dovansy@"))
    return staff_client(system.lab, login)
