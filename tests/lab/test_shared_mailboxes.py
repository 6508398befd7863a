"""Shared mailboxes by IMAP and submission: one's own login, common state, the end of a right."""

import contextlib
import imaplib
import json
import smtplib
import time

import pytest
from conftest import register

from lab.mail import new_message
from lab.people import staff_client

UNIT = "ubnd-xa-tay-phu"
ADDRESS = "xatayphu@tayson.binhdinh.gov.vn"
MANAGER, DELEGATE, STRANGER = "ts-0101", "ts-0102", "ts-0078"


# As IMAP writes it: «Hộp thư chung/UBND xã Tây Phú», and one that there is not.
ROOT = "H&Htk-p th&AbA- chung"
SHARED = f"{ROOT}/UBND x&AOM- T&AOI-y Ph&APo-"
NOBODYS = f'"{ROOT}/UBND x&AOM- T&AOI-y Ph/INBOX"'


def folder(name):
    return f'"{SHARED}/{name}"'


@pytest.fixture(scope="module")
def logins(system):
    return system.logins


@pytest.fixture(scope="module")
def client(system, logins):
    """Return somebody's mail program, by account."""
    return lambda account: staff_client(system.lab, logins[account])


@pytest.fixture
def session(client):
    """Return somebody's IMAP session, which ends with the test."""
    begun = []

    def begin(account):
        begun.append(client(account).imap())
        return begun[-1]

    yield begin
    for one in begun:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            one.logout()


def listed(session, command, *arguments):
    kind, data = session._simple_command(command, *arguments)
    assert kind == "OK", data
    answer = command if command in {"LIST", "LSUB", "NAMESPACE"} else "LIST"
    return b"\n".join(one for one in session._untagged_response(kind, data, answer)[1] if one)


def arrived(session, message_id, name="INBOX", seconds=20):
    """Wait for a message in a folder of the unit; return its number."""
    until = time.monotonic() + seconds
    while True:
        if session.select(folder(name))[0] == "OK":
            _, found = session.search(None, "HEADER", "Message-ID", message_id)
            if found[0]:
                return found[0].split()[-1].decode()
        assert time.monotonic() < until, f"{message_id} is not in {name}"
        time.sleep(0.3)


def flags(session, number):
    _, data = session.fetch(number, "(FLAGS)")
    return {flag.decode() for flag in imaplib.ParseFlags(data[0])} - {"\\Recent"}


def test_manager_and_delegate_have_it_beside_their_own(session, foreign):
    sent = foreign.send(ADDRESS, "Hoi chung", "x")
    for account in (MANAGER, DELEGATE):
        own = session(account)
        arrived(own, sent)
        found = listed(own, "LIST", '""', '"*"')
        for name in ("INBOX", "Drafts", "Sent", "Trash", "Junk"):
            assert f'"{SHARED}/{name}"'.encode() in found
            assert f'"{SHARED}/{name}"'.encode() in listed(own, "LSUB", '""', '"*"')
        for use in ("Drafts", "Sent", "Trash", "Junk"):
            assert any(
                f"{SHARED}/{use}".encode() in line and f"\\{use}".encode() in line
                for line in found.splitlines()
            )
        assert SHARED.encode() in listed(own, "NAMESPACE")


def test_for_everybody_else_it_does_not_exist(session):
    own = session(STRANGER)
    for command, *arguments in (
        ("LIST", '""', '"*"'), ("LIST", '""', f'"{ROOT}/*"'), ("LIST", f'"{SHARED}/"', "%"),
        ("LSUB", '""', '"*"'), ("NAMESPACE",),
        ("LIST", "(SUBSCRIBED)", '""', '"*"'),
    ):  # fmt: skip
        assert ROOT.encode() not in listed(own, command, *arguments)
    for command, more in (
        ("SELECT", ""), ("EXAMINE", ""), ("STATUS", "(MESSAGES)"), ("GETQUOTAROOT", ""),
        ("DELETE", ""), ("RENAME", "x"), ("SUBSCRIBE", ""),
    ):  # fmt: skip
        answers = []
        for name in (folder("INBOX"), NOBODYS):
            try:
                kind, data = own._simple_command(command, name, *filter(None, [more]))
            except imaplib.IMAP4.error as error:
                kind, data = "BAD", [str(error).encode()]
            answers.append((kind, data[0][:15]))
        # The same as for one that there never was.
        assert answers[0] == answers[1], command
    for name in (folder("INBOX"), NOBODYS):
        assert own.append(name, None, None, b"Subject: x\r\n\r\nx\r\n")[0] == "NO"
        own.unsubscribe(name)


def test_what_is_read_is_each_ones_own_and_all_else_is_common(session, foreign):
    sent = foreign.send(ADDRESS, "Chung va rieng", "x")
    first, second = session(MANAGER), session(DELEGATE)
    number = arrived(first, sent)
    first.fetch(number, "(BODY[])")
    first.store(number, "+FLAGS", "(\\Answered \\Flagged $Phu_trach)")
    assert flags(first, number) == {"\\Seen", "\\Answered", "\\Flagged", "$Phu_trach"}
    assert flags(second, arrived(second, sent)) == {"\\Answered", "\\Flagged", "$Phu_trach"}
    first.create(folder("Vu-viec"))
    first.uid("MOVE", first.fetch(number, "(UID)")[1][0].split()[2].rstrip(b")").decode(),
              folder("Vu-viec"))  # fmt: skip
    assert arrived(second, sent, "Vu-viec")


