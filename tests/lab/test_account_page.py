"""The account page on a real host: what it may, what reaches it, and what it says of whom."""

import imaplib
import re
import smtplib
import ssl
from dataclasses import replace
from http.client import HTTPSConnection
from secrets import token_hex
from urllib.parse import urlencode

import pytest
from conftest import add

from lab.account_page import Visitor
from lab.people import newcomers, staff_client

UNITS = ("congvu-login", "congvu-login-guard", "congvu-end-sessions")
# As the service's user, without the rights of its unit: what files allow by themselves.
AS_SERVICE = "cd / && setpriv --reuid congvu-login --regid congvu-login --clear-groups"


@pytest.fixture
def visitor(system):
    """Open pages of the mail host by its name, with one cookie; return status, text, headers."""
    context = ssl.create_default_context(cafile=str(system.lab.authority))
    kept = {}

    def visit(path, form=None, **headers):
        to = HTTPSConnection(system.lab.mail, context=context, timeout=20)
        headers |= {"Host": f"mail.{system.domain}", **kept}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        to.request("POST" if form else "GET", path, urlencode(form or {}) or None, headers)
        answer = to.getresponse()
        if cookie := answer.headers["Set-Cookie"]:
            kept["Cookie"] = cookie.partition(";")[0]
        return answer.status, answer.read().decode(), answer.headers

    return visit


@pytest.mark.parametrize("unit", UNITS)
def test_the_units_are_shut_in(system, unit):
    said = system.ssh(f"systemd-analyze security --no-pager {unit}.service | tail -n 1")
    exposure = re.search(r"(\d+\.\d) ", said)
    assert exposure, said
    assert float(exposure[1]) <= 2


def test_the_service_has_no_network(system):
    devices = system.ssh("cat /proc/$(systemctl show -P MainPID congvu-login)/net/dev")
    assert re.findall(r"^\s*(\w+):", devices, re.MULTILINE) == ["lo"]


@pytest.mark.parametrize(
    "path", ["/var/lib/congvu/accounts.sqlite", "/etc/congvu/login.key", "/var/vmail"]
)
def test_its_user_reads_nothing_of_others(system, path):
    readable = system.ssh(f"{AS_SERVICE} find {path} -readable 2>/dev/null; true")
    assert readable == ""


def test_its_user_writes_nothing_that_the_roster_decides(system):
    assert (
        system.ssh(f"{AS_SERVICE} find /var/lib/congvu /etc/congvu -writable 2>/dev/null; true")
        == ""
    )


def test_nginx_alone_reaches_it(system):
    code = "import socket; socket.socket(socket.AF_UNIX).connect('/run/congvu-login/http.sock')"
    for user, reaches in (("www-data", True), ("nobody", False)):
        done = system.ssh(f'setpriv --reuid {user} --clear-groups python3 -c "{code}" 2>&1; true')
        assert ("PermissionError" not in done) is reaches, done


def test_it_answers_with_its_headers_over_tls_alone(system, visitor):
    status, text, headers = visitor("/tai-khoan/vao")
    assert status == 200
    assert "Đăng nhập" in text
    assert "max-age" in headers["Strict-Transport-Security"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Content-Encoding"] is None
    plain = system.ssh(
        "python3 -c \"import http.client as h; c = h.HTTPConnection('localhost');"
        f" c.request('GET', '/tai-khoan/', headers={{'Host': 'mail.{system.domain}'}});"
        " r = c.getresponse(); print(r.status, r.getheader('location'))\""
    )
    assert plain.strip() == f"301 https://mail.{system.domain}/tai-khoan/"


def test_what_a_visitor_says_of_the_own_address_is_not_believed(system, visitor):
    _, text, _ = visitor("/tai-khoan/vao")
    [token] = re.findall(r'name="token" value="(\w+)"', text)
    form = {"token": token, "address": "khong.co.ai", "password": "not this"}
    claims = {"X-Real-IP": "203.0.113.66", "X-Forwarded-For": "203.0.113.66"}
    origin = f"https://mail.{system.domain}"
    status, text, _ = visitor("/tai-khoan/vao", form, Origin=origin, **claims)
    assert status == 422, text
    log = system.ssh("journalctl -u congvu-login --no-pager -o cat -n 20")
    assert "login failed: account=?" in log
    assert "203.0.113.66" not in log
    assert "khong.co.ai" not in log
    assert "not this" not in log


def test_a_file_named_after_an_account_ends_its_sessions(system):
    system.ssh("install -o congvu-login -g congvu-login /dev/null /var/lib/congvu-login/ends/ts-1")
    system.ssh(
        "for i in $(seq 50); do [ -e /var/lib/congvu-login/ends/ts-1 ] || exit 0; sleep .1; done"
    )
    assert system.ssh("ls -A /var/lib/congvu-login/ends") == ""
    log = system.ssh("journalctl -u congvu-end-sessions --no-pager -o cat -n 5")
    assert "ended the mail sessions of ts-1" in log


class Open:
    """What somebody has open: a mail program that waits for mail, and one that is about to send."""

    def __init__(self, client):
        self.waiting, self.sending = client.imap(), client.smtp()
        self.waiting.select()
        self.waiting.send(b"x1 IDLE\r\n")
        assert self.waiting.readline().startswith(b"+")
        self.sending.mail("")
        self.sending.rset()

    def ends(self, seconds=5):
        """Wait until both have ended."""
        self.waiting.sock.settimeout(seconds)
        assert self.waiting.readline().startswith(b"* BYE")
        self.sending.sock.settimeout(seconds)
        assert self.sending.sock.recv(1) == b""


def test_what_is_taken_back_ends_within_5_seconds_to_read_and_to_send(system, roster):
    add(roster, 9008, "Phan Thị Thu Hồi")
    add(roster, 9009, "Võ Văn Thôi Việc")
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    people = newcomers(system.lab)
    clients, pages = [], []
    for number in ("ts-9008", "ts-9009"):
        page = Visitor(system.lab.mail, system.lab.mail_name, system.lab.authority)
        newcomer = people[number]
        chosen = f"Aa1-bung {token_hex(4)}"
        made = page.enrol(newcomer.address, newcomer.first_password, chosen)
        clients.append(staff_client(system.lab, replace(newcomer, password=made.app_password)))
        pages.append(page)
    own, others = Open(clients[0]), Open(clients[1])
    pages[0].take_back()
    own.ends()
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        clients[0].imap()
    with pytest.raises(smtplib.SMTPAuthenticationError):
        clients[0].smtp()
    # What others send from the same network is cut off with it; they go on at once.
    others = Open(clients[1])
    # Who is in the roster no more is closed by the run, and so is what he has open.
    assert system.playbook("mailboxes.yml").returncode == 0
    others.ends(seconds=0.1)


def test_what_is_sent_while_it_restarts_is_answered(system, visitor):
    system.ssh("systemctl --no-block restart congvu-login.service")
    for _ in range(5):
        assert visitor("/tai-khoan/vao")[0] == 200
