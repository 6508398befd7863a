"""What the roster's states mean on a mail host, day by day; the day is a parameter."""

import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from ansible.module_utils import accounts_command, archiving, mail_tables
from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_plan import Limits
from ansible.module_utils.day_of_run import DayError
from ansible.module_utils.days import ZONE
from ansible.module_utils.mail_archive import ArchiveError
from ansible.module_utils.provisioning import RefusedError, decide, follow
from ansible.module_utils.standing_orders import LASTING, orders
from ansible.module_utils.uses import UseRules
from ansible.module_utils.wanted_accounts import Manner, check_coming, kept, read
from mail_hosts import AN, BINH, DAY, OFFICE, SHARED, MailHost, wanted

# Every run starts age, and some tar and zstd.
pytestmark = pytest.mark.long


class Host(MailHost):
    """A host whose tables can be asked, and whose letters to units are kept."""

    sent = ()

    def day(self, what, on=DAY, manners=None, **more):
        """Do one run on a day."""
        self.sent = []
        asked = self.request(replace(what, manners=manners or {}), **more)
        with closing(store.connect(self.places.store, read_only=asked.dry)) as connection:
            decided = decide(connection, asked, on)
            sent = self.sent.append
            return decided, follow(connection, asked, decided, self.doveadm, sent)

    def table(self, name):
        return (self.places.tables / name).read_text(encoding="utf-8")

    def page(self, statement):
        with closing(sqlite3.connect(self.places.tables / "people.sqlite")) as tables:
            return tables.execute(statement).fetchall()

    def gone(self):
        """Return what Postfix says to strangers, by address."""
        with closing(store.connect(self.places.store, read_only=True)) as connection:
            content = mail_tables.contents(connection, OFFICE)["gone.cdb"]
        assert (self.places.tables / "gone.cdb").read_bytes() == content
        return content.decode("ascii", errors="replace")

    def rows(self, statement):
        with closing(store.connect(self.places.store, read_only=True)) as connection:
            return connection.execute(statement).fetchall()

    def used(self, account, on):
        """Have somebody log in on a day."""
        folder = self.places.used[0]
        folder.mkdir(exist_ok=True)
        (folder / account).write_text("1")
        moment = datetime(on.year, on.month, on.day, 0, 30, tzinfo=ZONE).timestamp()
        os.utime(folder / account, (moment, moment))


@pytest.fixture
def host(tmp_path, key):
    found = Host.bare(tmp_path / "host", key)
    found.day(wanted(SHARED, AN, BINH))
    (found.places.mail / "ts-1" / "mail").mkdir()
    (found.places.mail / "ts-1" / "mail" / "u.1").write_text("thư")
    return found


def left(account, state="left"):
    return replace(account, state=state)


ANSWER = {"ts-1": Manner("answer", "noivu@x.vn")}


def test_who_has_left_is_known_at_the_account_page_so_that_it_can_say_so(host):
    host.day(wanted(SHARED, left(AN), BINH))
    with closing(sqlite3.connect(host.places.tables / "people.sqlite")) as page:
        logins = dict(page.execute("SELECT address, account FROM logins"))
        assert page.execute("SELECT state FROM people WHERE account = 'ts-1'").fetchone() == (
            "left",
        )
    assert logins == {"annv@x.vn": "ts-1", "binhlt@x.vn": "ts-2"}


def test_who_has_left_is_answered_for_and_can_not_log_in(host):
    host.sessions.write_text('["ts-1"]')
    host.day(wanted(SHARED, left(AN), BINH), manners=ANSWER)
    assert "annv@x.vn:::::::user=ts-1 userdb_user=ts-1" in host.table("addresses")
    assert "userdb_sieve_environment/left_unit=noivu@x.vn" in host.table("addresses")
    assert "ts-1/" not in host.table("openings")
    assert json.loads(host.sessions.read_text()) == []
    assert "annv@" not in host.gone()


def test_or_the_unit_gets_the_mail(host):
    host.day(wanted(SHARED, left(AN), BINH), manners={"ts-1": Manner("unit", "noivu@x.vn")})
    assert "annv@x.vn:::::::user=phong-noi-vu userdb_user=phong-noi-vu" in host.table("addresses")
    assert "ts-1:" not in host.table("mailboxes")


