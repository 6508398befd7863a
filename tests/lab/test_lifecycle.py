"""A person's account from the letter to the archive, by the roster and playbooks/mailboxes.yml."""

import imaplib
import json
import shutil
import smtplib
import subprocess
import time
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from conftest import DAY, ROSTER, UNIT, recap_changes, register

from congvu.office import PROJECT, load_office
from lab.account_page import PageError, Visitor
from lab.people import newcomers, staff_client

STORE = "/var/lib/congvu/accounts.sqlite"
UNIT_ADDRESS = "phongnoivu@tayson.binhdinh.gov.vn"
FOLDER = '"C&APQ-ng v&AQM-n &AREevw-n"'  # «Công văn đến», as IMAP writes it
RECRUIT = "{type: recruit, number: 9201/QĐ-UBND, date: 2026-01-05}"


def person(roster, before, number, name, *decisions, more=""):
    """Have somebody in the roster with just these decisions, and a line more."""
    lines = "".join(f"      - {line}\n" for line in (RECRUIT, *decisions))
    entry = f"  - id: ts-{number}\n    name: {name}\n    title: Chuyên viên\n{more}    decisions:\n"
    (roster / UNIT).write_text(before + entry + lines)
    register(roster)


def applied(system, roster, *arguments):
    done = system.playbook("mailboxes.yml", *arguments, roster=roster)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout + done.stderr


def refused(client):
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        client.imap()


def recipient_answer(client):
    """Return what the mail host says to a stranger who writes to this address."""
    with smtplib.SMTP(client.host, 25, timeout=30) as session:
        session.ehlo("mx.hopthu.example")
        session.mail("congdan@hopthu.example")
        code, text = session.rcpt(client.address)
        return code, text.decode("ascii")


def answers(foreign, address):
    """Return the automatic answers that the person outside got from an address."""
    session = foreign.imap()
    try:
        session.select(readonly=True)
        _, found = session.search(None, "FROM", address, "HEADER", "Auto-Submitted", "auto-replied")
        return found[0].split()
    finally:
        session.logout()


def answer(foreign, address, before, seconds=20):
    """Wait for one more answer; return its text."""
    until = time.monotonic() + seconds
    while len(found := answers(foreign, address)) == len(before):
        assert time.monotonic() < until, "no answer came"
        time.sleep(0.5)
    session = foreign.imap()
    session.select(readonly=True)
    _, data = session.fetch(found[-1].decode(), "(BODY.PEEK[])")
    session.logout()
    return message_from_bytes(data[0][1], policy=policy.default).get_content()


def messages(client, folder):
    """Return (flags, subject) of a folder's messages."""
    session = client.imap()
    try:
        assert session.select(folder, readonly=True)[0] == "OK"
        _, found = session.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        parts = [part for part in found if isinstance(part, tuple)]
        return {
            part[1].decode().partition(":")[2].strip(): {
                flag.decode() for flag in imaplib.ParseFlags(part[0])
            } - {"\\Recent"}
            for part in parts
        }  # fmt: skip
    finally:
        session.logout()


RESIGN = "{type: resign, number: 9203/QĐ-UBND, date: 2026-11-20}"
LONG_AGO = "{type: resign, number: 9203/QĐ-UBND, date: 2026-08-01}"
INBOX = "doveadm -f flow fetch -u ts-9201 hdr.subject mailbox INBOX"


@pytest.fixture(scope="module")
def course(system, tmp_path_factory):
    """One person's course: what is decided about ts-9201 is applied to the host."""
    own = Path(shutil.copytree(ROSTER, tmp_path_factory.mktemp("course") / "roster"))
    before = (own / UNIT).read_text()

    def decided(*decisions, options=()):
        person(own, before, 9201, "Lê Văn Vòng", *decisions)
        return applied(system, own, *options)

    return decided


