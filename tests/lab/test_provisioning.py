"""Running the playbooks again, with changes, with errors."""

import imaplib
import shutil
import smtplib
import subprocess
from pathlib import Path

import pytest
from conftest import recap_changes

from lab.settings import PROJECT

ROSTER = PROJECT / "inventory" / "roster"
UNIT = "phong-noi-vu.yml"
NEWCOMER = """\
  - id: ts-9001
    name: Trần Thị Mới Tuyển
    title: Chuyên viên
    decisions:
      - {type: recruit, number: 9001/QĐ-UBND, date: 2026-11-02}
"""


@pytest.fixture
def roster(tmp_path) -> Path:
    """Return a copy of the roster that a test may change."""
    return Path(shutil.copytree(ROSTER, tmp_path / "roster"))


def register(roster):
    subprocess.run(
        [PROJECT / "bin" / "congvu", "--roster", roster, "register"], check=True, cwd=PROJECT
    )


def test_a_second_run_changes_nothing(system):
    done = system.playbook("site.yml")
    assert done.returncode == 0, done.stdout[-3000:]
    assert recap_changes(done.stdout) == 0, done.stdout


def test_check_mode_says_so_too(system):
    done = system.playbook("site.yml", "--check")
    assert done.returncode == 0, done.stdout[-3000:]
    assert recap_changes(done.stdout) == 0


def test_one_added_person_changes_one_account_and_leaving_closes_it(system, roster):
    file = roster / UNIT
    file.write_text(file.read_text() + NEWCOMER)
    register(roster)
    checked = system.playbook("mailboxes.yml", "--check", "--diff", roster=roster)
    assert checked.stdout.count("tuyenttm@tayson.binhdinh.gov.vn") == 1
    assert checked.stdout.count("\n+") == 2, checked.stdout  # the header and one account
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    client = system.staff("ts-9001")
    client.send(client.address, "Thư đầu tiên", "x")
    open_session = client.imap()

    leaving = NEWCOMER + "      - {type: resign, number: 9002/QĐ-UBND, date: 2026-11-20}\n"
    file.write_text((ROSTER / UNIT).read_text() + leaving)
    register(roster)
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        client.imap()
    with pytest.raises(imaplib.IMAP4.abort):
        open_session.noop()
    with smtplib.SMTP(client.host, 25, timeout=30) as session:
        session.ehlo("mx.hopthu.example")
        session.mail("congdan@hopthu.example")
        assert session.rcpt(client.address)[0] == 550
    # What he had is kept.
    assert system.ssh("find /var/vmail/ts-9001 -type f -path '*/mail/*'")
    assert system.playbook("mailboxes.yml").returncode == 0


def test_closing_too_many_is_refused_and_changes_nothing(system, roster):
    for file in sorted(roster.glob("ubnd-xa-*.yml"))[:4]:
        file.unlink()
    text = "".join(
        line
        for line in (roster / "addresses.yml").read_text().splitlines(keepends=True)
        if not any(f"holder: {unit}" in line for unit in ("ubnd-xa",))
    )
    known = {
        line.split("id: ")[1].strip()
        for file in roster.glob("*.yml")
        for line in file.read_text().splitlines()
        if line.startswith("  - id: ")
    }
    kept = [
        line
        for line in text.splitlines(keepends=True)
        if "holder: ts-" not in line or line.split("holder: ")[1].split(",")[0] in known
    ]
    (roster / "addresses.yml").write_text("".join(kept))
    register(roster)
    before = system.ssh("sqlite3 /var/lib/congvu/accounts.sqlite .dump | sha256sum")
    done = system.playbook("mailboxes.yml", roster=roster)
    assert done.returncode != 0
    assert "Từ chối thay đổi hàng loạt" in done.stdout + done.stderr
    assert system.ssh("sqlite3 /var/lib/congvu/accounts.sqlite .dump | sha256sum") == before


def test_a_broken_roster_stops_before_any_host_is_touched(system, roster):
    file = roster / UNIT
    file.write_text(file.read_text().replace("kind: division", "kind: phong"))
    # Nobody answers at this address: who tried to would say so.
    nowhere = f"ansible_host={system.lab.prefix}.99"
    done = system.playbook("site.yml", "-e", nowhere, roster=roster)
    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"{UNIT}:4: «phong» không dùng được cho «kind»" in output
    assert "chưa máy nào bị thay đổi" in output
    assert "unreachable=0" in output
    assert "UNREACHABLE" not in output


def test_a_run_killed_in_the_middle_is_mended_by_the_next(system, roster):
    file = roster / UNIT
    file.write_text(file.read_text() + NEWCOMER.replace("9001", "9003").replace("Mới", "Nữa"))
    register(roster)
    environment = {**system.lab.environment, "CONGVU_ROSTER": str(roster)}
    run = subprocess.Popen(
        [PROJECT / ".venv/bin/ansible-playbook", PROJECT / "playbooks" / "mailboxes.yml"],
        env=environment,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in run.stdout:
        if "Make the accounts" in line:
            run.kill()
            break
    run.wait()
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    again = system.playbook("mailboxes.yml", roster=roster)
    assert recap_changes(again.stdout) == 0
    system.staff("ts-9003").imap().logout()
    assert system.ssh("sqlite3 /var/lib/congvu/accounts.sqlite 'PRAGMA integrity_check'") == "ok\n"
    assert system.playbook("mailboxes.yml").returncode == 0