@pytest.mark.parametrize(
    "manner", [Manner("refuse"), Manner("unit", "khongco@x.vn"), Manner("keep")]
)
def test_then_the_address_is_refused_with_the_units(host, manner):
    host.day(replace(wanted(SHARED, left(AN), BINH), units={}), manners={"ts-1": manner})
    assert "annv@x.vn" not in host.table("addresses")
    assert "550 5.1.6" in host.gone()
    assert "noivu@x.vn" in host.gone()


def test_what_is_packed_away_keeps_no_answered_mail(host):
    host.day(wanted(SHARED, left(AN, "archived"), BINH), manners=ANSWER)
    assert "annv@x.vn" not in host.table("addresses")
    assert "annv@x.vn" in host.gone()


def test_who_is_suspended_is_answered_for_where_the_office_wants_it(host):
    host.day(wanted(SHARED, left(AN, "suspended"), BINH), manners=ANSWER)
    assert "left_unit=noivu@x.vn" in host.table("addresses")
    assert "ts-1/" not in host.table("openings")
    host.day(wanted(SHARED, AN, BINH), manners={"ts-1": Manner()})
    assert "left_unit" not in host.table("addresses")
    assert "ts-1/1/annv@x.vn" in host.table("openings")


def test_what_the_roster_once_said_of_somebody_does_not_outlast_its_record(host):
    host.day(wanted(SHARED, left(AN), BINH), manners=ANSWER)
    host.day(wanted(SHARED, BINH), manners={"ts-2": Manner()})
    assert "annv@x.vn" not in host.table("addresses")


def test_archived_and_deleted_never_before_the_time(host):
    gone = wanted(SHARED, left(AN, "archived"), BINH)
    _, followed = host.day(gone, delete_after_days=5)
    assert host.page("SELECT account FROM deleted") == []
    assert followed.archives == ["archive ts-1", "remove ts-1"]
    assert not (host.places.mail / "ts-1").exists()
    host.look_at_archives()
    deleted = wanted(SHARED, left(AN, "deleted"), BINH)
    decided, followed = host.day(deleted, DAY + timedelta(days=4), delete_after_days=5)
    assert not decided.plan.delete
    assert len(list(host.places.archives.iterdir())) == 2
    _, followed = host.day(deleted, DAY + timedelta(days=5), delete_after_days=5)
    assert followed.archives == ["delete ts-1"]
    assert list(host.places.archives.iterdir()) == []
    # The account page is told of whom it keeps nothing any more; nothing here writes there.
    assert host.page("SELECT account FROM deleted") == [("ts-1",)]
    assert host.rows("SELECT account FROM addresses WHERE address = 'annv@x.vn'") == [("ts-1",)]
    decided, followed = host.day(deleted, DAY + timedelta(days=6), delete_after_days=5)
    assert not decided.changed
    assert not followed.archives


def test_a_run_for_a_day_to_come_deletes_nothing_and_may_look(host):
    host.day(wanted(SHARED, left(AN, "archived"), BINH), delete_after_days=5)
    deleted = wanted(SHARED, left(AN, "deleted"), BINH)
    more = {"delete_after_days": 5, "latest": DAY + timedelta(days=9)}
    with pytest.raises(RefusedError, match="đến ngày 04/12/2026 sẽ xóa 1 bản lưu trữ"):
        host.day(deleted, DAY + timedelta(days=10), allow_other_day=True, **more)
    assert len(list(host.places.archives.iterdir())) == 2
    assert host.rows("SELECT state FROM accounts WHERE id = 'ts-1'") == [("archived",)]
    decided, _ = host.day(deleted, DAY + timedelta(days=10), dry=True, **more)
    assert [account.id for account in decided.plan.delete] == ["ts-1"]
    assert host.day(deleted, DAY + timedelta(days=9), **more)[0].plan.delete


