"""The plan against a mail host, and the module's check of the reviewed plan; without a host."""

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from ansible.module_utils.accounts_store import (
    accounts,
    addresses,
    apply,
    connect,
    grants,
    owners,
    set_grants,
)
from rosters import KEYED, OFFICE, TODAY, decision, person, unit, write_unit

from congvu.accounts import desired_accounts, every_account
from congvu.accounts_plan import StoredAccount
from congvu.accounts_plan import plan as host_plan
from congvu.cli.main import main
from congvu.office import PROJECT
from congvu.plan.compute import course, stored
from congvu.plan.drift import HostAccounts, drift
from congvu.plan.sentences import sentence
from congvu.state import read_state

DAY = "2026-11-24"
STAFF = [person("ts-1", "Lê Văn An"), person("ts-2", "Nguyễn Thị Bình")]
STRANGER = """
INSERT INTO accounts (id, kind, name, state, since, quota_mb)
  VALUES ('la', 'person', 'Lạ', 'active', '2026-11-24', 1);
INSERT INTO addresses VALUES ('la@x.vn', 'x.vn', 'la', 'main', NULL);
"""


class Host:
    """A roster, and an inventory with an accounts store on this machine."""

    def __init__(self, folder, capsys):
        self.roster = folder / "roster"
        self.roster.mkdir()
        self.store = folder / "accounts.sqlite"
        self.inventory = folder / "hosts.yml"
        host = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "mailboxes_store": str(self.store),
            "mailboxes_dovecot": False,
            "mailboxes_mail_root": str(folder / "mail"),
            "district": {"name": OFFICE.name, "domain": OFFICE.domain},
        }
        local = {key: host[key] for key in list(host)[:2]}
        groups = {"hosts": {"localhost": local}}
        groups["children"] = {"mail_hosts": {"hosts": {"thu-1": host}}}
        self.inventory.write_text(json.dumps({"all": groups}))
        self._capsys = capsys
        self.write(*STAFF)

    def write(self, *staff):
        write_unit(self.roster, unit(staff=staff, mailbox={"manager": "ts-1"}))
        self.run("register")

    def run(self, *arguments):
        code = main(["--roster", str(self.roster), "--date", DAY, *arguments])
        captured = self._capsys.readouterr()
        return code, captured.out + captured.err

    def provision(self):
        """Make the store agree with the roster."""
        wanted = self.accounts()
        rows = [account.address for account in wanted]
        assert len(set(rows)) == len(rows)
        self.store.unlink(missing_ok=True)
        store = connect(str(self.store), read_only=False)
        rights = {(one.id, person): basis for one in wanted for person, basis in one.grants}
        change = host_plan([], [], list(map(stored, wanted)), []).with_rights((), rights)
        store.execute("BEGIN IMMEDIATE")
        apply(store, change, DAY)
        set_grants(store, change, rights, DAY)
        store.execute("UPDATE accounts SET first_password = 'bi-mat'")
        store.execute("COMMIT")
        store.close()

    def accounts(self):
        return desired_accounts(self.state())

    def state(self):
        return read_state(self.roster, TODAY, OFFICE)

    def execute(self, statement):
        with sqlite3.connect(self.store) as connection:
            connection.executescript(statement)

    def drift(self):
        connection = connect(str(self.store), read_only=True)
        answer = {
            "accounts": accounts(connection), "addresses": addresses(connection),
            "owners": list(owners(connection).items()), "grants": grants(connection),
        }  # fmt: skip
        return drift(HostAccounts.from_answer(answer), self.state())

    def playbook(self, name, *arguments):
        program = Path(sys.executable).with_name("ansible-playbook")
        return subprocess.run(
            [program, PROJECT / "playbooks" / name, "-i", self.inventory,
             "-e", f"roster_date={DAY}", "-e", "mailboxes_allow_other_day=true", *arguments],
            env={**os.environ, "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
                 "CONGVU_ROSTER": str(self.roster), "LC_ALL": "C.UTF-8"},
            cwd=PROJECT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@pytest.fixture
def host(tmp_path, capsys):
    return Host(tmp_path, capsys)


def test_a_host_as_the_roster_says_shows_no_drift(host):
    host.provision()
    plan = host.drift()
    assert plan.changes == ()
    assert not plan.accounts.changed
    assert plan.kept == 3


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("UPDATE accounts SET state = 'suspended' WHERE id = 'ts-2'", [("reinstated", "ts-2")]),
        ("UPDATE accounts SET state = 'left' WHERE id = 'ts-2'", [("opened", "ts-2")]),
        ("UPDATE accounts SET quota_mb = 7 WHERE id = 'ts-2'", [("settings", "ts-2")]),
        ("UPDATE accounts SET name = 'Ai đó' WHERE id = 'ts-2'", [("settings", "ts-2")]),
        ("UPDATE addresses SET address = 'x@x.vn' WHERE account = 'ts-2'",
         [("readdressed", "ts-2")]),
        (STRANGER, [("closed", "la")]),
        ("INSERT INTO addresses VALUES ('cu@x.vn', 'x.vn', NULL, 'former', 'ts-2')",
         [("settings", "ts-2")]),
        ("DELETE FROM grants", [("rights", "phong-noi-vu")]),
        ("INSERT INTO grants VALUES ('phong-noi-vu', 'ts-2', '2026-01-01', 'x')",
         [("rights", "phong-noi-vu")]),
    ],
)  # fmt: skip
def test_each_drift_is_told_apart(host, statement, kinds):
    host.provision()
    host.execute(statement)
    assert [(change.kind, change.subject) for change in host.drift().changes] == kinds


