"""A host carries out the plan that was reviewed, and no other."""

import json
import subprocess

import pytest
from conftest import DAY, ROSTER, UNIT, add

from lab.settings import PROJECT


@pytest.fixture
def reviewed(roster):
    """A repository whose first commit is what the host has, and a newcomer after it."""
    git = ["git", "-C", str(roster), "-c", "user.name=x", "-c", "user.email=x@example.vn"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    add(roster, 9101, "Lương Thị Duyệt")
    return roster


def checksum(roster):
    program = [PROJECT / "bin" / "congvu", "--roster", roster, "--date", DAY, "--format", "json"]
    done = subprocess.run(
        [*program, "plan", "--base", "main"], check=True, capture_output=True, cwd=PROJECT
    )
    return json.loads(done.stdout)["checksum"]


def run(system, roster, plan, *arguments):
    extra = ["-e", f"mailboxes_plan_checksum={plan}", *arguments]
    return system.playbook("mailboxes.yml", *extra, roster=roster)


def test_the_reviewed_plan_is_carried_out_and_another_refused(system, reviewed):
    plan = checksum(reviewed)
    # Somebody else's change came in between.
    file = add(reviewed, 9102, "Lương Thị Chen Ngang")
    refused = run(system, reviewed, plan)
    assert refused.returncode != 0
    assert "không phải là kế hoạch đã duyệt" in refused.stdout
    assert "ngangltc@" in refused.stdout
    assert "ts-9101" not in system.logins
    # Check mode says so too.
    assert run(system, reviewed, plan, "--check").returncode != 0

    file.write_text((ROSTER / UNIT).read_text())
    (reviewed / "addresses.yml").write_text((ROSTER / "addresses.yml").read_text())
    add(reviewed, 9101, "Lương Thị Duyệt")
    done = run(system, reviewed, plan)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "ts-9101" in system.logins
    # It is done: the same plan is none any more.
    assert run(system, reviewed, plan).returncode != 0
    assert system.playbook("mailboxes.yml").returncode == 0