def test_a_day_to_come_is_carried_out_only_when_told_and_may_be_looked_at(host):
    day, latest = DAY + timedelta(days=1), {"latest": DAY}
    for what in (wanted(SHARED, left(AN)), wanted(SHARED, AN, BINH)):
        with pytest.raises(DayError, match=r"ngày 25/11/2026 chưa đến.*là 24/11/2026.*--check"):
            host.day(what, day, **latest)
    assert host.rows("SELECT state FROM accounts WHERE id = 'ts-1'") == [("active",)]
    assert host.day(wanted(SHARED, left(AN)), day, dry=True, **latest)[0].plan.close
    assert host.day(wanted(SHARED, left(AN)), day, allow_other_day=True, **latest)[0].plan.close
    # What the daemons read is seen to whatever the day is.
    host.run(replace(host.request(None), latest=DAY), day)


def test_a_day_before_the_last_is_carried_out_only_when_told_and_may_be_looked_at(told):
    """A host that boots by a clock without a battery opens nobody again who has left since."""
    on = DAY + timedelta(days=2)
    told.day(wanted(SHARED, left(AN), BINH), on)
    letters_before = len(list(told.places.letters.iterdir()))
    before = {"latest": DAY + timedelta(days=1)}
    with pytest.raises(DayError, match=r"là ngày 25/11/2026.*đến ngày 26/11/2026.*timedatectl"):
        told.day(wanted(SHARED, AN, BINH), DAY + timedelta(days=1), **before)
    assert told.rows("SELECT state FROM accounts WHERE id = 'ts-1'") == [("left",)]
    assert len(list(told.places.letters.iterdir())) == letters_before
    assert told.day(wanted(SHARED, AN), DAY, dry=True, **before)[0].plan.reopen
    told.day(wanted(SHARED, left(AN), BINH), on)
    # That day was the wrong one, and the controller says so: it counts from there again.
    assert told.day(wanted(SHARED, AN, BINH), DAY, allow_other_day=True, **before)[0].plan.reopen
    assert told.rows("SELECT day FROM orders") == [(DAY.isoformat(),)]
    told.day(wanted(SHARED, AN, BINH), DAY + timedelta(days=1), **before)


def test_the_timer_goes_back_to_no_day_and_says_what_to_do(told, capsys, monkeypatch):
    assert command(told, "apply", "--day", "2026-11-26") == 0
    assert command(told, "apply", "--day", "2026-11-26") == 0
    monkeypatch.setattr(accounts_command, "today", lambda: date(2026, 11, 25))
    before = told.table("openings")
    assert command(told, "apply") == 1
    said = capsys.readouterr().err
    assert "timedatectl" in said
    assert "-e mailboxes_allow_other_day=true" in said
    assert told.table("openings") == before
    assert command(told, "new-letter", "binhlt@x.vn") == 1
    assert command(told, "apply", "--allow-other-day") == 0


@pytest.mark.parametrize("what", [["apply"], ["new-letter", "annv@x.vn"], ["open", "annv@x.vn"]])
def test_the_command_does_nothing_on_a_day_to_come_unless_told(told, capsys, what):
    assert command(told, *what, "--day", "2026-12-06") == 1
    said = capsys.readouterr().err
    assert "ngày 06/12/2026 chưa đến" in said
    assert "--allow-other-day" in said
    assert told.rows("SELECT state FROM accounts WHERE id = 'ts-1'") == [("active",)]
    command(told, *what, "--day", "2026-12-06", "--allow-other-day")
    assert "chưa đến" not in capsys.readouterr().err


def test_the_command_deletes_nothing_on_a_day_to_come(told, capsys):
    assert command(told, "apply", "--day", "2026-11-26") == 0
    with closing(store.connect(told.places.store, read_only=False)) as connection:
        connection.execute("UPDATE accounts SET state = 'archived' WHERE id = 'ts-1'")
        changed = "json_set(asked, '$.delete_after_days', 1, '$.max_percent', 100)"
        connection.execute(f"UPDATE orders SET asked = {changed}")
    assert command(told, "apply", "--day", "2999-01-01", "--allow-other-day") == 1
    assert "Bản lưu trữ chỉ được xóa khi ngày đó đã đến" in capsys.readouterr().err