@pytest.fixture(scope="module")
def client(system, course):
    """The newcomer, with some mail."""
    course()
    client = system.staff("ts-9201")
    session = client.imap()
    session.create(FOLDER)
    session.subscribe(FOLDER)
    session.append(FOLDER, "(\\Seen \\Flagged)", None, b"Subject: cong van\r\n\r\nx\r\n")
    session.append("INBOX", "(\\Answered)", None, b"Subject: hoi\r\n\r\nx\r\n")
    session.logout()
    return client


def has_come(system, words, seconds=20):
    until = time.monotonic() + seconds
    while words not in system.ssh(INBOX):
        assert time.monotonic() < until, f"{words} did not come"
        time.sleep(0.3)


def test_who_is_suspended_can_not_log_in_and_receives(system, course, client, foreign):
    session = client.imap()
    course("{type: suspend, number: 9202/QĐ-UBND, date: 2026-11-10}")
    refused(client)
    with pytest.raises((imaplib.IMAP4.abort, imaplib.IMAP4.error)):
        session.noop()
    before = answers(foreign, client.address)
    foreign.send(client.address, "Luc tam nghi", "x")
    has_come(system, "Luc tam nghi")
    assert answers(foreign, client.address) == before


def test_who_has_left_is_answered_for_once_in_vietnamese(system, course, client, foreign):
    course(RESIGN)
    refused(client)
    before = answers(foreign, client.address)
    foreign.send(client.address, "Cau hoi mot", "x")
    text = answer(foreign, client.address, before)
    assert UNIT_ADDRESS in text
    assert "xin Ông/Bà gửi lại thư tới hộp thư của đơn vị" in text
    foreign.send(client.address, "Cau hoi hai", "x")
    # Both are kept.
    has_come(system, "Cau hoi hai")
    assert "Cau hoi mot" in system.ssh(INBOX)
    assert len(answers(foreign, client.address)) == len(before) + 1


def test_then_the_mailbox_is_archived_and_strangers_are_told_where_to_write(system, course, client):
    course(LONG_AGO)
    assert system.ssh("ls -d /var/vmail/ts-9201 2>/dev/null || true") == ""
    kept = system.ssh("cd /var/lib/congvu/archives && stat -c '%a %U %n' ts-9201*").splitlines()
    assert [line.split("-")[0] for line in kept] == ["600 root ts", "600 root ts"]
    code, said = recipient_answer(client)
    assert (code, UNIT_ADDRESS in said) == (550, True)
    of_his = "SELECT checksum FROM archives WHERE account = 'ts-9201'"
    recorded = system.ssh(f'sqlite3 {STORE} "{of_his}"')
    there = system.ssh("sha256sum /var/lib/congvu/archives/ts-9201*.tar.zst.age")
    assert recorded.strip() == there.split()[0]
    assert recap_changes(course(LONG_AGO)) == 0


def test_who_is_back_gets_mail_at_once_and_the_old_mail_by_one_playbook(
    system, course, client, foreign
):
    assert f"-e address={client.address}" in " ".join(course().split())
    again = system.staff("ts-9201")
    again.wait_for(foreign.send(client.address, "Thu moi", "x"))
    back = ("mailbox_back.yml", "-e", f"address={client.address}",
            "-e", f"identity={system.lab.letters_key}", "-vvv")  # fmt: skip
    done = system.playbook(*back)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "AGE-SECRET-KEY" not in done.stdout
    assert messages(again, FOLDER) == {"cong van": {"\\Seen", "\\Flagged"}}
    inbox = messages(again, "INBOX")
    assert inbox["hoi"] == {"\\Answered"}
    assert {"Thu moi", "Cau hoi mot", "Luc tam nghi"} <= inbox.keys()
    assert system.ssh("ls -A /var/vmail | grep back || true") == ""
    assert recap_changes(system.playbook(*back).stdout) == 0
    assert "mailbox_back" not in course()


