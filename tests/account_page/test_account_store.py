"""The service's own files: rights, journal, migration, its key."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from offices import CHOSEN, INSIDE, Browser, code

from account_page import app, factors, people, settings, store


def test_dovecot_can_read_the_one_and_nobody_the_other(service, settings):
    modes = {
        name: stat.S_IMODE((settings.state / name).stat().st_mode)
        for name in ("login.sqlite", "app_passwords.sqlite", "ends")
    }
    assert modes == {"login.sqlite": 0o600, "app_passwords.sqlite": 0o640, "ends": 0o700}


def test_the_one_that_dovecot_reads_has_a_rollback_journal(service, settings):
    journals = {}
    for name in ("login.sqlite", "app_passwords.sqlite"):
        with closing(sqlite3.connect(settings.state / name)) as database:
            journals[name] = database.execute("PRAGMA journal_mode").fetchone()[0]
    assert journals == {"login.sqlite": "wal", "app_passwords.sqlite": "delete"}


@pytest.mark.parametrize("name", ["login.sqlite", "app_passwords.sqlite"])
def test_an_older_program_refuses_a_newer_store_and_leaves_it_alone(service, settings, name):
    file = settings.state / name
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(store.StoreTooNewError, match="schema 99"):
        app.create(settings)
    assert file.read_bytes() == before


def test_a_migration_that_is_cut_off_is_undone(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "LOGIN", (*store.LOGIN, "CREATE TABLE more (x); BROKEN SQL"))
    with pytest.raises(sqlite3.OperationalError):
        store.prepare(tmp_path)
    with closing(sqlite3.connect(tmp_path / "login.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert database.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_newer_program_takes_an_older_store_on(phone, service, settings, monkeypatch):
    phone.begin_outside()
    newer = (*store.LOGIN, "ALTER TABLE devices ADD COLUMN more TEXT")
    monkeypatch.setattr(store, "LOGIN", newer)
    store.prepare(settings.state)
    assert phone.open("/hai-buoc/ma-du-phong").title == "Mã dự phòng"


def test_secrets_of_apps_say_nothing_without_the_key(phone, settings, time):
    secret = phone.begin_outside()
    with store.login(settings.state) as database:
        [row] = database.execute("SELECT secret FROM factors").fetchall()
        assert secret.encode() not in row["secret"]
        with pytest.raises(InvalidToken):
            Fernet(Fernet.generate_key()).decrypt(row["secret"])
        assert settings.box.decrypt(row["secret"]).decode() == secret


def test_two_tries_with_one_code_at_once_do_not_both_win(phone, settings, office, time):
    secret = phone.begin_outside()
    time.pass_by(minutes=1)
    with people.opened(office.file) as tables:
        person = tables.person("ts-0001")
    with store.login(settings.state) as one, store.login(settings.state) as two:
        before = factors.of(one, person)
        assert factors.totp_matches(two, person, code(secret), settings.box)
        real, factors_of = factors.of, lambda *_: before
        try:
            factors.of = factors_of  # what the first had read before the second won
            assert not factors.totp_matches(one, person, code(secret), settings.box)
        finally:
            factors.of = real


def test_chosen_passwords_are_argon2id(desk, settings):
    desk.begin()
    with store.login(settings.state) as database:
        hashes = [row["hash"] for row in database.execute("SELECT hash FROM passwords")]
    assert all(made.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for made in hashes)
    assert CHOSEN not in "".join(hashes)


def test_the_key_is_systemds_credential_or_a_named_file(tmp_path):
    key = Fernet.generate_key()
    (tmp_path / "key").write_bytes(key + b"\n")
    found = settings.from_environment({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert found.key == key
    assert found.people == Path("/var/lib/congvu/tables/people.sqlite")
    assert found.state == Path("/var/lib/congvu-login")
    named = settings.from_environment(
        {
            "CONGVU_LOGIN_KEY": str(tmp_path / "key"),
            "CONGVU_PEOPLE": "/a/people.sqlite",
            "CONGVU_LOGIN_STATE": "/b",
        }
    )
    assert (named.people, named.state) == (Path("/a/people.sqlite"), Path("/b"))


@pytest.mark.parametrize("content", [None, b"", b"short"])
def test_without_a_key_it_does_not_start(tmp_path, content):
    environment = {"CONGVU_LOGIN_KEY": str(tmp_path / "key")} if content is not None else {}
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(settings.SettingsError, match="key"):
        settings.from_environment(environment)


def test_it_stands_alone():
    """No module of the service imports the project's others: a host has them not."""
    files = Path(app.__file__).parent.rglob("*.py")
    assert not [file for file in files if "congvu." in file.read_text("utf-8").split('"""', 2)[2]]


def test_a_table_that_is_there_already_is_taken(office, settings, time):
    """The role `dovecot` makes the file, so that Dovecot can start before this service does."""
    with closing(sqlite3.connect(settings.state / "app_passwords.sqlite")) as database, database:
        database.execute(
            "CREATE TABLE app_passwords (id INTEGER PRIMARY KEY, account TEXT NOT NULL,"
            " letter INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,"
            " made TEXT NOT NULL)"
        )
    desk = Browser(app.create(settings), INSIDE)
    desk.begin()
    desk.open("/dien-thoai").send(name="Máy", once="1")
    assert "08:00 ngày 03/03/2027" in desk.open("/thiet-bi").text
