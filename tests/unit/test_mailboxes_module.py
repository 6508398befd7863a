"""The module itself, as Ansible runs it: what it takes, what it says, what it keeps to itself."""

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from congvu.office import PROJECT

FILE = PROJECT / "plugins" / "modules" / "mailboxes.py"


@pytest.fixture(scope="module")
def module():
    spec = importlib.util.spec_from_file_location("mailboxes", FILE)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def given(**more):
    fields = {"id": "ts-1", "kind": "person", "name": "An", "address": "an@x.vn",
              "state": "active", "quota_mb": 1, **more}  # fmt: skip
    return json.dumps([fields])


def test_a_list_is_read_with_units_and_former_addresses(module):
    found = module.wanted(given(former_addresses=["cu@x.vn"], unit="Phòng A", unit_id="phong-a"))
    assert found.aliases == [("cu@x.vn", "ts-1")]
    assert (found.units["ts-1"].id, found.units["ts-1"].name) == ("phong-a", "Phòng A")


@pytest.mark.parametrize(
    "more",
    [
        {"id": "ts-1:x"},
        {"id": "ts-1\nts-2"},
        {"id": "../etc"},
        {"id": "."},
        {"address": "an@x.vn:::::::nopassword"},
        {"address": "an@x.vn\n"},
        {"address": "AN@x.vn"},
        {"address": "an"},
        {"former_addresses": ["a b@x.vn"]},
        {"unknown": 1},
    ],
)
def test_a_list_with_a_strange_id_or_address_is_refused(module, more):
    with pytest.raises((ValueError, TypeError)):
        module.wanted(given(**more))


@pytest.mark.long
@pytest.mark.parametrize(("more", "opened"), [
    ([], 0),
    (["-e", "mailboxes_allow_other_day=true"], 1),
])  # fmt: skip
def test_a_playbook_for_a_day_to_come_is_refused_unless_told(tmp_path, more, opened):
    """As roles/mailboxes gives it on."""
    store = tmp_path / "a.sqlite"
    host = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable,
            "mailboxes_store": str(store), "mailboxes_mail_root": str(tmp_path / "mail"),
            "mailboxes_dovecot": False, "mailboxes_accounts": given(),
            "district": {"name": "Xã", "domain": "x.vn"}}  # fmt: skip
    (tmp_path / "hosts.yml").write_text(json.dumps({"all": {"hosts": {"thu": host}}}))
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "all", "roles": ["mailboxes"]}]))
    command = [f"{sys.prefix}/bin/ansible-playbook", "-i", tmp_path / "hosts.yml",
               "-e", "mailboxes_day=9999-01-01", tmp_path / "play.yml"]  # fmt: skip
    environment = {**os.environ, "ANSIBLE_ROLES_PATH": str(PROJECT / "roles")}
    done, looked = (
        subprocess.run(
            [*command, *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True,
            check=False,
        )
        for arguments in (more, ["--check", *more])
    )  # fmt: skip
    assert looked.returncode == 0, looked.stdout
    assert (done.returncode == 0) == bool(opened), done.stdout
    assert ("ngày 01/01/9999 chưa đến" in " ".join(done.stdout.split())) != bool(opened)
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (opened,)


@pytest.mark.long
def test_it_warns_where_no_letter_can_be_printed_and_logs_nobody(tmp_path):
    """Through Ansible, with all that it would show."""
    play = [{
        "hosts": "localhost", "gather_facts": False,
        "tasks": [{"mailboxes": {"path": str(tmp_path / "a.sqlite"), "accounts": given(),
                                 "dovecot": False}}],
    }]  # fmt: skip
    file = tmp_path / "play.yml"
    file.write_text(json.dumps(play))
    done = subprocess.run(
        [f"{sys.prefix}/bin/ansible-playbook", "-i", "localhost,", "-c", "local", "-vvv",
         "-e", f"ansible_python_interpreter={sys.executable}", file],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    said = " ".join((done.stdout + done.stderr).split())
    assert "1 cán bộ chưa có thư mật khẩu đầu tiên nên chưa đăng nhập được" in said
    assert "accounts: recipients" in said
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as store:
        assert store.execute("SELECT first_password, letter FROM accounts").fetchall() == [
            (None, 1)
        ]
