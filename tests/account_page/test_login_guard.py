"""What Dovecot is answered at each login of a mail program, and what people see of it."""

import json
import sqlite3
from contextlib import closing

import pytest
from offices import CHOSEN, INSIDE
from starlette.testclient import TestClient

from account_page import app_passwords, people, store
from login_guard.app import create

KEY = "what Dovecot shows"
HOME, STRANGER = "203.0.113.9", "198.51.100.4"
LOCKED = "Đã gõ sai nhiều lần"


class Dovecot:
    """Asks and reports as Dovecot does."""

    def __init__(self, office, settings):
        self.office, self.settings = office, settings
        self.sending = settings.state / "sending"
        self.sending.mkdir(exist_ok=True)
        self.start()

    def start(self):
        service = create(self.settings.people, self.settings.state, self.sending, KEY)
        self.client = TestClient(service, headers={"x-api-key": KEY})

    def tell(self, command, **sent):
        return self.client.post(f"/?command={command}", json=sent)

    def device(self, name="Điện thoại Samsung", account="ts-0001"):
        """Make an app password; return what Dovecot calls it."""
        with people.opened(self.office.file) as tables:
            person = tables.person(account)
        assert app_passwords.make(self.settings.state, person, name)
        return f"app:{app_passwords.of(self.settings.state, person)[0]['id']}"

    def right(self, app, source=HOME, protocol="imap", account="ts-0001"):
        """Log in with an app password; tell whether it was let in."""
        sent = {"login": "dovansy@tayson.example", "account": account, "app": app, "pwhash": "0"}
        sent |= {"remote": source, "protocol": protocol, "fail_type": ""}
        answer = self.tell("allow", **sent).json()
        assert answer["msg"] == ""
        refused = answer["status"] < 0
        reason = {"fail_type": "policy"} if refused else {}
        told = self.tell("report", **{**sent, **reason}, success=not refused, policy_reject=refused)
        assert told.status_code == 204
        return not refused

    def wrong(self, password, source=HOME, login="dovansy@tayson.example", **sent):
        """Fail with a wrong password."""
        sent = {"login": login, "account": login, "app": "", "pwhash": password, **sent}
        sent = {"remote": source, "protocol": "imap", **sent}
        sent = {"fail_type": "account", **sent}
        assert self.tell("report", **sent, success=False, policy_reject=False).status_code == 204


@pytest.fixture
def dovecot(office, settings, time):
    return Dovecot(office, settings)


def test_after_five_failures_that_source_is_locked_for_that_account(dovecot, time):
    sy, khoi = dovecot.device(), dovecot.device("Máy bàn", "ts-0002")
    for number in range(4):
        dovecot.wrong(f"{number}", STRANGER)
    assert dovecot.right(sy, STRANGER)  # four are not five
    dovecot.wrong("4", STRANGER, protocol="smtp")
    assert not dovecot.right(sy, STRANGER)
    assert not dovecot.right(sy, STRANGER, "smtp")
    assert dovecot.right(sy, HOME)
    assert dovecot.right(khoi, STRANGER, account="ts-0002")
    time.pass_by(minutes=14)
    assert not dovecot.right(sy, STRANGER)
    time.pass_by(minutes=1)
    assert dovecot.right(sy, STRANGER)


def test_the_office_says_how_many_and_how_long(dovecot, office, time):
    office.rules |= {"failures": 2, "failures_minutes": 60}
    office.publish()
    app = dovecot.device()
    dovecot.wrong("1")
    dovecot.wrong("2")
    time.pass_by(minutes=59)
    assert not dovecot.right(app)


def test_the_same_wrong_password_five_times_in_a_row_locks_too(dovecot, time):
    app = dovecot.device()
    for _ in range(5):
        dovecot.wrong("same")
        time.pass_by(seconds=10)
    assert not dovecot.right(app)


