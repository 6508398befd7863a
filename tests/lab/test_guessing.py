"""Who guesses at IMAP or submission is locked out of that account from there; nobody else is."""

import imaplib
import re
import secrets
import smtplib
import subprocess
import time
from dataclasses import replace

import pytest

from lab.account_page import Visitor
from lab.enrolment import enrolled
from lab.people import newcomers

STORE = "/var/lib/congvu-login/login.sqlite"
# What a mail program on the host outside does with the password that it is sent.
PROGRAM = """
import imaplib, ssl, sys
trusting = ssl._create_unverified_context()
session = imaplib.IMAP4_SSL(sys.argv[1], ssl_context=trusting, timeout=30)
session.login(sys.argv[2], sys.stdin.read())
session.logout()
"""
# People whom no other test needs.
GUESSED_AT, ALSO, COLLEAGUE, ON_THE_PAGE = "ts-0110", "ts-0111", "ts-0112", "ts-0113"


def imap(client, password=""):
    """Whether a mail program may read."""
    try:
        replace(client, password=password or client.password).imap().logout()
    except imaplib.IMAP4.error as error:
        assert "[AUTHENTICATIONFAILED] Authentication failed." in str(error)
        return False
    return True


def smtp(client, password=""):
    """Whether a mail program may send."""
    try:
        replace(client, password=password or client.password).smtp().quit()
    except smtplib.SMTPAuthenticationError as error:
        assert error.smtp_code == 535
        return False
    return True


def from_outside(system, client):
    """Whether the same person's program is let in at another address."""
    command = [*system.lab.ssh(system.lab.outside)]
    command.append(f"python3 -c '{PROGRAM}' {client.host} {client.login} 2>/dev/null")
    done = subprocess.run(command, input=client.password, text=True, check=False)
    return done.returncode == 0


def said(system, unit, since):
    return system.ssh(f"journalctl -u {unit} --since @{since} --no-pager -o cat")


def kept(system, query):
    return system.ssh(f"sqlite3 {STORE} '{query}'")


@pytest.mark.parametrize(
    ("account", "way", "other"), [(GUESSED_AT, imap, smtp), (ALSO, smtp, imap)]
)
def test_after_five_failures_that_source_is_locked_for_that_account(system, account, way, other):
    client, colleague, begun = system.staff(account), system.staff(COLLEAGUE), int(time.time())
    for _ in range(5):
        assert not way(client, secrets.token_hex(8))  # others than in an earlier run
    assert not way(client)
    assert not other(client)
    assert from_outside(system, client)
    assert way(colleague)
    assert other(colleague)
    kept(system, "UPDATE failures SET last = last - 900")  # a quarter of an hour passes
    assert way(client)
    assert other(client)
    log = said(system, "congvu-login-guard", begun)
    source = f"account={account} source={system.lab.prefix}.1 factor="
    # smtplib tries a password in two ways.
    assert log.count(f"login failed: {source}{way.__name__}") >= 5
    assert f"login refused, the source is locked: {source}" in log
    assert client.password not in log


def test_an_unknown_address_is_answered_alike(system):
    begun = int(time.time())
    nobody = replace(system.staff(COLLEAGUE), login="ghost@tayson.binhdinh.gov.vn")
    assert not imap(nobody, "wrong")
    assert not smtp(nobody, "wrong")
    log = said(system, "congvu-login-guard", begun)
    assert "login failed: account=?" in log
    assert "ghost" not in log


def test_people_see_where_their_programs_log_in(system):
    login = enrolled(system.lab, newcomers(system.lab)[ON_THE_PAGE])
    client = replace(system.staff(ON_THE_PAGE), password=login.password)
    assert imap(client)
    assert smtp(client)
    assert from_outside(system, client)
    visitor = Visitor(system.lab.mail, system.lab.mail_name, system.lab.authority)
    text = visitor.logins(login.address, login.web_password, login.totp)
    for protocol, octet in (("Nhận thư (IMAP)", 1), ("Gửi thư (SMTP)", 1), ("Nhận thư (IMAP)", 20)):
        place = rf"ngoài cơ quan, {re.escape(system.lab.prefix)}\.{octet}\b"
        assert re.search(rf"Điện thoại{re.escape(protocol)}, lần cuối [^,]+, {place}", text)


def test_without_the_service_people_read_their_mail_and_the_log_says_so(system):
    client, begun = system.staff(ALSO), int(time.time())
    units = "congvu-login-guard.socket congvu-login-guard.service"
    try:
        # It comes back by itself at the next question …
        system.ssh("systemctl stop congvu-login-guard.service")
        assert imap(client)
        assert "policy" not in said(system, "dovecot", begun)
        # … unless it can't.
        system.ssh(f"systemctl stop {units}")
        assert imap(client)
        assert smtp(client)
    finally:
        system.ssh(f"systemctl start {units}")
    assert "Policy server HTTP error" in said(system, "dovecot", begun)


def test_dovecot_alone_reaches_the_service(system):
    ask = (
        "import urllib.request as u; u.urlopen(u.Request("
        '\\"http://127.0.0.1:8462/?command=allow\\", b\\"{}\\"))'
    )
    said_to_others = system.ssh(
        f'setpriv --reuid nobody --clear-groups python3 -c "{ask}" 2>&1; true'
    )
    assert "403" in said_to_others
    assert system.ssh("ss -Hltn sport = :8462 | awk '{print $4}'") == "127.0.0.1:8462\n"
    assert system.ssh("stat -c '%a %U' /etc/dovecot/guard.conf") == "600 root\n"
