"""Stores of an older form become one of today's, whole or not at all; newer ones are refused."""

import itertools
import os
import signal
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from ansible.module_utils import accounts_schema, accounts_store
from ansible.module_utils.accounts_schema import SCHEMA_VERSION, StoreError
from mail_hosts import forked

OLD = (Path(__file__).with_name("accounts_schema_1.sql")).read_text(encoding="utf-8")
OLD_2 = (Path(__file__).with_name("accounts_schema_2.sql")).read_text(encoding="utf-8")
OLD_3 = (Path(__file__).with_name("accounts_schema_3.sql")).read_text(encoding="utf-8")
OLD_4 = (Path(__file__).with_name("accounts_schema_4.sql")).read_text(encoding="utf-8")


@pytest.fixture
def old(tmp_path):
    file = tmp_path / "accounts.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(OLD)
    return file


def form(connection):
    """Return the schema without what differs by the way it was made."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: sql.replace('"', "") for name, sql in rows}


def test_nothing_that_schema_1_knew_is_lost(old):
    with closing(accounts_store.connect(str(old), read_only=False)) as store:
        assert {row[0]: row[:6] for row in accounts_store.accounts(store)} == {
            "phong-noi-vu": ("phong-noi-vu", "shared", "Phòng Nội vụ", "noivu@x.vn",
                             "active", 5120),
            "to-cu": ("to-cu", "shared", "Tổ cũ", "tocu@x.vn", "left", 5120),
            "ts-1": ("ts-1", "person", "Nguyễn Văn An", "annv@x.vn", "active", 2048),
            "ts-2": ("ts-2", "person", "Lê Thị Bình", "binhlt@x.vn", "active", 2048),
            "ts-3": ("ts-3", "person", "Trần Văn Chi", "chitv@x.vn", "active", 2048),
            "ts-4": ("ts-4", "person", "Phạm Thị Dung", "dungpt@x.vn", "suspended", 2048),
            "ts-5": ("ts-5", "person", "Võ Văn Em", "emvv@x.vn", "left", 2048),
        }  # fmt: skip
        assert sorted(accounts_store.addresses(store)) == [
            ("annguyen@x.vn", "ts-1", "former"),
            ("annv@x.vn", "ts-1", "main"),
            ("binhlt@x.vn", "ts-2", "main"),
            ("chitv@x.vn", "ts-3", "main"),
            ("dungpt@x.vn", "ts-4", "main"),
            ("noivu@x.vn", "phong-noi-vu", "main"),
            ("tocu@x.vn", "phong-noi-vu", "former"),
        ]
        # A dissolved unit's address delivers to its heir and is still the unit's.
        assert accounts_store.owners(store)["tocu@x.vn"] == "to-cu"
        since = dict(store.execute("SELECT id, since FROM accounts WHERE state = 'left'"))
        assert since == {"to-cu": "2026-03-01", "ts-5": "2026-05-01"}
        # Everybody who may log in gets a letter: the old passwords open nothing any more.
        assert {row[7] for row in accounts_store.accounts(store)} == {None}
        assert "password" not in [row[1] for row in store.execute("PRAGMA table_info(accounts)")]


def test_nothing_that_schema_2_knew_is_lost_and_use_counts_from_the_offices_day(
    tmp_path, monkeypatch
):
    # Already tomorrow in Vietnam, at five in the afternoon in UTC.
    monkeypatch.setattr(accounts_schema, "today", lambda: date(2031, 1, 2))
    file = tmp_path / "accounts.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(OLD_2)
        tables = ("domains", "accounts", "addresses", "letters")
        before = {table: made.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    with closing(accounts_store.connect(str(file), read_only=False)) as store:
        # Whose letter was made, or is being made, needs no other one.
        before["accounts"] = [(*row, "") for row in before["accounts"]]
        for table, rows in before.items():
            assert store.execute(f"SELECT * FROM {table}").fetchall() == rows
        effects = store.execute("SELECT kind, account FROM effects ORDER BY id").fetchall()
        assert effects == [("sessions", "ts-5"), ("tables", None)]
        # Who has a letter; nobody is locked out for want of use that was never written down.
        assert store.execute("SELECT account, fresh, dormant FROM uses").fetchall() == [
            ("ts-1", "2031-01-02", None)
        ]


@pytest.mark.parametrize(("version", "script"), [(3, OLD_3), (4, OLD_4)])
def test_nothing_that_it_knew_is_lost_and_nobody_has_a_right_yet(tmp_path, version, script):
    file = tmp_path / "accounts.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(script)
        names = [name for (name,) in made.execute("SELECT name FROM sqlite_schema "
                                                  "WHERE type = 'table'")]  # fmt: skip
        before = {table: made.execute(f"SELECT * FROM {table}").fetchall() for table in names}
    effects = before.pop("effects")
    if version == 3:
        # Its day is the controller's, and no roster could ask for a letter.
        before["orders"] = [(*row, "2026-11-24") for row in before["orders"]]
        before["accounts"] = [(*row, "") for row in before["accounts"]]
    with closing(accounts_store.connect(str(file), read_only=False)) as store:
        for table, rows in before.items():
            assert rows
            assert store.execute(f"SELECT * FROM {table}").fetchall() == rows
        *kept, new = store.execute("SELECT * FROM effects ORDER BY id").fetchall()
        assert kept == effects
        assert new[1:3] == ("tables", None)
        assert accounts_store.grants(store) == []


@pytest.mark.parametrize("form_of", [OLD, OLD_2, OLD_3, OLD_4])
def test_it_has_then_the_form_of_a_new_one(form_of, tmp_path):
    old = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(old)) as made:
        made.executescript(form_of)
    with (
        closing(accounts_store.connect(str(old), read_only=False)) as renewed,
        closing(accounts_store.connect(str(tmp_path / "new.sqlite"), read_only=False)) as new,
    ):
        assert form(renewed) == form(new)
        assert renewed.execute("PRAGMA foreign_key_check").fetchall() == []


def killed_at_statement(file, number):
    """Renew a store in a process that is killed before its so-many-th statement; return its end."""

    def connection(path, made=accounts_store._connection):
        opened = made(path)
        # What it has written so far stands in the file already, half of it.
        opened.execute("PRAGMA cache_size = 1")
        seen = itertools.count(1)
        opened.set_trace_callback(
            lambda _: next(seen) == number and os.kill(os.getpid(), signal.SIGKILL)
        )
        return opened

    def run():
        accounts_store._connection = connection
        accounts_store.connect(str(file), read_only=False).close()

    _, status = os.waitpid(forked(run), 0)
    return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("form_of", [OLD, OLD_2, OLD_3])
def test_killed_in_the_middle_it_is_undone_and_done_by_the_next(form_of, tmp_path, monkeypatch):
    monkeypatch.setattr(accounts_schema, "today", lambda: date(2031, 1, 2))

    def dumped(file):
        with closing(accounts_store.connect(str(file), read_only=False)) as store:
            assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return list(store.iterdump())

    undone = 0
    for number in itertools.count():
        file = tmp_path / f"{number}.sqlite"
        with closing(sqlite3.connect(file)) as made:
            made.executescript(form_of)
            before = list(made.iterdump())
        if number == 0:
            straight = dumped(file)
        elif (code := killed_at_statement(file, number)) == 0:
            break
        else:
            assert code == -signal.SIGKILL
            with closing(sqlite3.connect(file)) as left:
                found = list(left.iterdump())
            # All of it or nothing; it is all only behind the end of the transaction.
            assert found in (before, straight)
            undone += found == before
            assert dumped(file) == straight
    assert number - 3 <= undone < number
    assert undone > 5


def test_looking_renews_nothing_on_the_disk(old):
    before = old.read_bytes()
    with closing(accounts_store.connect(str(old), read_only=True)) as store:
        assert len(accounts_store.accounts(store)) == 7
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("script", "version", "last"),
    [
        (OLD, 1, "DROP TABLE accounts_1;"),
        (OLD_3, 3, "INSERT INTO effects (kind, day)"),
        (OLD_4, 4, "INSERT INTO effects (kind, day)"),
    ],
)
def test_what_fails_in_the_middle_leaves_the_old_form(tmp_path, monkeypatch, script, version, last):
    old = tmp_path / "accounts.sqlite"
    with closing(sqlite3.connect(old)) as made:
        made.executescript(script)
    before = old.read_bytes()
    step = accounts_schema._STEPS[version]
    assert last in step
    script = step.replace(last, f"DROP TABLE nowhere; {last}")
    with monkeypatch.context() as broken:
        broken.setitem(accounts_schema._STEPS, version, script)
        with pytest.raises(StoreError, match="no such table: nowhere"):
            accounts_store.connect(str(old), read_only=False)
    assert old.read_bytes() == before
    accounts_store.connect(str(old), read_only=False).close()


@pytest.mark.parametrize("read_only", [True, False])
def test_an_older_program_refuses_a_newer_store_and_leaves_it(tmp_path, read_only):
    file = tmp_path / "accounts.sqlite"
    accounts_store.connect(str(file), read_only=False).close()
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="do một phiên bản mới hơn tạo ra"):
        accounts_store.connect(str(file), read_only=read_only)
    assert file.read_bytes() == before
