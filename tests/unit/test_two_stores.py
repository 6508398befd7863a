"""What a person decides, and what the roster decides, live apart: provisioning opens none of it."""

import ctypes
import os
import struct
from dataclasses import replace

import pytest
from mail_hosts import AFTER, BEFORE, MailHost

pytestmark = pytest.mark.long

# inotify(7): any look into a file, or change of it.
ACCESS, MODIFY, OPEN = 0x1, 0x2, 0x20
EVENT = struct.Struct("iIII")


class Watched:
    """What is opened in a folder, by whatever process; the kernel says it."""

    def __init__(self, folder):
        libc = ctypes.CDLL(None, use_errno=True)
        self._queue = libc.inotify_init1(os.O_NONBLOCK)
        assert self._queue >= 0
        mask = ACCESS | MODIFY | OPEN
        assert libc.inotify_add_watch(self._queue, os.fsencode(folder), mask) >= 0

    def opened(self):
        """Return the names of what was opened since it was asked last; «» is the folder itself."""
        names = set()
        try:
            while data := os.read(self._queue, 65536):
                while data:
                    *_, length = EVENT.unpack_from(data)
                    name, data = data[EVENT.size :][:length], data[EVENT.size + length :]
                    names.add(name.rstrip(b"\0").decode())
        except BlockingIOError:
            return names


@pytest.fixture
def page(tmp_path):
    """The account page's folder, with files as it keeps them."""
    folder = tmp_path / "congvu-login"
    (folder / "used").mkdir(parents=True)
    (folder / "used" / "ts-1").touch()
    for name in ("login.sqlite", "login.sqlite-wal", "app_passwords.sqlite"):
        (folder / name).write_text("mật khẩu tự đặt")
    return folder


def test_provisioning_opens_no_file_of_chosen_passwords(page, key, tmp_path):
    host = MailHost.of_schema_1(tmp_path / "host", key)
    host.places = replace(host.places, used=[page / "used"])
    watched = Watched(page)
    host.run(host.request(BEFORE))
    run = host.module(AFTER)
    run.communicate()
    assert run.returncode == 0
    host.run(host.request(AFTER, new_letters=["annv@x.vn"]))
    host.run(host.request(BEFORE, dry=True))
    # When an account was used last is all that it looks for.
    assert watched.opened() == {"used"}
    (page / "login.sqlite").read_text()
    assert watched.opened() == {"login.sqlite"}
