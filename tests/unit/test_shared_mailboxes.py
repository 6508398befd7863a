"""Rights to shared mailboxes on a mail host: the daemons' tables, sessions, the host's timer."""

import base64
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from ansible.module_utils import accounts_store as store
from ansible.module_utils import mail_tables, shared_mailboxes
from ansible.module_utils.dovecot_sessions import SMTP_SESSIONS, DovecotError
from ansible.module_utils.provisioning import RefusedError, decide, follow
from ansible.module_utils.shared_mailboxes import Right, people, rows
from ansible.module_utils.wanted_accounts import keep, kept, read
from mail_hosts import AN, BINH, DAY, OFFICE, SHARED, MailHost, wanted


class Host(MailHost):
    """A host without keys: no letters, so no program is started."""

    def day(self, *accounts, rights=(), **more):
        """Do one run in which some people may open the shared mailbox."""
        asked = self.request(wanted(*accounts, rights=rights), **more)
        return self.run(replace(asked, recipients=()))

    def table(self, name):
        return (self.places.tables / name).read_text(encoding="utf-8")

    def senders(self):
        """Return the logins that Postfix allows to send as the unit."""
        content = (self.places.tables / "senders.cdb").read_bytes()
        [found] = re.findall(rb"noivu@x\.vn([a-z0-9,-]+?)(?=[\0-\x1f]|$)", content)
        return found.decode().split(",")

    def rows(self, statement):
        with closing(store.connect(self.places.store, read_only=True)) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
def host(tmp_path):
    found = Host.bare(tmp_path / "host", ("", ""))
    found.day(SHARED, AN, BINH, rights=["ts-1"])
    return found


def prefixes(row):
    return [
        base64.b64decode(one).decode() for one in re.findall(r"prefix=%\{literal\('(.+?)'\)", row)
    ]


def test_only_who_may_has_a_row_and_it_names_the_mailbox(host):
    [row] = host.table("shared").splitlines()
    assert row.startswith("ts-1:::::::userdb_quota_storage_size=2048M ")
    assert "userdb_namespace=inbox,s0 " in row
    assert prefixes(row) == ["Hộp thư chung/Phòng Nội vụ/"]
    assert "userdb_namespace/s0/mail_path=~/../phong-noi-vu/mail" in row
    assert row.isascii()


def test_they_send_as_the_unit_and_its_copy_has_a_place(host):
    assert host.senders() == ["phong-noi-vu", "ts-1"]
    host.day(SHARED, AN, BINH, rights=["ts-1", "ts-2"])
    assert host.senders() == ["phong-noi-vu", "ts-1", "ts-2"]
    assert b"noivu@x.vnphong-noi-vu@sent.invalid" in (host.places.tables / "sent.cdb").read_bytes()
    [copy] = [line for line in host.table("addresses").splitlines() if "sent.invalid" in line]
    assert copy.startswith("phong-noi-vu@sent.invalid:::::::user=phong-noi-vu ")
    assert copy.endswith("userdb_sieve_environment/sent=yes")
    # Postfix takes no mail for it from anybody.
    assert b"sent.invalid" not in (host.places.tables / "recipients.cdb").read_bytes()


def test_who_loses_the_right_loses_the_sessions_too_and_nobody_else(host):
    host.sessions.write_text('["ts-1", "ts-2"]')
    decided, followed = host.day(SHARED, AN, BINH, rights=["ts-2"])
    assert (decided.plan.grant, decided.plan.revoke) == (
        [("phong-noi-vu", "ts-2")],
        [("phong-noi-vu", "ts-1")],
    )
    assert followed.sessions == ["ts-1"]
    assert json.loads(host.sessions.read_text()) == ["ts-2"]
    assert host.senders() == ["phong-noi-vu", "ts-2"]
    assert host.table("shared").startswith("ts-2:")