def test_without_a_key_nothing_is_archived_and_the_run_says_how_many_wait(host):
    host.public = ""
    asked = replace(host.request(wanted(SHARED, left(AN, "archived"), BINH)), recipients=())
    for _ in range(2):
        with closing(store.connect(host.places.store, read_only=False)) as connection:
            decided = decide(connection, asked, DAY)
            follow(connection, asked, decided, host.doveadm)
        assert decided.not_archived == 1
    assert not decided.changed
    assert (host.places.mail / "ts-1" / "mail" / "u.1").exists()


def test_what_was_cut_off_waits_for_a_run_that_knows_the_offices_key(host):
    asked = host.request(wanted(SHARED, left(AN, "archived"), BINH))
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        decide(connection, asked, DAY)
    # As the roles do it that only see to the daemons' files.
    _, followed = host.run(replace(host.request(None), recipients=()))
    assert followed.archives == []
    _, followed = host.run(host.request(None))
    assert followed.archives == ["archive ts-1", "remove ts-1"]


def states_of(host, capsys):
    """Return what the list says, by account."""
    assert command(host, "states") == 0
    lines = capsys.readouterr().out.splitlines()
    return {line.partition("(")[2].partition("):")[0]: line.partition("): ")[2] for line in lines}


def test_the_list_says_archived_only_of_what_is(host, capsys, monkeypatch):
    gone = wanted(SHARED, left(AN, "archived"), BINH)
    mail = host.places.mail / "ts-1" / "mail" / "u.1"
    with monkeypatch.context() as without_age:
        without_age.setenv("PATH", "/nonexistent")
        for _ in range(2):
            with pytest.raises(ArchiveError, match=r"ts-1: .*age"):
                host.day(gone)
            assert mail.exists()
            said = states_of(host, capsys)["ts-1"]
            assert said == "chờ lưu trữ (thư còn nguyên) từ 24/11/2026"

    def full(_):
        raise OSError("đầy")

    with monkeypatch.context() as stuck:
        stuck.setattr(archiving, "remove_mailbox", full)
        with pytest.raises(ArchiveError):
            host.day(gone)
    assert states_of(host, capsys)["ts-1"] == "đã lưu trữ, chờ gỡ hộp thư từ 24/11/2026"
    host.day(gone)
    assert states_of(host, capsys)["ts-1"] == "đã lưu trữ từ 24/11/2026"
    deleted, on = wanted(SHARED, left(AN, "deleted"), BINH), DAY + timedelta(days=5)
    with monkeypatch.context() as stuck:
        stuck.setattr(archiving, "sync_folder", full)
        with pytest.raises(ArchiveError):
            host.day(deleted, on, delete_after_days=5)
    assert states_of(host, capsys)["ts-1"] == "chờ xóa bản lưu trữ từ 29/11/2026"
    host.day(deleted, on, delete_after_days=5)
    assert states_of(host, capsys)["ts-1"] == "đã xóa từ 29/11/2026"


def test_who_comes_back_before_the_mail_is_packed_keeps_it(host):
    gone = wanted(SHARED, left(AN, "archived"), BINH)
    asked = host.request(gone)
    # Cut off before anything outside of the store was done, while the mailbox was closed.
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        decide(connection, asked, DAY)
    (host.places.mail / "ts-1").chmod(0)
    host.day(wanted(SHARED, AN, BINH))
    assert (host.places.mail / "ts-1" / "mail" / "u.1").read_text() == "thư"
    assert (host.places.mail / "ts-1").stat().st_mode & 0o777 == 0o700
    assert host.rows("SELECT * FROM effects") == []
    assert host.rows("SELECT state FROM accounts WHERE id = 'ts-1'") == [("active",)]


def test_the_run_says_whose_old_mail_waits(host):
    host.day(wanted(SHARED, left(AN, "archived"), BINH))
    _, followed = host.day(wanted(SHARED, AN, BINH))
    assert followed.waiting == [("ts-1", "annv@x.vn")]
    assert len(list(host.places.archives.iterdir())) == 2


