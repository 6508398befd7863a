"""Files for the daemons are made when something that they follow from changes, and only then."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from ansible.module_utils import accounts_store as store
from ansible.module_utils import cdb, made_tables, mail_tables
from ansible.module_utils.effects import Effects
from ansible.module_utils.wanted_accounts import Manner
from mail_hosts import AN, BINH, OFFICE, SHARED, MailHost, wanted

ROSTER = replace(
    wanted(SHARED, AN, BINH, aliases=[("cu@x.vn", "ts-1")]),
    manners={"ts-1": Manner("keep", "", "2026-01-01")},
)


@pytest.fixture
def host(tmp_path):
    host = MailHost.of_schema_1(tmp_path, ("", ""))
    # Nobody gets a letter, so that nothing has to be encrypted.
    host.run(replace(host.request(ROSTER), recipients=()))
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        connection.execute("INSERT INTO uses (account, fresh) VALUES ('ts-1', '2026-01-01')")
    published(host)
    return host


@pytest.fixture
def made(monkeypatch):
    """How often the files were made."""
    calls = []
    contents = mail_tables.contents
    monkeypatch.setattr(mail_tables, "contents", lambda *said: calls.append(1) or contents(*said))
    return calls


def published(host, *, dry=False, office=OFFICE):
    """Publish, and return the names of the files that were not right."""
    with closing(store.connect(host.places.store, read_only=dry)) as connection:
        return Effects(connection, dry=dry).publish(host.places.tables, office)


def as_they_should_be(host):
    with closing(store.connect(host.places.store, read_only=True)) as connection:
        wanted = mail_tables.contents(connection, OFFICE)
    return mail_tables.publish(host.places.tables, wanted, dry=True) == []


def test_files_that_are_right_are_not_made_anew(host, made):
    assert published(host) == published(host, dry=True) == []
    assert made == []


@pytest.mark.parametrize("name", [*mail_tables.NAMES, made_tables.RECORD])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"ts-1", b"ts-2")),
        lambda file: file.chmod(0o644),
        lambda file: (file.parent / f".{file.name}.x1y2").write_bytes(b"half"),
    ],
)
def test_a_file_that_a_hand_spoiled_is_put_right(host, name, spoil):
    spoil(host.places.tables / name)
    differing = published(host, dry=True)
    assert published(host) == differing
    assert as_they_should_be(host)
    assert [file for file in host.places.tables.iterdir() if file.name.startswith(".")] == []
    assert published(host) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"source": 1}', "null", "{", "\udcff"])
def test_a_spoilt_record_is_as_none(host, made, text):
    record = host.places.tables / made_tables.RECORD
    good = record.read_bytes()
    record.write_bytes(text.encode(errors="surrogateescape"))
    assert published(host) == []
    assert (made, record.read_bytes()) == ([1], good)


@pytest.mark.parametrize("table", ["accounts", "addresses", "courses", "uses"])
def test_every_column_that_the_files_are_made_of_counts(host, table):
    with closing(store.connect(host.places.store, read_only=True)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        before = made_tables.source(connection, OFFICE)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for column in columns:
            connection.execute("BEGIN")
            changed = connection.execute(
                f"UPDATE {table} SET {column} = '7' WHERE {columns[0]} = "
                f"(SELECT min({columns[0]}) FROM {table})"
            ).rowcount
            assert changed == 1
            assert made_tables.source(connection, OFFICE) != before, column
            connection.execute("ROLLBACK")
        connection.execute(f"DELETE FROM {table}")
        assert made_tables.source(connection, OFFICE) != before


def test_the_office_and_the_code_count(host, made, monkeypatch):
    with closing(store.connect(host.places.store, read_only=True)) as connection:
        before = made_tables.source(connection, OFFICE)
        assert made_tables.source(connection, {**OFFICE, "name": "UBND xã"}) != before
        for code in (cdb, mail_tables):
            with monkeypatch.context() as patch:
                patch.setattr(code.__loader__, "get_source", lambda name: "another version")
                assert made_tables.source(connection, OFFICE) != before
    assert published(host, office={**OFFICE, "name": "UBND xã"}) == ["people.sqlite"]
    assert made == [1]


def test_all_that_the_files_are_made_of_is_looked_at(host):
    read = set()

    def authorize(action, table, *_):
        if action == sqlite3.SQLITE_READ:
            read.add(table)
        return sqlite3.SQLITE_OK

    with closing(store.connect(host.places.store, read_only=True)) as connection:
        connection.set_authorizer(authorize)
        mail_tables.contents(connection, OFFICE)
    assert "accounts" in read
    assert not read & set(made_tables._BESIDE)


def test_what_only_differs_each_day_makes_nothing_anew(host, made):
    with closing(store.connect(host.places.store, read_only=False)) as connection:
        connection.execute("INSERT INTO wanted VALUES ('2027-01-01', '[]')")
        connection.execute("INSERT INTO effects (kind, day) VALUES ('tables', '2027-01-01')")
    assert published(host) == []
    assert made == []
