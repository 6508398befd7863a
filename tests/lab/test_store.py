"""The accounts store of the mail host: nobody waits for it, and no secret leaves it."""

import contextlib
import imaplib
import subprocess
import threading
import time
from dataclasses import replace
from secrets import token_hex

import pytest
from conftest import add, recap_changes

from lab.account_page import Visitor
from lab.people import letters, newcomers, staff_client

STORE = "/var/lib/congvu/accounts.sqlite"
TABLES = "/var/lib/congvu/tables"


HOLD = f"""
import sqlite3, sys
store = sqlite3.connect("{STORE}", isolation_level=None)
store.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def locked(system):
    """Hold a lock on the store that lets nobody read it, from outside of all programs."""
    command = [*system.lab.ssh(system.lab.mail), f"python3 -c '{HOLD}'"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as holder:
        assert holder.stdout.readline() == "locked\n"
        yield holder
        holder.stdin.close()


def test_mail_flows_while_the_store_is_locked_for_a_minute(system, an, sy, foreign):
    with locked(system) as holder:
        busy = system.ssh(f"timeout 1 sqlite3 {STORE} 'SELECT 1 FROM accounts' 2>&1 || true")
        assert "locked" in busy
        # Processes that have never looked anybody up.
        system.ssh("systemctl restart dovecot postfix")
        until = time.monotonic() + 60
        messages = 0
        while time.monotonic() < until:
            begun = time.monotonic()
            an.wait_for(foreign.send(an.address, "Thư đến", "x"), 10)
            foreign.wait_for(an.send(foreign.address, "Thư đi", "x"), 10)
            sy.imap().logout()
            with an.smtp() as session:
                session.mail(an.address)
                assert session.rcpt("khongco@tayson.binhdinh.gov.vn")[0] == 550
            assert time.monotonic() - begun < 15
            messages += 2
        assert messages >= 6
        assert holder.poll() is None, "the lock went before the mail"
    log = system.ssh("journalctl -b --since -2min -u postfix* -u dovecot --no-pager")
    assert "database is locked" not in log


def test_no_daemon_can_open_the_store(system):
    assert system.ssh(f"stat -c '%a %U' {STORE}") == "600 root\n"
    assert system.ssh(f"grep -rl {STORE} /etc/postfix /etc/dovecot || true") == ""


def test_postfix_finds_every_address_in_its_tables(system):
    # What shared mailboxes send is copied to addresses that nobody writes to.
    for table, addresses in (
        ("recipients", f"cut -d : -f 1 {TABLES}/addresses | grep -v '@sent[.]invalid$'"),
        ("senders", f"cut -d : -f 1 {TABLES}/openings | cut -d / -f 3"),
    ):
        asked = system.ssh(f"{addresses} | sort").splitlines()
        found = system.ssh(f"{addresses} | postmap -q - cdb:{TABLES}/{table} | sort").splitlines()
        assert [line.split("\t")[0] for line in found] == asked
        assert len(asked) > 700


def test_postfix_knows_its_domains_from_the_accounts_alone(system):
    assert (
        system.ssh("postconf -h virtual_mailbox_domains") == f"sent.invalid, cdb:{TABLES}/domains\n"
    )
    domains = system.ssh(f"sqlite3 {STORE} 'SELECT name FROM domains'")
    known = system.ssh(f"postmap -q - cdb:{TABLES}/domains <<< '{domains}'")
    assert [line.split("\t")[0] for line in known.splitlines()] == domains.split()
    # Another domain is one more row of the store, and nothing else.
    system.ssh(f"sqlite3 {STORE} \"INSERT INTO domains VALUES ('khac.example')\"")
    system.ssh("congvu-accounts apply")
    assert system.ssh(f"postmap -q khac.example cdb:{TABLES}/domains").startswith("REJECT")
    system.ssh(f"sqlite3 {STORE} \"DELETE FROM domains WHERE name = 'khac.example'\"")
    assert recap_changes(system.playbook("mailboxes.yml").stdout) == 1


def test_tables_that_a_hand_spoiled_are_put_right(system):
    before = system.ssh(f"cat {TABLES}/* | sha256sum")
    system.ssh(f"cd {TABLES} && rm openings && truncate -s 100 recipients.cdb && chmod 644 people*")
    checked = system.playbook("mailboxes.yml", "--check", "--diff")
    assert "+openings  (tệp trên máy chủ)" in checked.stdout
    assert recap_changes(system.playbook("mailboxes.yml").stdout) == 1
    assert system.ssh(f"cat {TABLES}/* | sha256sum") == before
    assert system.ssh(f"stat -c %a {TABLES}/people.sqlite") == "640\n"
    assert recap_changes(system.playbook("mailboxes.yml").stdout) == 0


def test_a_new_letter_voids_the_app_passwords_and_ends_the_session(system, roster):
    add(roster, 9006, "Đặng Thị Quên")
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    client = system.staff("ts-9006")
    open_session = client.imap()
    again = ("-e", f"new_letter={client.address}")
    done = system.playbook("mailboxes.yml", *again, roster=roster)
    assert recap_changes(done.stdout) == 1, done.stdout
    with pytest.raises(imaplib.IMAP4.abort):
        open_session.noop()
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        client.imap()
    # What is made under the new letter opens it again.
    system.staff("ts-9006").imap().logout()
    refused = system.playbook("mailboxes.yml", "-e", "new_letter=khongco@x.vn", roster=roster)
    assert "không có cán bộ nào đang dùng địa chỉ khongco@x.vn" in refused.stdout
    assert system.playbook("mailboxes.yml").returncode == 0


def test_the_first_password_opens_no_mail(system):
    login = system.logins["ts-0101"]
    for typed in (login.first_password, login.first_password.replace("-", "")):
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
            replace(system.staff("ts-0101"), password=typed).imap()


@contextlib.contextmanager
def processes_watched(system):
    """Have the mail host write down what its processes were called with, in memory alone."""
    watch = "while :; do ps axww -o args; sleep 0.1; done"
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    seen = []
    with subprocess.Popen([*system.lab.ssh(system.lab.mail), watch], **pipes) as watcher:
        reader = threading.Thread(target=lambda: seen.append(watcher.stdout.read()))
        reader.start()
        try:
            yield seen
        finally:
            watcher.terminate()
            reader.join()


def both_ways(secrets):
    """Return secrets as they are shown and without what is between their groups."""
    return [way for secret in secrets for way in (secret, secret.replace("-", ""))]


def test_no_secret_stands_anywhere_in_clear(system, roster):
    lab = system.lab
    add(roster, 9007, "Phùng Văn Kín")
    with processes_watched(system) as seen:
        checked = system.playbook("mailboxes.yml", "-vvv", "--check", "--diff", roster=roster)
        shown = system.playbook("mailboxes.yml", "-vvv", "--diff", roster=roster)
        fetched = system.playbook("letters.yml", "-vvv")
        assert [done.returncode for done in (checked, shown, fetched)] == [0, 0, 0]
        opened = list(letters(lab.ssh(lab.mail), lab.letters_key))
        newcomer = newcomers(lab)["ts-9007"]
        chosen = f"Kín-như 4 bưng {token_hex(4)}"
        page = Visitor(lab.mail, lab.mail_name, lab.authority)
        made = page.enrol(newcomer.address, newcomer.first_password, chosen)
        client = staff_client(lab, replace(newcomer, password=made.app_password))
        client.imap().logout()
        client.smtp().quit()
    secrets = both_ways([letter["password"] for letter in opened])
    secrets += [login.password for login in system.logins.values()]
    assert len(made.recovery) == 8
    secrets += both_ways([chosen, made.app_password, made.totp, *made.recovery])
    secrets += lab.letters_key.read_text(encoding="utf-8").split()[-1:]
    assert secrets[-1].startswith("AGE-SECRET-KEY-")
    hashes = system.ssh(f"sqlite3 {STORE} 'SELECT first_password FROM accounts'").split()
    assert len(hashes) > 600
    said = "".join(done.stdout + done.stderr for done in (checked, shown, fetched))
    assert "ps axww" in seen[0]
    for secret in (*secrets, *hashes):
        assert secret not in said
        assert secret not in seen[0]
    # Core files too: they would lie in /var/lib/systemd/coredump.
    places = "/etc /var/log /var/lib /var/tmp /var/cache /var/spool /tmp /root /home /run"
    search = (
        "P=$(mktemp -p /dev/shm) && cat >$P; "
        f"grep -rlaFf $P {places}; "
        "journalctl --no-pager | grep -aFf $P; ps axww -o args | grep -aFf $P; rm $P"
    )
    patterns = "\n".join(secrets) + "\n"
    found = subprocess.run(
        [*lab.ssh(lab.mail), search], input=patterns, capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
    assert system.playbook("mailboxes.yml").returncode == 0
