"""Today is the office's day, whatever the machine's time zone is."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from rosters import decision, person, unit, write_unit

from congvu import days
from congvu.cli.main import main
from congvu.office import PROJECT
from congvu.sound import sound_state_on
from congvu.state import read_state

EVENING = datetime(2026, 1, 1, 18, tzinfo=UTC)  # 01:00 of the next day in Vietnam


@pytest.fixture
def _in_the_evening(monkeypatch):
    monkeypatch.setattr(days, "now", lambda: EVENING)


@pytest.fixture
def roster(tmp_path):
    retiring = person("ts-1", "Nguyễn Văn An", decision("retire", "2026-01-02"))
    write_unit(tmp_path, unit(staff=[retiring]))
    assert main(["--roster", str(tmp_path), "--date", "2026-01-02", "register"]) == 0
    return tmp_path


@pytest.mark.usefixtures("_in_the_evening")
def test_a_command_in_utc_does_what_the_office_s_day_asks(roster, capsys):
    capsys.readouterr()
    assert main(["--roster", str(roster), "explain", "ts-1"]) == 0
    assert "đã nghỉ từ 02/01/2026" in capsys.readouterr().out
    assert main(["--roster", str(roster), "register"]) == 0
    assert read_state(roster).on == date(2026, 1, 2)
    # The playbooks' filters call this without `roster_date`.
    assert sound_state_on(str(roster)).on == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (EVENING - timedelta(hours=1, seconds=1), date(2026, 1, 1)),
        (EVENING - timedelta(hours=1), date(2026, 1, 2)),
        (EVENING + timedelta(hours=23) - timedelta(seconds=1), date(2026, 1, 2)),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(monkeypatch, moment, day):
    monkeypatch.setattr(days, "now", lambda: moment)
    assert days.today() == day


def test_the_machine_s_own_zone_changes_nothing():
    """These two zones never have the same day, so the result can't be right by chance."""
    said = set()
    before = days.today()
    for zone in ("AAA+12", "BBB-14", "UTC"):
        done = subprocess.run(
            [sys.executable, "-c", "from congvu.days import today; print(today())"],
            env={**os.environ, "TZ": zone},
            cwd=PROJECT,
            check=True,
            capture_output=True,
            text=True,
        )
        said.add(date.fromisoformat(done.stdout.strip()))
    assert said <= {before, days.today()}


def test_git_and_python_have_the_same_zone():
    done = subprocess.run(
        ["date", "+%z"],
        env={**os.environ, "TZ": days.POSIX_ZONE},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == f"{EVENING.astimezone(days.ZONE):%z}"


def test_a_mail_host_gets_the_same_module():
    link = PROJECT / "plugins/module_utils/days.py"
    assert link.is_symlink()
    assert link.resolve() == Path(days.__file__)