@pytest.mark.parametrize("account", [SHARED, AN])
def test_what_it_says_finds_the_mailbox_of_a_unit_too(host, account):
    (host.places.mail / "phong-noi-vu").mkdir(exist_ok=True)
    others = [one for one in (SHARED, AN, BINH) if one != account]
    host.day(wanted(left(account, "archived"), *others))
    _, followed = host.day(wanted(account, *others))
    [(id_, address)] = followed.waiting
    with closing(store.connect(host.places.store, read_only=True)) as connection:
        assert store.reached(connection, address).id == id_ == account.id


RULES = UseRules(45, 7)
COUNTS = {"ts-1": Manner(unused_from="2020-01-01"), "ts-2": Manner(unused_from="2020-01-01")}
ALL = wanted(SHARED, AN, BINH)


def test_an_account_that_nobody_uses_is_told_a_week_before_it_is_closed(host):
    host.used("ts-2", DAY + timedelta(days=60))

    def on(days, **more):
        more = {"use": RULES, "manners": COUNTS, **more}
        return host.day(ALL, DAY + timedelta(days=days), **more)[0]

    # It counts from the day of its letter.
    assert not on(37).changed
    assert host.sent == []
    assert on(38).noticed == ["ts-1"]
    [message] = host.sent
    assert message["To"] == "noivu@x.vn"
    text = message.get_content()
    assert "Nguyễn Văn An <annv@x.vn>" in text
    assert "Bình" not in text
    assert "08/01/2027" in text  # the 45th day
    assert not on(44).changed
    assert host.sent == []
    closed = on(45)
    assert [account.id for account in closed.plan.lock] == ["ts-1"]
    assert "ts-1/" not in host.table("openings")
    assert "annv@x.vn" in host.table("addresses")
    assert not on(46).changed
    # One line of the roster opens it.
    opened = {**COUNTS, "ts-1": Manner(unused_from=(DAY + timedelta(days=45)).isoformat())}
    assert on(47, manners=opened).opened == ["ts-1"]
    assert "ts-1/1/annv@x.vn" in host.table("openings")
    assert not on(48, manners=opened).changed


def test_the_unit_has_a_week_although_the_time_was_over_long_ago(host):
    def on(days):
        return host.day(ALL, DAY + timedelta(days=days), use=RULES, manners=COUNTS)[0]

    assert list(on(300).noticed) == ["ts-1", "ts-2"]
    [message] = host.sent  # one to the unit, of both
    assert message["To"] == "noivu@x.vn"
    assert not on(306).plan.lock
    # Who comes in after that is not closed, and told again another time.
    host.used("ts-1", DAY + timedelta(days=306))
    assert [account.id for account in on(307).plan.lock] == ["ts-2"]
    assert host.rows("SELECT account, noticed FROM uses WHERE account = 'ts-1'") == [("ts-1", None)]


def test_leaves_and_an_office_that_does_not_want_it_close_nothing(host):
    day = DAY + timedelta(days=300)
    assert not host.day(ALL, day, use=RULES, manners={})[0].noticed
    assert not host.day(ALL, day, use=UseRules(0, 7), manners=COUNTS)[0].noticed


def test_a_unit_that_was_not_told_is_told_by_the_next_run(host):
    def fails(_):
        raise OSError("sendmail")

    asked = replace(host.request(replace(ALL, manners=COUNTS)), use=RULES)
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        decided = decide(connection, asked, DAY + timedelta(days=40))
        with pytest.raises(OSError, match="sendmail"):
            follow(connection, asked, decided, host.doveadm, fails)
    host.day(ALL, DAY + timedelta(days=41), use=RULES, manners=COUNTS)
    assert len(host.sent) == 1
    host.day(ALL, DAY + timedelta(days=41), use=RULES, manners=COUNTS)
    assert host.sent == []


def test_closing_too_many_for_want_of_use_is_refused(host):
    def on(days):
        more = {"limits": Limits(30, 20), "allow_mass_change": False}
        return host.day(ALL, DAY + timedelta(days=days), use=RULES, manners=COUNTS, **more)[0]

    on(40)
    with pytest.raises(RefusedError, match="khóa vì không sử dụng 2"):
        on(50)
    assert "ts-1/1/annv@x.vn" in host.table("openings")


