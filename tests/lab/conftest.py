"""Boots a lab of its own once, runs the real playbooks on it, and hands out mail programs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.mail import MailClient
from lab.people import Login, foreign_client, logins, staff_client
from lab.settings import PROJECT, Lab, current_lab


@dataclass
class System:
    """The running lab as tests use it."""

    lab: Lab

    def playbook(self, name: str, *arguments: str, roster: Path | None = None):
        """Run a playbook as an operator does; return the finished process."""
        environment = self.lab.environment
        if roster is not None:
            environment["CONGVU_ROSTER"] = str(roster)
        return subprocess.run(
            [PROJECT / ".venv/bin/ansible-playbook", PROJECT / "playbooks" / name, *arguments],
            env=environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )

    def ssh(self, command: str, host: str = "") -> str:
        """Run a command on a host, the mail host by default; return its output."""
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
        """Return a member of staff's mail program."""
        return staff_client(self.lab, self.logins[account])


def recap_changes(output: str) -> int:
    """Add up what the recap says was changed."""
    return sum(
        int(part.partition("=")[2])
        for part in output.partition("PLAY RECAP")[2].split()
        if part.startswith("changed=")
    )


@pytest.fixture(scope="session")
def system() -> System:
    """The lab with the whole site on it."""
    the_system = System(current_lab())
    for name in ("lab.yml", "site.yml"):
        done = the_system.playbook(name)
        assert done.returncode == 0, done.stdout[-4000:]
    return the_system


@pytest.fixture(scope="session")
def foreign(system) -> MailClient:
    """The person outside."""
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