@pytest.mark.parametrize("minutes", [1, 5, 14, 15, 16, 30, 61])
def test_a_telephone_that_goes_on_with_an_old_password_locks_nobody(dovecot, time, minutes):
    new = dovecot.device("Điện thoại mới")
    for _ in range(max(6, 30 // minutes)):
        dovecot.wrong("revoked")
        dovecot.wrong("another old one", protocol="smtp")
        time.pass_by(minutes=minutes)
        assert dovecot.right(new)


def test_what_comes_while_it_is_locked_makes_the_lock_no_longer(dovecot, time):
    app = dovecot.device()
    for number in range(5):
        dovecot.wrong(f"{number}")
    for number in range(14):
        time.pass_by(minutes=1)
        dovecot.wrong(f"more {number}")
    time.pass_by(minutes=1)
    assert dovecot.right(app)


def test_success_does_not_begin_the_count_anew(dovecot):
    app = dovecot.device()
    for number in range(5):
        assert dovecot.right(app)
        dovecot.wrong(f"{number}")
    assert not dovecot.right(app)


def test_a_neighbour_who_guesses_does_not_lock_a_program_that_is_at_home_there(dovecot, time):
    old = dovecot.device("Máy bàn")
    assert dovecot.right(old)
    time.pass_by(days=1)
    new = dovecot.device("Điện thoại mới")
    assert dovecot.right(new)
    for number in range(5):
        dovecot.wrong(f"{number}")
    assert dovecot.right(old)
    assert dovecot.right(old, protocol="smtp")
    assert not dovecot.right(new)
    for number in range(5):
        dovecot.wrong(f"{number}", STRANGER)
    assert not dovecot.right(old, STRANGER)


def test_page_and_programs_have_one_count(dovecot, desk, browser):
    desk.begin()
    app = dovecot.device()
    for number in range(2):
        browser(STRANGER).login(f"wrong {number}")
    for number in range(3):
        dovecot.wrong(f"{number}", STRANGER)
    assert LOCKED in browser(STRANGER).login(CHOSEN).error
    assert not dovecot.right(app, STRANGER)
    assert browser(INSIDE).login(CHOSEN).title == "Đỗ Văn Sỹ"


def test_a_network_of_ipv6_is_one_source(dovecot):
    app = dovecot.device()
    for number in range(5):
        dovecot.wrong(f"{number}", f"2001:db8:1:2::{number}")
    assert not dovecot.right(app, "2001:db8:1:2:ffff::1")
    assert dovecot.right(app, "2001:db8:1:3::1")


def test_each_failure_is_logged_with_its_source(dovecot, caplog):
    app = dovecot.device()
    for _ in range(5):
        dovecot.wrong("abc")
    dovecot.wrong("abc", login="ghost@tayson.example", protocol="smtp")
    dovecot.right(app)
    lines = [record.getMessage() for record in caplog.records if "login" in record.getMessage()]
    assert lines[:5] == [f"login failed: account=ts-0001 source={HOME} factor=imap"] * 5
    assert lines[5].startswith("login failed: account=?")
    assert lines[5].endswith(f"source={HOME} factor=smtp")
    refused = "login refused, the source is locked"
    assert lines[6] == f"{refused}: account=ts-0001 source={HOME} factor=imap"
    assert "abc" not in caplog.text
    assert "ghost" not in caplog.text


def test_what_opened_an_account_that_is_closed_now_is_no_guess(dovecot):
    own, other = dovecot.device(), dovecot.device("Máy bàn", "ts-0002")
    for number in range(9):
        dovecot.wrong(f"{number}", account="ts-0001", app=own)
    assert dovecot.right(own)
    for number in range(5):  # somebody else's is one
        dovecot.wrong(f"{number}", account="ts-0002", app=other)
    assert not dovecot.right(own)
    assert dovecot.right(other, account="ts-0002")


def test_faults_of_the_host_are_no_failures(dovecot):
    app = dovecot.device()
    for number in range(9):
        dovecot.wrong(f"{number}", fail_type="internal")
    assert dovecot.right(app)


def test_nothing_of_a_password_is_kept_on_disk(dovecot, settings):
    dovecot.device()
    for number in range(5):
        dovecot.wrong(f"hash-{number}")
    for file in settings.state.rglob("*.sqlite*"):
        assert b"hash-" not in file.read_bytes()


def test_who_restarts_it_lifts_no_lock(dovecot):
    app = dovecot.device()
    for number in range(5):
        dovecot.wrong(f"{number}")
    dovecot.start()
    assert not dovecot.right(app)


def test_people_see_where_their_programs_log_in(dovecot, desk, time):
    desk.begin()
    app = dovecot.device()
    assert dovecot.right(app)
    assert dovecot.right(app, INSIDE, "smtp")
    time.pass_by(hours=6, minutes=2)
    assert dovecot.right(app)
    desk.client.cookies.clear()
    desk.login(CHOSEN)
    text = desk.open("/dang-nhap").text
    assert text.count("<strong>Điện thoại Samsung</strong>") == 2
    times = "lần cuối 14:02 ngày 03/03/2027", "lần đầu 08:00 ngày 03/03/2027"
    assert f"Nhận thư (IMAP), {times[0]}, ngoài cơ quan, {HOME}; {times[1]}" in text
    assert f"Gửi thư (SMTP), lần cuối 08:00 ngày 03/03/2027, trong cơ quan, {INSIDE}</span>" in text
    dovecot.wrong("1", STRANGER)
    assert f"chương trình thư (IMAP), ngoài cơ quan, {STRANGER}" in desk.open("/dang-nhap").text


def test_what_a_program_was_called_stays_after_it_is_revoked(dovecot, desk, settings, office):
    desk.begin()
    assert dovecot.right(dovecot.device("Điện thoại mất"))
    with people.opened(office.file) as tables:
        app_passwords.revoke(settings.state, tables.person("ts-0001"))
    assert "Điện thoại mất" in desk.open("/dang-nhap").text


def test_a_program_that_logs_in_every_few_minutes_has_one_row_a_place(dovecot, settings, time):
    app = dovecot.device()
    for _ in range(40):
        assert dovecot.right(app)
        time.pass_by(minutes=5)
    assert rows(settings) == 1
    time.pass_by(days=181)
    assert dovecot.right(app, STRANGER)
    assert rows(settings) == 1  # the old one went


def rows(settings):
    with store.login(settings.state) as database:
        return database.execute("SELECT count(*) FROM program_logins").fetchone()[0]


def test_nobody_else_is_answered(dovecot):
    for headers in ({"x-api-key": ""}, {"x-api-key": "ä guess"}):
        sent = {key: value.encode() for key, value in headers.items()}
        assert dovecot.client.post("/?command=allow", json={}, headers=sent).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"login": 1}', b"\xff", json.dumps({"login": "x"})]
)
def test_what_is_no_request_is_refused(dovecot, body):
    assert dovecot.client.post("/?command=report", content=body).status_code == 400