def test_an_account_that_the_roster_does_not_know_is_told_as_such(host):
    host.provision()
    host.execute(STRANGER)
    [change] = host.drift().changes
    assert sentence(change).endswith("danh sách không có mục này")


def test_who_left_is_told_with_the_decision(host):
    host.provision()
    host.write(
        STAFF[0], person("ts-2", "Nguyễn Thị Bình", decision("retire", "2026-11-20", "7/QĐ"))
    )
    [change] = host.drift().changes
    assert change.kind == "closed"
    assert "nghỉ hưu số 7/QĐ ngày 20/11/2026" in sentence(change)


@pytest.mark.parametrize(
    ("was", "kind"), [(("left", "2026-08-20"), "archived"), (("archived", "2020-01-01"), "deleted")]
)
def test_what_is_due_on_a_host_is_told_by_what_its_module_answers(host, was, kind):
    host.provision()
    host.execute("UPDATE addresses SET delivers = NULL WHERE account = 'ts-2'")
    state, since = was
    host.execute(f"UPDATE accounts SET state = '{state}', since = '{since}' WHERE id = 'ts-2'")
    host.write(STAFF[0], person("ts-2", "Nguyễn Thị Bình", decision("retire", "2016-08-20")))
    spec = importlib.util.spec_from_file_location(
        "mailboxes_info", PROJECT / "plugins" / "modules" / "mailboxes_info.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    connection = connect(str(host.store), read_only=True)
    answer = json.loads(json.dumps(module.content(connection, str(host.store), keyed=True)))
    there = read_state(host.roster, TODAY, KEYED)
    plan = drift(HostAccounts.from_answer(answer), there)
    assert [(change.kind, change.subject) for change in plan.changes] == [(kind, "ts-2")]
    # The host itself computes the same checksum.
    mine = host_plan(
        [StoredAccount(*row) for row in accounts(connection)], addresses(connection),
        list(map(stored, every_account(there))), [], course(there),
    )  # fmt: skip
    assert plan.checksum == mine.checksum


@pytest.mark.long
def test_live_reads_the_host_without_passwords_or_changes(host):
    host.provision()
    host.write(*STAFF, person("ts-3", "Trần Thị Cúc"))
    before = host.store.read_bytes()
    code, text = host.run("plan", "--live", "-i", str(host.inventory), "--format", "json")
    assert code == 0, text
    plan = json.loads(text)["hosts"]["thu-1"]
    assert [change["subject"] for change in plan["changes"]] == ["ts-3"]
    assert "bi-mat" not in text
    assert host.store.read_bytes() == before

    # The run carries out this plan, can be repeated, and refuses another plan.
    other = host.playbook("mailboxes.yml", "-e", f"plan_checksum=sha256:{'0' * 64}")
    assert other.returncode != 0
    assert "không phải là kế hoạch đã duyệt" in other.stdout
    assert f"sha256:{'0' * 64}" in other.stdout and plan["checksum"] in other.stdout
    assert "cuctt@" in other.stdout
    assert (
        "không phải mã kế hoạch" in host.playbook("mailboxes.yml", "-e", "plan_checksum=x").stdout
    )
    assert host.store.read_bytes() == before
    for _ in range(2):
        done = host.playbook("mailboxes.yml", "-e", f"plan_checksum={plan['checksum']}")
        assert done.returncode == 0, done.stdout
    for form in ("text", "markdown"):
        code, text = host.run("plan", "--live", "-i", str(host.inventory), "--format", form)
        assert code == 0
        assert "Máy chủ thư thu-1" in text
        assert "Không hộp thư nào thay đổi." in text


@pytest.mark.long
def test_archives_and_letters_are_foretold_by_the_keys_of_the_inventory(host, key):
    """As in the lab, whose hosts are given a key that the office's settings do not name."""
    inventory = json.loads(host.inventory.read_text())
    inventory["all"]["children"]["mail_hosts"]["vars"] = {"mailboxes_recipients": [key[1]]}
    host.inventory.write_text(json.dumps(inventory))
    an, binh = STAFF
    gone = person("ts-3", "Trần Thị Cúc", decision("retire", "2026-08-01", "7/QĐ"))
    host.write(*STAFF, person("ts-3", "Trần Thị Cúc"))
    host.provision()
    host.write(an, {**binh, "new_letter": "2026-11-23"}, gone)
    live = ("plan", "--live", "-i", str(host.inventory), "--allow-mass-change")
    plan = json.loads(host.run(*live, "--format", "json")[1])["hosts"]["thu-1"]
    assert [(change["kind"], change["subject"]) for change in plan["changes"]] == [
        ("closed", "ts-3"),
        ("archived", "ts-3"),
        ("new-letter", "ts-2"),
    ]
    assert [letter["account"] for letter in plan["letters"]] == ["ts-2"]
    reviewed = ("-e", f"plan_checksum={plan['checksum']}", "-e", "mailboxes_allow_mass_change=true")
    done = host.playbook("mailboxes.yml", *reviewed)
    assert done.returncode == 0, done.stdout
    after = json.loads(host.run(*live, "--format", "json")[1])["hosts"]["thu-1"]
    assert (after["changes"], after["letters"]) == ([], [])


@pytest.mark.long
def test_an_archive_that_falls_due_later_is_foretold_too(host, key):
    host.write(*STAFF, person("ts-3", "Trần Thị Cúc"))
    host.provision()
    host.execute("UPDATE accounts SET state = 'left', since = '2026-08-01' WHERE id = 'ts-3'")
    host.execute("UPDATE addresses SET delivers = NULL WHERE account = 'ts-3'")
    host.write(*STAFF, person("ts-3", "Trần Thị Cúc", decision("retire", "2026-08-01", "7/QĐ")))
    inventory = json.loads(host.inventory.read_text())
    inventory["all"]["children"]["mail_hosts"]["vars"] = {"mailboxes_recipients": [key[1]]}
    host.inventory.write_text(json.dumps(inventory))
    _, text = host.run("plan", "--live", "-i", str(host.inventory))
    assert "1 lưu trữ; 3 hộp thư giữ nguyên" in text


@pytest.mark.long
def test_a_missing_store_is_an_empty_one_and_stays_missing(host):
    code, text = host.run("plan", "--live", "-i", str(host.inventory))
    assert code == 0, text
    assert "3 hộp thư mới" in text
    assert not host.store.exists()


@pytest.mark.long
def test_what_can_not_be_read_is_one_vietnamese_sentence(host, tmp_path):
    host.store.write_bytes(b"khong phai SQLite" * 100)
    code, text = host.run("plan", "--live", "-i", str(host.inventory))
    assert code == 2
    assert "không đọc được hộp thư trên máy chủ: Không mở được kho tài khoản" in text
    assert len(text.splitlines()) == 1

    host.inventory.write_text('{"all": {"children": {"mail_hosts": {"hosts": {"xa": '
                              '{"ansible_host": "127.0.0.1", "ansible_port": 1}}}}}}')  # fmt: skip
    code, text = host.run("plan", "--live", "-i", str(host.inventory))
    assert code == 2
    assert "Không kết nối được tới máy xa" in text

    code, text = host.run("plan", "--live", "-i", str(tmp_path / "khong-co"))
    assert (code, "không có inventory" in text) == (2, True)


def test_live_and_base_do_not_mix(host):
    assert host.run("plan", "--live", "--head", "main")[0] == 2
    assert host.run("plan", "--base", "main", "-i", str(host.inventory))[0] == 2
    with pytest.raises(SystemExit):
        host.run("plan")
    with pytest.raises(SystemExit):
        host.run("plan", "--live", "--base", "main")


def test_a_roster_with_errors_asks_no_host(host):
    (host.roster / "phong-noi-vu.yml").write_text("id: phong-noi-vu\n")
    code, text = host.run("plan", "--live", "-i", str(host.inventory))
    assert code == 1
    assert "missing-field" in text
    assert not host.store.exists()