def test_what_is_archived_is_deleted_when_its_time_has_come_and_not_before(system, course, client):
    course(LONG_AGO)
    rules = load_office().accounts.model_copy(update={"unused_days": 0, "delete_after_days": 2})

    def archives_on(day):
        more = {"mailboxes_day": day, "mailboxes_rules": rules.model_dump_json()}
        course(LONG_AGO, options=("-e", json.dumps(more)))
        return system.ssh("ls /var/lib/congvu/archives | grep -c ts-9201 || true").strip()

    kept = (
        "cd /var/lib/congvu-login; ls used | grep -c '^ts-9201$'; "
        "sqlite3 app_passwords.sqlite "
        "\"SELECT count(*) FROM app_passwords WHERE account = 'ts-9201'\"; "
        "sqlite3 login.sqlite \"SELECT count(*) FROM passwords WHERE account = 'ts-9201'\""
    )
    assert archives_on("2026-11-25") == "4"
    assert system.ssh(kept).split() != ["0", "0", "0"]
    assert archives_on("2026-11-26") == "0"
    until = time.monotonic() + 20
    while system.ssh(kept).split() != ["0", "0", "0"]:
        assert time.monotonic() < until, "the account page keeps what it had"
        time.sleep(0.3)
    assert recipient_answer(client)[0] == 550
    owner = f"SELECT account FROM addresses WHERE address = '{client.address}'"
    assert system.ssh(f'sqlite3 {STORE} "{owner}"') == "ts-9201\n"


def test_the_host_carries_out_the_day_without_the_controller(system, roster):
    before = (roster / UNIT).read_text()
    resigned = "{type: resign, number: 9204/QĐ-UBND, date: 2026-11-20, effective: 2026-11-26}"
    person(roster, before, 9205, "Lê Văn Hẹn", resigned)
    applied(system, roster)
    client = system.staff("ts-9205")
    session = client.imap()
    assert system.ssh("systemctl is-enabled congvu-accounts.timer") == "enabled\n"
    assert "time-sync.target" in system.ssh("systemctl show -P After congvu-accounts.service")
    system.ssh("systemctl start congvu-accounts.service")
    refused(client)
    with pytest.raises((imaplib.IMAP4.abort, imaplib.IMAP4.error)):
        session.noop()
    said = system.ssh("journalctl -u congvu-accounts.service -o cat --no-pager -n 20")
    assert "đóng: 1" in said
    assert "đã nghỉ" in system.ssh(f"congvu-accounts states | grep {client.address}")
    # Beyond the limit it does nothing, says why, and fails.
    system.ssh("cp -a /var/lib/congvu/accounts.sqlite /root/kept.sqlite")
    system.ssh(f"sqlite3 {STORE} \"UPDATE orders SET asked = json_set(asked, '$.max_count', 1)\"")
    accounts = r"json_remove(accounts, '\$[0]', '\$[1]', '\$[2]')"
    system.ssh(
        f"sqlite3 {STORE} \"UPDATE wanted SET accounts = {accounts} WHERE day = '2026-11-24'\""
    )
    failed = system.ssh("systemctl start congvu-accounts.service; echo $?")
    assert failed.strip() != "0"
    said = system.ssh("journalctl -u congvu-accounts.service -o cat --no-pager -n 20")
    assert "Từ chối thay đổi hàng loạt" in said
    system.ssh("mv /root/kept.sqlite /var/lib/congvu/accounts.sqlite")
    system.ssh("systemctl reset-failed congvu-accounts.service")
    # What the controller says replaces it.
    assert system.playbook("mailboxes.yml").returncode == 0