def test_open_sessions_for_sending_end_with_it_and_only_then(host):
    sending, ended = {"ts-1", "ts-2"}, []

    def run(*rights, code=0):
        def commands(command):
            if command[0] != SMTP_SESSIONS:
                return host.doveadm(command)
            if command[1:]:
                ended.append(command[1:])
                return code, "", "hỏng" if code else ""
            return 0, "\n".join(sending), ""

        asked = replace(host.request(wanted(SHARED, AN, BINH, rights=rights)), recipients=())
        with closing(store.connect(host.places.store, read_only=False)) as connection:
            follow(connection, asked, decide(connection, asked, DAY), commands)

    run("ts-1", "ts-2")
    assert ended == []
    with pytest.raises(DovecotError, match=r"smtp-sessions ts-2.*hỏng"):
        run("ts-1", code=1)
    run("ts-1")
    assert ended == [["ts-2"], ["ts-2"]]
    run("ts-1")
    assert len(ended) == 2


def test_a_run_that_was_cut_off_ends_the_sessions_later(host):
    host.sessions.write_text('["ts-1"]')
    asked = replace(host.request(wanted(SHARED, AN, BINH)), recipients=())
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        decide(connection, asked, DAY)
    assert host.rows("SELECT kind, account FROM effects ORDER BY id") == [
        ("sessions", "ts-1"), ("tables", None), ("handover", "phong-noi-vu")]  # fmt: skip
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        decided = decide(connection, replace(asked, wanted=None), DAY)
        followed = follow(connection, replace(asked, wanted=None), decided, host.doveadm)
    assert followed.sessions == ["ts-1"]
    assert host.rows("SELECT * FROM effects") == []
    assert host.table("shared") == ""


def test_programs_are_shown_the_inbox_once_dovecot_runs(host):
    told, code = [], 75

    def doveadm(command):
        if command[:2] != ["doveadm", "mailbox"]:
            return host.doveadm(command)
        told.append((command[2], (Path(command[4])).read_text()))
        return code, "", "net_connect_unix(...) failed" if code else ""

    def run():
        asked = replace(host.request(None), recipients=())
        with closing(store.connect(host.places.store, read_only=False)) as connection:
            return follow(connection, asked, decide(connection, asked, DAY), doveadm)

    run()
    assert told == []  # the fixture's Dovecot has done it
    host.day(SHARED, AN, BINH)
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        asked = host.request(wanted(SHARED, AN, BINH, rights=["ts-2"]))
        decide(connection, replace(asked, recipients=()), DAY)
    run()
    code = 0
    run()
    assert told == [
        ("status", "phong-noi-vu\n"),
        ("status", "phong-noi-vu\n"),
        ("subscribe", "phong-noi-vu\n"),
    ]
    run()
    assert len(told) == 3


def test_a_second_run_changes_nothing(host):
    decided, followed = host.day(SHARED, AN, BINH, rights=["ts-1"])
    assert not decided.changed
    assert (followed.files, followed.sessions) == ([], [])


def test_looking_changes_nothing(host):
    before = host.table("shared")
    decided, followed = host.day(SHARED, AN, BINH, rights=["ts-2"], dry=True)
    assert decided.changed
    assert "shared" in followed.files
    assert host.table("shared") == before
    assert host.rows("SELECT person FROM grants") == [("ts-1",)]


def test_another_basis_is_written_down_and_ends_nothing(host):
    host.sessions.write_text('["ts-1"]')
    grants = {("phong-noi-vu", "ts-1"): "3/GUQ 2026-11-01"}
    asked = replace(host.request(replace(wanted(SHARED, AN, BINH), grants=grants)), recipients=())
    _, followed = host.run(asked)
    assert followed.sessions == []
    assert host.rows("SELECT * FROM grants") == [
        ("phong-noi-vu", "ts-1", DAY.isoformat(), "3/GUQ 2026-11-01")
    ]


def test_the_reviewed_plan_covers_the_rights(host):
    reviewed = host.day(SHARED, AN, BINH, rights=["ts-2"], dry=True)[0].plan.checksum
    with pytest.raises(RefusedError, match="không phải là kế hoạch đã duyệt"):
        host.day(SHARED, AN, BINH, rights=["ts-1", "ts-2"], reviewed=reviewed)
    assert host.rows("SELECT person FROM grants") == [("ts-1",)]
    host.day(SHARED, AN, BINH, rights=["ts-2"], reviewed=reviewed)
    assert host.rows("SELECT person FROM grants") == [("ts-2",)]