@pytest.mark.parametrize("name", ["INBOX", "Drafts", "Sent", "Trash", "Junk"])
def test_nobody_deletes_or_renames_the_folders_that_all_need(session, name):
    own = session(MANAGER)
    for command in (("DELETE", folder(name)), ("RENAME", folder(name), folder("Khac"))):
        kind, data = own._simple_command(*command)
        assert (kind, data[0][:8]) == ("NO", b"[NOPERM]")
    assert own.create(folder("Tam"))[0] == "OK"
    assert own.rename(folder("Tam"), folder("Tam-2"))[0] == "OK"
    assert own.delete(folder("Tam-2"))[0] == "OK"


def test_the_log_tells_who_did_what(system, session, foreign):
    sent = foreign.send(ADDRESS, "Nhat ky", "x")
    own = session(DELEGATE)
    number = arrived(own, sent)
    own.fetch(number, "(BODY[])")
    own.copy(number, folder("Drafts"))
    own.store(number, "+FLAGS", "\\Deleted")
    own.expunge()
    log = [
        line
        for line in system.ssh("journalctl -u dovecot --since -2min --no-pager").splitlines()
        if sent in line and f"imap({DELEGATE})" in line
    ]
    for event, where in (
        ("flag_change:", "INBOX"), ("copy from", "INBOX"), ("delete:", "INBOX"),
        ("expunge:", "INBOX"),
    ):  # fmt: skip
        assert any(event in line and where in line for line in log), event
    assert any("\\Seen" in line for line in log)


def as_unit(client, to):
    """Send as the unit, and return the Message-ID."""
    message = new_message(ADDRESS, to, "Tra loi cua don vi", "x")
    with client.smtp() as session:
        session.send_message(message)
    return message["Message-ID"]


def test_they_send_as_the_unit_and_it_keeps_a_copy(system, client, session, foreign):
    for account in (MANAGER, DELEGATE):
        sent = as_unit(client(account), foreign.address)
        foreign.wait_for(sent)
        own = session(MANAGER)
        number = arrived(own, sent, "Sent")
        header = own.fetch(number, "(BODY.PEEK[HEADER])")[1][0][1].decode()
        assert header.count(sent) == 1
        log = system.ssh("journalctl -u postfix* --since -2min --no-pager")
        [queue_id] = {
            line.split("]: ")[1].split(":")[0] for line in log.splitlines() if f"={sent}" in line
        }
        assert f"{queue_id}: client=" in log
        assert any(
            queue_id in line and f"sasl_username={account}" in line for line in log.splitlines()
        )
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="553"):
        as_unit(client(STRANGER), foreign.address)


def test_nobody_can_put_a_copy_there(client):
    to = f"{UNIT}@sent.invalid"
    with pytest.raises(smtplib.SMTPRecipientsRefused, match=r"5\.1\.1"):
        client(STRANGER).send(to, "gia", "x")
    with smtplib.SMTP(client(STRANGER).host, 25, timeout=30) as session:
        session.ehlo("mx.hopthu.example")
        session.mail("congdan@hopthu.example")
        assert session.rcpt(to)[0] == 550


def test_a_new_manager_has_it_and_the_old_one_is_out_within_seconds(
    system, roster, client, session, foreign
):
    old, own = session(MANAGER), session(DELEGATE)
    sent = foreign.send(ADDRESS, "Ban giao", "x")
    number = arrived(old, sent)
    sending = client(MANAGER).smtp()
    file = roster / f"{UNIT}.yml"
    text = file.read_text()
    file.write_text(text.replace(f"manager: {MANAGER}", "manager: ts-0456", 1))
    register(roster)
    try:
        shown = system.playbook("mailboxes.yml", "--check", "--diff", roster=roster)
        assert f"ts-0456  (mở hộp thư chung {UNIT})" in shown.stdout
        assert f"{MANAGER}  (mở hộp thư chung {UNIT})" in shown.stdout
        old.noop()
        done = system.playbook("mailboxes.yml", roster=roster)
        assert done.returncode == 0, done.stdout[-3000:]
        with pytest.raises((imaplib.IMAP4.abort, imaplib.IMAP4.error)):
            old.fetch(number, "(BODY[])")
        own.noop()
        written = float(system.ssh("stat -c %Y /var/lib/congvu/tables/shared"))
        log = system.ssh("journalctl -u dovecot -o short-unix --since -5min --no-pager")
        kicked = [
            float(line.split()[0])
            for line in log.splitlines()
            if f"imap({MANAGER})" in line and "kicked" in line
        ]
        assert kicked[-1] - written < 5
        assert ROOT.encode() not in listed(session(MANAGER), "LIST", '""', '"*"')
        with pytest.raises(smtplib.SMTPRecipientsRefused, match="553"):
            as_unit(client(MANAGER), foreign.address)
        # Nor in a session for sending that was open all the time.
        with pytest.raises(smtplib.SMTPException):
            sending.send_message(new_message(ADDRESS, foreign.address, "Cu", "x"))
        newest = system.ssh("ls -t /var/lib/congvu/handovers/*.json | head -n 1").strip()
        record = json.loads(system.ssh(f"cat {newest}"))
        assert (record["mailbox"], record["from"][0]["id"]) == (UNIT, MANAGER)
        assert [one["id"] for one in record["to"]] == ["ts-0456"]
        assert record["messages"] >= record["inbox"] >= record["unanswered"] > 0
        assert record["inbox"] >= record["unread"]
        assert record["oldest_unanswered"]
        new = session("ts-0456")
        assert arrived(new, sent)
        again = system.playbook("mailboxes.yml", roster=roster)
        assert "changed=0" in again.stdout
    finally:
        assert system.playbook("mailboxes.yml").returncode == 0
