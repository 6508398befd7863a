"""Running the playbooks again, with changes and with errors."""

import imaplib
import smtplib

import pytest
from conftest import ROSTER, UNIT, add, recap_changes, register


def test_a_second_run_changes_nothing(system):
    done = system.playbook("site.yml")
    assert done.returncode == 0, done.stdout[-3000:]
    assert recap_changes(done.stdout) == 0, done.stdout


def test_check_mode_says_so_too(system):
    done = system.playbook("site.yml", "--check")
    assert done.returncode == 0, done.stdout[-3000:]
    assert recap_changes(done.stdout) == 0


def test_one_added_person_changes_one_account_and_leaving_closes_it(system, roster):
    file = add(roster, 9001, "Trần Thị Mới Tuyển")
    checked = system.playbook("mailboxes.yml", "--check", "--diff", roster=roster)
    assert checked.stdout.count("tuyenttm@tayson.binhdinh.gov.vn") == 1
    assert checked.stdout.count("\n+") == 2, checked.stdout  # the header and one account
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    client = system.staff("ts-9001")
    client.send(client.address, "Thư đầu tiên", "x")
    open_session = client.imap()

    file.write_text((ROSTER / UNIT).read_text())
    resigned = "- {type: resign, number: 9002/QĐ-UBND, date: 2026-11-20}"
    add(roster, 9001, "Trần Thị Mới Tuyển", resigned)
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        client.imap()
    with pytest.raises(imaplib.IMAP4.abort):
        open_session.noop()
    with smtplib.SMTP(client.host, 25, timeout=30) as session:
        session.ehlo("mx.hopthu.example")
        session.mail("congdan@hopthu.example")
        # It is answered with the address of the unit, see test_lifecycle.py.
        assert session.rcpt(client.address)[0] == 250
    # The mail of the closed account is kept.
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


def test_a_session_that_a_killed_run_left_open_is_ended_by_the_next(system, roster):
    add(roster, 9004, "Lê Thị Mai Phiên")
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    open_session = system.staff("ts-9004").imap()
    # The state after a run that was killed before it told Dovecot of the written accounts.
    system.playbook("mailboxes.yml", "-e", "mailboxes_dovecot=false")
    open_session.noop()
    checked = system.playbook("mailboxes.yml", "--check", "--diff")
    assert "-ts-9004  (phiên đăng nhập đang mở)" in checked.stdout
    open_session.noop()
    assert recap_changes(system.playbook("mailboxes.yml").stdout) == 1
    with pytest.raises(imaplib.IMAP4.abort):
        open_session.noop()
    assert recap_changes(system.playbook("mailboxes.yml").stdout) == 0


def test_a_run_killed_in_the_middle_is_mended_by_the_next(system, roster):
    add(roster, 9003, "Phạm Văn Giữa Chừng")
    run = system.started("mailboxes.yml", roster, "Make the accounts")
    run.kill()
    run.wait()
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    again = system.playbook("mailboxes.yml", roster=roster)
    assert recap_changes(again.stdout) == 0
    system.staff("ts-9003").imap().logout()
    assert system.ssh("sqlite3 /var/lib/congvu/accounts.sqlite 'PRAGMA integrity_check'") == "ok\n"
    assert system.playbook("mailboxes.yml").returncode == 0