def test_a_right_of_somebody_unknown_changes_nothing(host):
    with pytest.raises(sqlite3.IntegrityError):
        host.day(SHARED, AN, BINH, rights=["ts-1", "ts-7"])
    assert host.rows("SELECT person FROM grants") == [("ts-1",)]


def account(**more):
    fields = {"id": "phong-noi-vu", "kind": "shared", "name": "P", "address": "noivu@x.vn",
              "state": "active", "quota_mb": 1}  # fmt: skip
    return json.dumps([{**fields, **more}])


def test_rights_are_read_with_the_mailbox():
    read_ = read(account(grants=[["ts-1", "manager"]]))
    assert read_.grants == {("phong-noi-vu", "ts-1"): "manager"}
    assert read(account()).grants == {}


def test_the_hosts_own_timer_begins_and_ends_rights_on_their_days(host):
    def row(one, *rights):
        fields = ("id", "kind", "name", "address", "state", "quota_mb")
        grants = [[person, "manager"] for person in rights]
        return {**{name: getattr(one, name) for name in fields}, "grants": grants}

    coming = [
        {"day": f"2026-12-{day}", "gone": [], "accounts": [row(SHARED, *rights)]}
        for day, rights in (("01", ["ts-1", "ts-2"]), ("10", ["ts-2"]))
    ]
    accounts = [row(SHARED, "ts-1"), row(AN), row(BINH)]
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        keep(connection, DAY, json.dumps(accounts), json.dumps(coming))
        seen = []
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 10)):
            host.sessions.write_text('["ts-1", "ts-2"]')
            asked = replace(host.request(kept(connection, day)), recipients=())
            followed = follow(connection, asked, decide(connection, asked, day), host.doveadm)
            seen.append((host.senders()[1:], followed.sessions))
    assert seen == [(["ts-1"], []), (["ts-1", "ts-2"], []), (["ts-2"], ["ts-1"])]
    assert host.rows("SELECT person, since FROM grants") == [("ts-2", "2026-12-01")]


@pytest.mark.parametrize("grants", [[["ts 1", "manager"]], [["ts-1"]], [["ts-1\nts-2:", "x"]]])
def test_rights_of_another_form_are_refused(grants):
    with pytest.raises(ValueError, match=r"mã cán bộ|unpack"):
        read(account(grants=grants))


def test_who_may_not_log_in_for_want_of_use_sees_none(host):
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        connection.execute(
            "INSERT INTO uses VALUES ('ts-1', '2026-01-01', NULL, '2026-11-01') "
            "ON CONFLICT (account) DO UPDATE SET dormant = excluded.dormant"
        )
        made = mail_tables.contents(connection, OFFICE)
    assert made["shared"] == b""


def right(number, name="Phòng", person="ts-1"):
    return Right(f"phong-{number}", f"{name} {number}", f"p{number}@x.vn", person, 2048)


def test_two_mailboxes_of_one_name_are_told_apart():
    same = [replace(right(number), name="Văn thư/Lưu trữ") for number in (1, 2)]
    assert prefixes(rows(same)[0].fields) == [
        "Hộp thư chung/Văn thư-Lưu trữ (p1)/",
        "Hộp thư chung/Văn thư-Lưu trữ (p2)/",
    ]


def test_a_row_never_grows_longer_than_dovecot_takes():
    many = [right(number, "Ủy ban nhân dân xã") for number in range(200)]
    [row] = rows(many)
    seen = prefixes(row.fields)
    assert len(seen) > 20
    assert len(seen) + len(row.hidden) == 200
    # As Dovecot hands it on, its prefixes written out.
    told = re.sub(r"%\{literal.+?text\}", "", row.fields)
    assert len(told.encode()) + sum(len(one.encode()) for one in seen) < 8000
    assert row.fields.count("mail_path") == len(seen)


def test_everybodys_rows_stand_apart():
    both = [right(1), right(1, person="ts-2"), right(2, person="ts-2")]
    assert [(row.person, len(prefixes(row.fields))) for row in rows(both)] == [
        ("ts-1", 1), ("ts-2", 2)]  # fmt: skip
    assert people(both) == {"phong-1": ["ts-1", "ts-2"], "phong-2": ["ts-2"]}


