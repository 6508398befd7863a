"""A mail host without a machine: its folders, a stub of Dovecot, and runs that can be killed."""

import base64
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from ansible.module_utils import accounts_schema, dovecot_sessions, letters, mail_tables
from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_plan import StoredAccount
from ansible.module_utils.archiving import Archiving, keys, restore
from ansible.module_utils.dovecot_sessions import SMTP_SESSIONS
from ansible.module_utils.first_passwords import normalised
from ansible.module_utils.mail_archive import KEY_SUFFIX, MAIL_SUFFIX, file_checksum
from ansible.module_utils.provisioning import (
    Decided,
    Followed,
    Places,
    Request,
    decide,
    follow,
)
from ansible.module_utils.wanted_accounts import Wanted

# There is no Dovecot that would have to look at its files.
dovecot_sessions.SETTLE_S = 0
HERE = Path(__file__).resolve().parent
DAY = date(2026, 11, 24)
OFFICE = {"name": "UBND huyện", "page": "https://mail.x.vn/tai-khoan/", "domain": "x.vn"}
UNIT = store.Unit("phong-noi-vu", "Phòng Nội vụ")


def account(number, name, address, state="active", quota=2048):
    return StoredAccount(f"ts-{number}", "person", name, f"{address}@x.vn", state, quota)


AN, BINH = account(1, "Nguyễn Văn An", "annv"), account(2, "Lê Thị Bình", "binhlt")
CHI, DUNG = account(3, "Trần Văn Chi", "chitv"), account(4, "Phạm Thị Dung", "dungpt", "suspended")
EM, GIANG = account(5, "Võ Văn Em", "emvv"), account(6, "Hồ Thị Giang", "gianght")
SHARED = StoredAccount("phong-noi-vu", "shared", "Phòng Nội vụ", "noivu@x.vn", "active", 5120)


def wanted(*accounts, aliases=(), rights=()):
    """What the roster wants; `rights` are ids of people who may open the shared mailbox."""
    units = {one.id: UNIT for one in accounts}
    grants = {(SHARED.id, person): "manager" for person in rights}
    return Wanted(list(accounts), list(aliases), units, grants=grants)


# What the store of schema 1 has, and a change of every kind to it: a new address, a suspension, an
# end of long ago, one lifted with a new letter, somebody new.
BEFORE = wanted(
    SHARED, AN, BINH, CHI, DUNG, rights=["ts-2"],
    aliases=[("annguyen@x.vn", "ts-1"), ("tocu@x.vn", "phong-noi-vu")],
)  # fmt: skip
AFTER = wanted(
    SHARED, replace(AN, address="annguyenvan@x.vn"), replace(BINH, state="suspended"),
    replace(DUNG, state="active", new_letter="2026-11-23"), EM, GIANG,
    replace(CHI, state="archived"),
    aliases=[("annv@x.vn", "ts-1")], rights=["ts-1"],
)  # fmt: skip


DOVEADM = """#!{python} -IS
import json, os, sys
file = "{sessions}"
with open(file) as stream:
    found = json.load(stream)
if sys.argv[-1] == "who":
    print(json.dumps([dict(username=one, service="imap") for one in found]))
elif sys.argv[1] == "-f":
    print("[]")
elif sys.argv[1] == "kick":
    with open(file + ".new", "w") as stream:
        json.dump(sorted(set(found) - set(sys.argv[2:])), stream)
    os.replace(file + ".new", file)
"""