def test_what_is_too_large_is_refused(dovecot):
    assert dovecot.client.post("/?command=report", content=b"x" * 20_000).status_code == 413


@pytest.mark.parametrize("login", ["", "@", "a@b@c", "ế\u202e' OR 1", "x" * 5000])
def test_no_login_breaks_it(dovecot, login):
    dovecot.wrong("1", login=login)
    dovecot.wrong("1", login=login, remote="", protocol="x" * 50)


def test_an_older_store_is_taken_on(office, settings, monkeypatch, time):
    with monkeypatch.context() as older:
        older.setattr(store, "LOGIN", store.LOGIN[:1])
        store.prepare(settings.state)
    dovecot = Dovecot(office, settings)
    assert dovecot.right(dovecot.device())
    with closing(sqlite3.connect(settings.state / "login.sqlite")) as database:
        assert database.execute("PRAGMA user_version").fetchone()[0] == len(store.LOGIN)


def test_it_says_from_where_somebody_sends(dovecot):
    app = dovecot.device()
    assert dovecot.right(app, protocol="imap")
    assert list(dovecot.sending.iterdir()) == []
    for source in (HOME, "2001:db8::9", "2001:db8::1", HOME):
        assert dovecot.right(app, source, protocol="smtp")
    assert (dovecot.sending / "ts-0001").read_text() == f"{HOME}\n2001:db8::/64\n"


def test_who_logs_in_from_everywhere_is_ended_everywhere(dovecot):
    app = dovecot.device()
    for number in range(52):
        assert dovecot.right(app, f"198.51.100.{number}", protocol="smtp")
    assert (dovecot.sending / "ts-0001").read_text() == "all\n"


def test_who_is_refused_sends_from_nowhere(dovecot):
    app = dovecot.device()
    for number in range(5):
        dovecot.wrong(f"{number}", STRANGER)
    assert not dovecot.right(app, STRANGER, "smtp")
    assert list(dovecot.sending.iterdir()) == []