def test_what_finds_no_room_is_said(host, monkeypatch):
    monkeypatch.setattr(shared_mailboxes, "_ROW_BYTES", 10)
    decided, _ = host.day(SHARED, AN, BINH, rights=["ts-1"])
    assert decided.hidden == [("ts-1", "phong-noi-vu")]


def counting(host, unseen):
    """Be doveadm of a mailbox with some mail, of which each person has left some unread."""

    def doveadm(command):
        if "fetch" in command:
            times = [{"date.received.unixtime": str(1795957464 + day * 86400)} for day in (3, 0)]
            return 0, json.dumps(times), ""
        if "status" not in command or "-F" in command:
            return host.doveadm(command)
        if "-o" in command:
            [person] = [one for one in unseen if f"/{one}/shared/phong-noi-vu" in command[4]]
            return 0, json.dumps([{"mailbox": "INBOX", "unseen": str(unseen[person])}]), ""
        found = [{"mailbox": "INBOX", "messages": "9", "unseen": "9", "vsize": "700"},
                 {"mailbox": "Sent", "messages": "2", "unseen": "0", "vsize": "50"}]  # fmt: skip
        return 0, json.dumps(found), ""

    return doveadm


def passed(host, doveadm, *rights):
    asked = replace(host.request(wanted(SHARED, AN, BINH, rights=rights)), recipients=())
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        return follow(connection, asked, decide(connection, asked, DAY), doveadm)


def records(host):
    return [json.loads(file.read_text()) for file in sorted(host.places.handovers.glob("*"))]


def test_what_passes_to_others_is_counted_and_written_down_once(host):
    (host.places.mail / "ts-1" / "shared" / "phong-noi-vu").mkdir(parents=True)
    doveadm = counting(host, {"ts-1": 4})
    followed = passed(host, doveadm, "ts-2")
    [name] = [file for file in followed.files if file.endswith(".json")]
    assert re.fullmatch(r"2026-11-24_phong-noi-vu_\d+\.json", name)
    assert (host.places.handovers / name).stat().st_mode & 0o777 == 0o600
    assert records(host) == [
        {
            "mailbox": "phong-noi-vu", "name": "Phòng Nội vụ", "address": "noivu@x.vn",
            "day": "2026-11-24",
            "from": [{"id": "ts-1", "name": "Nguyễn Văn An"}],
            "to": [{"id": "ts-2", "name": "Lê Thị Bình"}],
            "messages": 11, "size": 750, "inbox": 9, "unread": 4, "unanswered": 2,
            "oldest_unanswered": "2026-11-29",
        }
    ]  # fmt: skip
    assert passed(host, doveadm, "ts-2").files == []
    assert len(records(host)) == 1


def test_no_record_takes_the_place_of_another(host):
    for rights in (["ts-2"], ["ts-1"], ["ts-2"]):
        passed(host, host.doveadm, *rights)
    takers = [one["to"][0]["id"] for one in records(host)]
    assert takers == ["ts-2", "ts-1", "ts-2"]


def test_who_is_added_hands_nothing_over_and_who_goes_leaves_it_to_the_others(host):
    passed(host, host.doveadm, "ts-1", "ts-2")
    assert records(host) == []
    passed(host, host.doveadm, "ts-1")
    [record] = records(host)
    assert ([one["id"] for one in record["from"]], [one["id"] for one in record["to"]]) == (
        ["ts-2"], ["ts-1"])  # fmt: skip


def test_what_was_never_opened_is_all_unread(host):
    passed(host, counting(host, {}), "ts-2")
    assert records(host)[0]["unread"] == 9


def test_a_mailbox_that_can_not_be_counted_waits_and_says_so(host):
    def broken(command):
        return (65, "", "hỏng") if "status" in command else host.doveadm(command)

    passed(host, host.doveadm, "ts-1")
    with pytest.raises(DovecotError, match="chưa lập được số liệu bàn giao"):
        asked = replace(host.request(wanted(SHARED, AN, BINH)), recipients=())
        with closing(store.connect(host.places.store, read_only=False)) as connection:
            follow(connection, asked, decide(connection, asked, DAY), broken)
    assert host.senders() == ["phong-noi-vu"]
    assert records(host) == []
    passed(host, host.doveadm)
    assert [one["id"] for one in records(host)[0]["from"]] == ["ts-1"]
