"""The nightly job distinguishes decisions that take effect from other differences on a host."""

from datetime import date

import pytest
from conftest import ROSTER

from congvu.cli.live import host_accounts
from congvu.state import read_state
from merge_requests.overnight import overnight

# Nguyễn Quyền of the sample roster retires on the second of these days.
YESTERDAY, TODAY = date(2026, 11, 30), date(2026, 12, 1)
RETIRING = "ts-0125"


@pytest.fixture
def night(system, monkeypatch):
    """Return what the nightly job finds on the host now."""
    for name, value in system.playbook_environment().items():
        monkeypatch.setenv(name, value)
    days = [read_state(ROSTER, day) for day in (YESTERDAY, TODAY)]
    return lambda: overnight(host_accounts(None), *days)


def test_a_retirement_closes_its_mailbox_on_its_day(system, night):
    found = night()
    assert found.sound
    [change] = found.due["mail"].changes
    assert (change.kind, change.subject) == ("closed", RETIRING)
    day = ("-e", f"roster_date={TODAY}", "-e", f"plan_checksum={found.checksum}")
    try:
        done = system.playbook("mailboxes.yml", *day)
        assert done.returncode == 0, done.stdout[-3000:]
        # The host agrees with the new day already, so there is nothing left to do.
        assert night().due == {}
    finally:
        assert system.playbook("mailboxes.yml").returncode == 0


def test_a_hand_on_the_host_stops_the_night(system, night):
    system.ssh(
        "sqlite3 /var/lib/congvu/accounts.sqlite "
        "\"UPDATE accounts SET state = 'suspended' WHERE id = 'ts-0101'\""
    )
    try:
        found = night()
        assert not found.sound
        assert found.due == {}
        [change] = found.drifted["mail"].changes
        assert (change.kind, change.subject) == ("reinstated", "ts-0101")
    finally:
        assert system.playbook("mailboxes.yml").returncode == 0