def in_memory(rows):
    """Return a new accounts store in memory in which these rows stand, given as SQL."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.executescript(accounts_schema._SCHEMA + rows)
    return made


class MailHost:
    """The folders of a mail host, and who has a session open.

    Args:
        folder: where it lives.
        key: file of an age key, and its public part.
    """

    def __init__(self, folder, key):
        self.folder = folder
        self.key, self.public = key
        self.sessions = folder / "sessions.json"
        self.places = Places(
            str(folder / "accounts.sqlite"), folder / "tables", folder / "letters",
            folder / "mail", folder / "archives", [folder / "used"],
        )  # fmt: skip

    @classmethod
    def bare(cls, folder, key):
        """A host on which nothing was done yet, and where nobody has a session."""
        (folder / "mail").mkdir(parents=True)
        host = cls(folder, key)
        host.sessions.write_text("[]")
        return host

    @classmethod
    def of_schema_1(cls, folder, key):
        """A host that no run of today's form has seen."""
        (folder / "mail" / "ts-3" / "mail").mkdir(parents=True)
        (folder / "mail" / "ts-3" / "mail" / "u.1").write_text("thư")
        host = cls(folder, key)
        with closing(sqlite3.connect(host.places.store)) as made:
            made.executescript((HERE / "accounts_schema_1.sql").read_text(encoding="utf-8"))
        host.sessions.write_text('["ts-1", "ts-2", "ts-3"]')
        return host

    def copy(self, folder):
        """The same host once more."""
        return MailHost(Path(shutil.copytree(self.folder, folder)), (self.key, self.public))

    def request(self, what, **more):
        more = {"allow_mass_change": True, **more}
        return Request(self.places, what, OFFICE, (self.public,), **more)

    def run(self, request, day=DAY) -> tuple[Decided, Followed]:
        """Do one run, as the module does."""
        with closing(store.connect(self.places.store, read_only=request.dry)) as connection:
            decided = decide(connection, request, day)
            return decided, follow(connection, request, decided, self.doveadm)

    def doveadm(self, command):
        """Be doveadm (who, kick, auth cache flush), and the list of who sends: nobody."""
        if command[0] == SMTP_SESSIONS:
            return 0, "", ""
        open_ = set(json.loads(self.sessions.read_text()))
        if command[-1] == "who":
            return 0, json.dumps([{"username": one, "service": "imap"} for one in open_]), ""
        if "-f" in command:
            return 0, "[]", ""  # empty mailboxes
        if command[1] == "kick":
            beside = self.sessions.with_suffix(".new")
            beside.write_text(json.dumps(sorted(open_ - {command[2]})))
            beside.replace(self.sessions)
        return 0, "", ""

    def forked(self, request, prepare=lambda: None) -> int:
        """Start a run in a process of its own; return its id. It ends with 0, or 1 if it failed."""
        return forked(lambda: self.run(request), prepare)

    def module(self, what):
        """Start the module as Ansible does, a process of its own; return it once it has begun."""
        options = {
            "path": self.places.store, "accounts": as_text(what), "day": DAY.isoformat(),
            "mail": str(self.places.mail), "used": list(map(str, self.places.used)),
            "office": OFFICE, "recipients": [self.public], "allow_mass_change": True,
            "allow_other_day": True,
        }  # fmt: skip
        programs = self.folder / "bin"
        # What a killed module has started may still run.
        if not programs.exists():
            programs.mkdir()
            doveadm = programs / "doveadm"
            doveadm.write_text(DOVEADM.format(sessions=self.sessions, python=sys.executable))
            doveadm.chmod(0o755)
            sending = programs / Path(SMTP_SESSIONS).name
            sending.write_text("#!/bin/sh\n")  # nobody sends
            sending.chmod(0o755)
        run = subprocess.Popen(
            [sys.executable, HERE / "run_module.py", json.dumps(options)],
            env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert run.stdout.readline() == "begun\n"
        return run

    def bring_back(self, account):
        """Bring what is archived of an account back, as the module mailbox_back does it."""
        places = Archiving(self.places.mail, self.places.archives, (), DAY)
        with closing(store.connect(self.places.store, read_only=False)) as connection:
            opened = {
                name: subprocess.run(
                    ["age", "-d", "-i", self.key], input=key, capture_output=True, check=True
                ).stdout.decode()
                for name, key in keys(connection, self.places.archives, account).items()
            }
            return restore(connection, places, account, opened, self.merge)

    def merge(self, account, beside):
        """Be «doveadm sync»: add what is not there."""
        shutil.copytree(beside, self.places.mail / account, dirs_exist_ok=True)

    def state(self):
        """All that can be seen of it but what is drawn at random; what is amiss fails at once."""
        with closing(store.connect(self.places.store, read_only=True)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            tables = mail_tables.contents(connection, OFFICE)
            assert mail_tables.publish(self.places.tables, tables, dry=True) == []
            assert letters.sweep(connection, self.places.letters, dry=True) == []
            rows = {
                table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
                for table, columns in {
                    "domains": "*",
                    "accounts": "id, kind, name, unit, unit_id, state, since, quota_mb, letter, "
                    "first_password IS NULL, first_expires, letter_asked",
                    "addresses": "*",
                    "effects": "*",
                    "letters": "*",
                    "courses": "*",
                    "uses": "*",
                    "archives": "account, day, back",
                    "grants": "*",
                    "handovers": "*",
                }.items()
            }
            hashes = dict(connection.execute("SELECT id, first_password FROM accounts"))
        for letter in self.opened_letters():
            assert verifies(letter["password"], hashes[letter["account"]]), letter["account"]
        left = [file for file in self.places.tables.iterdir() if file.name.startswith(".")]
        assert left == []
        folders = sorted(file.name for file in self.places.mail.iterdir())
        self.look_at_archives()
        records = sorted(file.name for file in self.places.handovers.glob("*"))
        return {
            **rows,
            "folders": folders,
            "sessions": self.sessions.read_text(),
            "records": records,
        }

    def look_at_archives(self):
        """See that each archive is as it was recorded, and that there is nothing else."""
        with closing(store.connect(self.places.store, read_only=True)) as connection:
            rows = connection.execute("SELECT name, checksum, size FROM archives").fetchall()
        files = {f"{name}{suffix}" for name, *_ in rows for suffix in (MAIL_SUFFIX, KEY_SUFFIX)}
        folder = self.places.archives
        assert {file.name for file in folder.glob("*")} == files
        for name, checksum, size in rows:
            file = folder / (name + MAIL_SUFFIX)
            assert (file_checksum(file), file.stat().st_size) == (checksum, size)

    def opened_letters(self):
        """Yield the newest letter of each account that has one."""
        newest = {}
        files = sorted(self.places.letters.glob("*.age"), key=lambda file: int(file.stem))
        for file in files:
            command = ["age", "-d", "-i", self.key, file]
            done = subprocess.run(command, capture_output=True, check=True)
            for line in done.stdout.splitlines():
                letter = json.loads(line)
                newest[letter["account"]] = letter
        return list(newest.values())


def verifies(password, kept):
    """Tell whether a first password is that of a hash."""
    _, _, cost, salt, digest = kept.split("$")
    parameters = {name: int(value) for name, value in (part.split("=") for part in cost.split(","))}
    made = hashlib.scrypt(
        normalised(password).encode(), salt=base64.b64decode(salt), dklen=32, **parameters
    )
    return made == base64.b64decode(digest)


def as_text(what):
    """Return what is wanted as the filter desired_accounts says it."""
    former = {}
    for address, account in what.aliases:
        former.setdefault(account, []).append(address)
    grants = {}
    for (mailbox, one), basis in what.grants.items():
        grants.setdefault(mailbox, []).append((one, basis))
    names = ("id", "kind", "name", "address", "state", "quota_mb")
    return json.dumps([
        {**{name: getattr(one, name) for name in names}, "unit": UNIT.name, "unit_id": UNIT.id,
         "former_addresses": former.get(one.id, []), "grants": grants.get(one.id, [])}
        for one in what.accounts
    ])  # fmt: skip


def forked(run, prepare=lambda: None) -> int:
    """Start something in a process of its own; return its id. It ends with 0, or 1 if it failed."""
    child = os.fork()
    if child:
        return child
    try:
        prepare()
        run()
    except BaseException:
        os._exit(1)
    os._exit(0)


def killing_at(step):
    """Return what has a process killed at its so-many-th line of the module's own code."""
    seen = 0

    def trace(frame, event, _):
        nonlocal seen
        if not frame.f_code.co_filename.endswith(OWN):
            return None
        if event == "line":
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return lambda: sys.settrace(trace)


def steps(run):
    """Return how many lines of the module's own code a run goes through, by where they stand.

    The first and the last time that a line is reached count; what a loop does between them is the
    same again.
    """
    seen, first, last = 0, {}, {}

    def trace(frame, event, _):
        nonlocal seen
        if not frame.f_code.co_filename.endswith(OWN):
            return None
        if event == "line":
            seen += 1
            place = frame.f_code.co_filename, frame.f_lineno
            first.setdefault(place, seen)
            last[place] = seen
        return trace

    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(None)
    return sorted({*first.values(), *last.values()})


OWN = tuple(
    f"module_utils/{file.name}" for file in (HERE.parents[1] / "plugins/module_utils").glob("*.py")
)