def test_suspending_too_many_is_refused(host):
    host.sessions.write_text('["ts-1", "ts-2"]')
    both = wanted(SHARED, left(AN, "suspended"), left(BINH, "suspended"))
    more = {"limits": Limits(30, 20), "allow_mass_change": False}
    with pytest.raises(RefusedError, match="tạm ngưng 2 trong 3 hộp thư"):
        host.day(both, **more)
    assert "ts-1/1/annv@x.vn" in host.table("openings")
    assert json.loads(host.sessions.read_text()) == ["ts-1", "ts-2"]
    host.day(wanted(SHARED, AN, left(BINH, "suspended")), **more)


def plain(account, **more):
    fields = ("id", "kind", "name", "address", "state", "quota_mb")
    return {**{name: getattr(account, name) for name in fields},
            "unit": "Phòng Nội vụ", "unit_id": "phong-noi-vu", **more}  # fmt: skip


@pytest.fixture
def told(host, monkeypatch):
    """A host that the controller has told of the coming days."""
    coming = [
        {"day": "2026-11-26", "gone": [], "accounts": [
            plain(AN, state="left", mail="answer", left_unit="noivu@x.vn")]},
        {"day": "2026-12-01", "gone": ["ts-2"], "accounts": []},
    ]  # fmt: skip
    places = host.places
    options = dict.fromkeys(LASTING)
    options |= {
        "accounts": json.dumps([plain(SHARED), plain(AN), plain(BINH)]),
        "coming": json.dumps(coming), "mail": str(places.mail), "used": [], "office": OFFICE,
        "recipients": [host.public], "first_password_days": 15, "archive_after_days": 90,
        "delete_after_days": 0, "unused_days": 0, "unused_notice_days": 7, "max_percent": 60,
        "max_count": 20, "dovecot": True,
    }  # fmt: skip
    said = orders(options)
    check_coming(said.coming)
    host.day(read(said.accounts), keep=said.keep)
    monkeypatch.setattr(accounts_command, "_run", host.doveadm)
    monkeypatch.setattr(accounts_command, "today", lambda: date(2026, 12, 5))
    return host


def command(host, *arguments):
    return accounts_command.main(["--store", host.places.store, *arguments])


def test_the_timer_does_each_day_what_begins_then(told, capsys):
    assert command(told, "apply", "--day", "2026-11-25") == 0
    assert "không có gì thay đổi" in capsys.readouterr().out
    told.sessions.write_text('["ts-1"]')
    assert command(told, "apply", "--day", "2026-11-26") == 0
    assert "Ngày 26/11/2026: đóng: 1" in capsys.readouterr().out
    assert "left_unit=noivu@x.vn" in told.table("addresses")
    assert json.loads(told.sessions.read_text()) == []
    # A host that was switched off for days does it all at once.
    assert command(told, "apply", "--day", "2026-12-05") == 0
    assert "binhlt@" not in told.table("addresses")
    assert command(told, "apply", "--day", "2026-12-05") == 0
    assert "không có gì thay đổi" in capsys.readouterr().out.splitlines()[-1]


def test_what_the_controller_says_later_replaces_it(told):
    options = dict.fromkeys(LASTING) | {"accounts": json.dumps([plain(AN)]),
                                                  "coming": "[]"}  # fmt: skip
    with closing(store.connect(told.places.store, read_only=False)) as connection:
        with store.transaction(connection):
            orders(options).keep(connection, date(2026, 11, 25))
        assert [one.id for one in kept(connection, date(2027, 1, 1)).accounts] == ["ts-1"]


def test_beyond_the_limit_the_timer_does_nothing_and_fails_in_vietnamese(told, capsys):
    with closing(store.connect(told.places.store, read_only=False)) as connection:
        connection.execute("UPDATE orders SET asked = json_set(asked, '$.max_percent', 10)")
    before = told.table("addresses")
    assert command(told, "apply", "--day", "2026-12-05") == 1
    assert "Từ chối thay đổi hàng loạt" in capsys.readouterr().err
    assert told.table("addresses") == before