def test_an_account_that_nobody_uses_is_told_closed_and_opened_again(system, roster):
    before = (roster / UNIT).read_text()
    person(roster, before, 9206, "Lê Văn Vắng")
    applied(system, roster)
    client = system.staff("ts-9206")

    def notices():
        told = "doveadm -f flow fetch -u phong-noi-vu body.preview mailbox INBOX "
        return system.ssh(f"{told} HEADER Auto-Submitted auto-generated").count(client.address)

    told_before = notices()
    # Dovecot writes each login down; this one was long ago.
    client.imap().logout()
    system.ssh("touch -d '-60 days' /var/lib/congvu-used/ts-9206")
    system.ssh(f"sqlite3 {STORE} \"UPDATE uses SET fresh = date('now', '-60 days') "
               "WHERE account = 'ts-9206'\"")  # fmt: skip
    system.ssh("congvu-accounts apply")
    until = time.monotonic() + 20
    while notices() == told_before:
        assert time.monotonic() < until, "the unit was not told"
        time.sleep(0.3)
    client.imap().logout()
    system.ssh("touch -d '-60 days' /var/lib/congvu-used/ts-9206")
    system.ssh(f"sqlite3 {STORE} \"UPDATE uses SET noticed = date('now', '-7 days') "
               "WHERE account = 'ts-9206'\"")  # fmt: skip
    assert "khóa đăng nhập vì lâu không dùng: 1" in system.ssh("congvu-accounts apply")
    refused(client)
    assert recipient_answer(client)[0] == 250
    assert client.address in system.ssh("congvu-accounts unused")
    # The controller leaves it as it is.
    assert recap_changes(applied(system, roster)) == 0
    system.ssh(f"congvu-accounts open {client.address}")
    time.sleep(1.2)
    client.imap().logout()
    assert system.playbook("mailboxes.yml").returncode == 0


def live_plan(system, roster):
    """Return the plan of the mail host, as an operator sees it."""
    program = [PROJECT / "bin" / "congvu", "--roster", roster, "--date", DAY]
    asked = ["plan", "--live", "-i", PROJECT / "inventory" / "lab", "--format", "json"]
    done = subprocess.run(
        [*program, *asked], env=system.lab.environment, cwd=PROJECT, capture_output=True, check=True
    )
    return json.loads(done.stdout)["hosts"]["mail"]


def test_a_line_of_the_roster_voids_all_that_was_and_makes_one_letter(system, roster):
    lab, before = system.lab, (roster / UNIT).read_text()
    person(roster, before, 9207, "Lê Văn Lãng")
    applied(system, roster)
    old = newcomers(lab)["ts-9207"]
    browser = Visitor(lab.mail, lab.mail_name, lab.authority)
    made = browser.enrol(old.address, old.first_password, "Aa1-ngua o cau thang")
    phone = staff_client(lab, replace(old, password=made.app_password))
    session = phone.imap()
    assert browser.is_inside()
    person(roster, before, 9207, "Lê Văn Lãng", more=f"    new_letter: {DAY}\n")
    plan = live_plan(system, roster)
    assert [(change["kind"], change["subject"]) for change in plan["changes"]] == [
        ("new-letter", "ts-9207")
    ]
    assert [letter["account"] for letter in plan["letters"]] == ["ts-9207"]
    assert recap_changes(applied(system, roster, "-e", f"plan_checksum={plan['checksum']}")) == 1
    with pytest.raises((imaplib.IMAP4.abort, imaplib.IMAP4.error)):
        session.noop()
    refused(phone)
    assert not browser.is_inside()
    again = newcomers(lab)["ts-9207"]
    assert (again.letter, again.first_password == old.first_password) == (old.letter + 1, False)
    for password in (old.first_password, "Aa1-ngua o cau thang"):
        with pytest.raises(PageError):
            Visitor(lab.mail, lab.mail_name, lab.authority).enrol(old.address, password, "x")
    # Nothing more by the same line; the new letter opens it all again.
    assert recap_changes(applied(system, roster)) == 0
    assert live_plan(system, roster)["letters"] == []
    newly = Visitor(lab.mail, lab.mail_name, lab.authority)
    made = newly.enrol(old.address, again.first_password, "Aa1-voi trong thung rac")
    staff_client(lab, replace(again, password=made.app_password)).imap().logout()
    assert system.playbook("mailboxes.yml").returncode == 0
