"""A host carries out only the plan that was reviewed."""

import json
import subprocess

import pytest
from conftest import DAY, ROSTER, UNIT, add, recap_changes

from lab.settings import PROJECT


@pytest.fixture
def reviewed(roster):
    """A repository: its first commit agrees with the host, its second has a new person."""
    git = ["git", "-C", str(roster), "-c", "user.name=x", "-c", "user.email=x@example.vn"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    add(roster, 9101, "Lương Thị Duyệt")
    return roster


def plan_of(system, roster, *arguments):
    program = [PROJECT / "bin" / "congvu", "--roster", roster, "--date", DAY, "--format", "json"]
    done = subprocess.run(
        [*program, "plan", *arguments],
        check=True,
        capture_output=True,
        cwd=PROJECT,
        env=system.playbook_environment(roster),
    )
    return json.loads(done.stdout)


def live(system, roster):
    return plan_of(system, roster, "--live")["hosts"]["mail"]


def store(system):
    return system.ssh("sqlite3 /var/lib/congvu/accounts.sqlite .dump | sha256sum")


def run(system, roster, plan, *arguments):
    extra = ["-e", f"plan_checksum={plan}", *arguments]
    return system.playbook("mailboxes.yml", *extra, roster=roster)


def test_the_reviewed_plan_is_carried_out_and_another_refused(system, reviewed):
    plan = plan_of(system, reviewed, "--base", "main")["checksum"]
    before = store(system)
    # The host agrees with the first commit, so it computes the reviewed plan.
    assert live(system, reviewed)["checksum"] == plan
    # Another change was made meanwhile.
    file = add(reviewed, 9102, "Lương Thị Chen Ngang")
    refused = run(system, reviewed, plan)
    assert refused.returncode != 0
    assert "không phải là kế hoạch đã duyệt" in refused.stdout
    assert "ngangltc@" in refused.stdout
    # Check mode refuses it too.
    assert run(system, reviewed, plan, "--check").returncode != 0
    assert store(system) == before

    file.write_text((ROSTER / UNIT).read_text())
    (reviewed / "addresses.yml").write_text((ROSTER / "addresses.yml").read_text())
    add(reviewed, 9101, "Lương Thị Duyệt")
    done = run(system, reviewed, plan)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "ts-9101" in system.logins
    # A repeated deployment has nothing to change, and is not refused as another plan.
    again = run(system, reviewed, plan)
    assert again.returncode == 0
    assert recap_changes(again.stdout) == 0
    assert system.playbook("mailboxes.yml").returncode == 0


def test_drift_of_the_host_is_shown_and_refused(system, reviewed):
    plan = plan_of(system, reviewed, "--base", "main")["checksum"]
    account = "ts-0101"
    system.ssh(
        "sqlite3 /var/lib/congvu/accounts.sqlite "
        f"\"UPDATE accounts SET state = 'suspended' WHERE id = '{account}'\""
    )
    try:
        before = store(system)
        shown = live(system, reviewed)
        assert ("reinstated", account) in [
            (change["kind"], change["subject"]) for change in shown["changes"]
        ]
        assert shown["checksum"] != plan
        refused = run(system, reviewed, plan)
        assert refused.returncode != 0
        assert shown["checksum"] in refused.stdout
        assert store(system) == before
    finally:
        assert system.playbook("mailboxes.yml").returncode == 0
    assert live(system, ROSTER)["changes"] == []