def test_the_timer_removes_what_a_killed_run_left_in_clear(told, capsys):
    names = (".back-ts-1", ".coming-.back-ts-1", ".leaving-ts-2", ".leaving-.back-ts-2")
    for name in names:
        (told.places.mail / name / "mail").mkdir(parents=True)
        (told.places.mail / name / "mail" / "u.1").write_text("thư")
    _, followed = told.run(told.request(None, dry=True))
    assert sorted(set(followed.archives)) == ["tidy ts-1", "tidy ts-2"]
    assert {file.name for file in told.places.mail.glob(".*")} == set(names)
    assert command(told, "apply", "--day", "2026-11-25") == 0
    assert "dọn thư mục tạm còn sót của ts-1" in capsys.readouterr().out
    assert list(told.places.mail.glob(".*")) == []
    assert (told.places.mail / "ts-1" / "mail" / "u.1").exists()
    assert command(told, "apply", "--day", "2026-11-25") == 0
    assert "không có gì thay đổi" in capsys.readouterr().out


def test_it_leaves_what_somebody_brings_back_at_that_moment(host, monkeypatch):
    host.day(wanted(SHARED, left(AN, "archived"), BINH))
    host.day(wanted(SHARED, AN, BINH))
    followed = []
    other = Thread(target=lambda: followed.append(host.run(host.request(None))[1]))

    def merge(account, beside):
        other.start()
        time.sleep(0.5)
        assert (beside / "mail" / "u.1").exists()
        MailHost.merge(host, account, beside)

    monkeypatch.setattr(host, "merge", merge)
    assert len(host.bring_back("ts-1")) == 1
    other.join()
    assert followed[0].archives == []
    assert (host.places.mail / "ts-1" / "mail" / "u.1").exists()


def test_a_host_that_was_told_nothing_says_so(host, capsys):
    assert command(host, "apply") == 1
    assert "chưa nhận danh sách lần nào" in capsys.readouterr().err


def test_the_operator_opens_an_account_and_makes_a_letter(told, capsys):
    assert command(told, "open", "annv@x.vn", "--day", "2026-11-25") == 1
    assert "không bị khóa" in capsys.readouterr().err
    with closing(store.connect(told.places.store, read_only=False)) as connection:
        connection.execute("UPDATE uses SET dormant = '2026-11-20' WHERE account = 'ts-1'")
        connection.execute("UPDATE orders SET asked = json_set(asked, '$.unused_days', 45)")
        # Used from a day before it was closed, by the roster.
        text = connection.execute("SELECT accounts FROM wanted ORDER BY day").fetchone()[0]
        rows = [{**row, "unused_from": "2020-01-01"} for row in json.loads(text)]
        connection.execute("UPDATE wanted SET accounts = ? WHERE day = '2026-11-24'",
                           (json.dumps(rows),))  # fmt: skip
    assert command(told, "unused", "--day", "2026-11-25") == 0
    assert "annv@x.vn  Nguyễn Văn An: đã khóa đăng nhập từ 20/11/2026" in capsys.readouterr().out
    assert command(told, "apply", "--day", "2026-11-25") == 0
    assert "ts-1/" not in told.table("openings")
    assert told.rows("SELECT count(*) FROM uses WHERE dormant NOT NULL") == [(1,)]
    assert command(told, "open", "annv@x.vn", "--day", "2026-11-25") == 0
    assert "ts-1/1/annv@x.vn" in told.table("openings")
    assert command(told, "new-letter", "annv@x.vn", "--day", "2026-11-25") == 0
    assert "ts-1/2/annv@x.vn" in told.table("openings")
    assert command(told, "new-letter", "khongco@x.vn", "--day", "2026-11-25") == 1
    capsys.readouterr()
    assert command(told, "states") == 0
    assert "annv@x.vn  Nguyễn Văn An (ts-1): hoạt động từ 24/11/2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    "more", [{"mail": "x"}, {"unused_from": "hôm nay"}, {"left_unit": "a b@x.vn"}]
)
def test_a_strange_manner_is_refused(more):
    with pytest.raises(ValueError):
        read(json.dumps([plain(AN, **more)]))
