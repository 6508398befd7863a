"""A person's account from the letter to the archive, by the roster and playbooks/mailboxes.yml."""

import imaplib
import json
import smtplib
import time

import pytest
from conftest import UNIT, recap_changes, register

from congvu.office import load_office

STORE = "/var/lib/congvu/accounts.sqlite"
UNIT_ADDRESS = "phongnoivu@tayson.binhdinh.gov.vn"
FOLDER = "C&APQ-ng v&AQM-n &AREevw-n"  # «Công văn đến», as IMAP writes it
RECRUIT = "{type: recruit, number: 9201/QĐ-UBND, date: 2026-01-05}"


def person(roster, before, number, name, *decisions):
    """Have somebody in the roster with just these decisions."""
    lines = "".join(f"      - {line}\n" for line in (RECRUIT, *decisions))
    entry = f"  - id: ts-{number}\n    name: {name}\n    title: Chuyên viên\n    decisions:\n"
    (roster / UNIT).write_text(before + entry + lines)
    register(roster)


def applied(system, roster, *arguments):
    done = system.playbook("mailboxes.yml", *arguments, roster=roster)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


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


def answer(foreign, address, seconds=20):
    until = time.monotonic() + seconds
    while not (found := answers(foreign, address)):
        assert time.monotonic() < until, "no answer came"
        time.sleep(0.5)
    session = foreign.imap()
    session.select(readonly=True)
    _, data = session.fetch(found[0].decode(), "(BODY.PEEK[TEXT])")
    session.logout()
    return data[0][1]


def messages(client, folder):
    """Return (flags, subject) of a folder's messages."""
    session = client.imap()
    try:
        assert session.select(f'"{folder}"', readonly=True)[0] == "OK"
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


def test_a_persons_account_from_the_letter_to_the_archive_and_back(system, roster, foreign):
    before = (roster / UNIT).read_text()

    def is_(*decisions):
        person(roster, before, 9201, "Lê Văn Vòng", *decisions)
        return applied(system, roster)

    # New, and used.
    is_()
    client = system.staff("ts-9201")
    session = client.imap()
    session.create(FOLDER)
    session.subscribe(FOLDER)
    session.append(FOLDER, "(\\Seen \\Flagged)", None, b"Subject: cong van\r\n\r\nx\r\n")
    session.append("INBOX", "(\\Answered)", None, b"Subject: hoi\r\n\r\nx\r\n")

    # Suspended: no login, sessions end, mail comes.
    is_("{type: suspend, number: 9202/QĐ-UBND, date: 2026-11-10}")
    refused(client)
    with pytest.raises((imaplib.IMAP4.abort, imaplib.IMAP4.error)):
        session.noop()
    foreign.send(client.address, "Luc bi dinh chi", "x")
    arrived = "doveadm -f flow fetch -u ts-9201 hdr.subject mailbox INBOX"
    until = time.monotonic() + 20
    while "dinh chi" not in system.ssh(arrived):
        assert time.monotonic() < until, "it did not come"
    assert answers(foreign, client.address) == []

    # Left: whoever writes is told in Vietnamese where to write, once.
    is_("{type: resign, number: 9203/QĐ-UBND, date: 2026-11-20}")
    refused(client)
    foreign.send(client.address, "Xin hỏi", "x")
    text = answer(foreign, client.address)
    assert UNIT_ADDRESS.encode() in text
    foreign.send(client.address, "Xin hỏi nữa", "x")
    # Both are kept.
    until = time.monotonic() + 20
    while system.ssh(arrived).count("hdr.subject") < 4:
        assert time.monotonic() < until, "the second did not come"
    assert len(answers(foreign, client.address)) == 1

    # Archived: the bytes are gone, the archive is there, strangers are told where to write.
    is_("{type: resign, number: 9203/QĐ-UBND, date: 2026-08-01}")
    assert system.ssh("ls -d /var/vmail/ts-9201 2>/dev/null || true") == ""
    kept = system.ssh("cd /var/lib/congvu/archives && stat -c '%a %U %n' ts-9201*").splitlines()
    assert [line.split("-")[0] for line in kept] == ["600 root ts", "600 root ts"]
    code, said = recipient_answer(client)
    assert (code, UNIT_ADDRESS in said) == (550, True)
    recorded = system.ssh(
        f"sqlite3 {STORE} \"SELECT checksum FROM archives WHERE account = 'ts-9201'\""
    )
    there = system.ssh("sha256sum /var/lib/congvu/archives/ts-9201*.tar.zst.age")
    assert recorded.strip() == there.split()[0]
    again = applied(system, roster)
    assert recap_changes(again) == 0

    # Back: the account opens at once, new mail comes, and the run says how the old comes back.
    said = is_()
    assert f"-e address={client.address}" in " ".join(said.split())
    client = system.staff("ts-9201")
    assert client.find(foreign.send(client.address, "Thu moi", "x")) or True
    back = ("mailbox_back.yml", "-e", f"address={client.address}",
            "-e", f"identity={system.lab.letters_key}", "-vvv")  # fmt: skip
    done = system.playbook(*back)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "AGE-SECRET-KEY" not in done.stdout
    assert messages(client, FOLDER) == {"cong van": {"\\Seen", "\\Flagged"}}
    inbox = messages(client, "INBOX")
    assert inbox["hoi"] == {"\\Answered"}
    assert "Thu moi" in inbox
    assert system.ssh("ls -A /var/vmail | grep back || true") == ""
    assert recap_changes(system.playbook(*back).stdout) == 0
    assert "mailbox_back" not in applied(system, roster)

    # Left again, archived again, and deleted when its time has come: never before.
    is_("{type: resign, number: 9203/QĐ-UBND, date: 2026-08-01}")
    rules = load_office().accounts.model_copy(update={"unused_days": 0, "delete_after_days": 2})

    def as_of(day):
        more = {"mailboxes_day": day, "mailboxes_rules": rules.model_dump_json()}
        applied(system, roster, "-e", json.dumps(more))
        return system.ssh("ls /var/lib/congvu/archives | grep -c ts-9201 || true").strip()

    assert as_of("2026-11-25") == "4"
    assert as_of("2026-11-26") == "0"
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
    accounts = "json_remove(accounts, '$[0]', '$[1]', '$[2]')"
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
