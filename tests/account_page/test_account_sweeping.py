"""What the page keeps of an account goes when the account is deleted, and never before."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from account_page import store
from congvu.office import PROJECT
from login_sweep import sweeping

GONE, STAYS = "ts-0001", "ts-0002"


def kept(state):
    """Return in how many rows and files each account stands."""
    found = {GONE: 0, STAYS: 0}
    for name in ("login.sqlite", "app_passwords.sqlite"):
        with closing(sqlite3.connect(state / name)) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema "
                                                         "WHERE type = 'table'")]  # fmt: skip
            rows = [row for one in tables for row in database.execute(f"SELECT * FROM {one}")]
        for account in found:
            found[account] += sum(account in row for row in rows)
    for account in found:
        found[account] += (state / store.USED / account).exists()
    return found


@pytest.fixture
def state(phone, settings):
    """What is kept of a person who came, and of another."""
    phone.begin_outside()
    with store.login(settings.state) as database:
        for account in (GONE, STAYS):
            database.execute("INSERT INTO events VALUES (NULL, ?, 1, 'x', '', '')", (account,))
            database.execute("INSERT INTO former_passwords VALUES (NULL, ?, 'cũ')", (account,))
            database.execute("INSERT INTO failures VALUES (?, 'x', 1, 1)", (account,))
    with store.app_passwords(settings.state) as database:
        for account in (GONE, STAYS):
            values = (account, f"băm {account}")
            database.execute("INSERT INTO app_passwords VALUES (NULL, ?, 1, 'máy', ?, 1)", values)
    for account in (GONE, STAYS):
        store.note_use(settings.state, account)
    return settings.state


def test_all_that_is_kept_of_a_deleted_account_goes_and_nothing_else(office, state):
    before = kept(state)
    assert before[GONE] > 7
    assert sweeping.sweep(office.file, state) == 0
    # Who is archived may come back; who is missing may be so by a fault.
    office.change(GONE, state="left")
    sweeping.sweep(office.file, state)
    office.people = [one for one in office.people if one["account"] != GONE]
    office.publish()
    sweeping.sweep(office.file, state)
    assert kept(state) == before
    with store.login(state) as database:
        [[digest]] = database.execute("SELECT hash FROM passwords WHERE account = ?", (GONE,))
    office.deleted = [GONE, "ts-9999"]
    office.publish()
    assert sweeping.sweep(office.file, state) > 7
    assert kept(state) == {GONE: 0, STAYS: before[STAYS]}
    for file in state.glob("*.sqlite*"):
        assert digest.encode() not in file.read_bytes()
    assert sweeping.sweep(office.file, state) == 0


def test_tables_of_an_older_host_name_nobody(office, state):
    before = kept(state)
    with closing(sqlite3.connect(office.file)) as database:
        database.execute("DROP TABLE deleted")
    assert sweeping.sweep(office.file, state) == 0
    assert kept(state) == before


def test_a_sweep_that_fails_in_the_middle_is_made_good_by_the_next(office, state, monkeypatch):
    office.deleted = [GONE]
    office.publish()
    with monkeypatch.context() as broken:
        broken.setattr(sweeping, "app_passwords", lambda state: closing(sqlite3.connect("/no/no")))
        with pytest.raises(sqlite3.OperationalError):
            sweeping.sweep(office.file, state)
    sweeping.sweep(office.file, state)
    assert kept(state)[GONE] == 0


def test_it_runs_as_the_unit_runs_it(office, state):
    office.deleted = [GONE]
    office.publish()
    unit = PROJECT / "roles/account_page/templates/congvu-login-sweep.service.j2"
    [line] = [row for row in unit.read_text().splitlines() if row.startswith("ExecStart=")]
    options = line.split()[1:-6]
    assert options == ["-P", "-B", "-m", "login_sweep.sweeping"]
    command = [sys.executable, *options, office.file, state]
    done = subprocess.run(command, cwd=PROJECT, env={"PYTHONPATH": str(PROJECT)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert "rows and files of deleted accounts" in done.stdout
    assert GONE not in done.stdout
    assert kept(state)[GONE] == 0
