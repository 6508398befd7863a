"""Archives of mailboxes, with the real tar, zstd and age."""

import os
import shutil
import subprocess

import pytest
from ansible.module_utils.mail_archive import (
    ArchiveError,
    archive,
    bring_back,
    file_checksum,
    remove_mailbox,
)


@pytest.fixture
def mailbox(tmp_path):
    """A mailbox as Dovecot's sdbox lays it out, with Vietnamese folders."""
    root = tmp_path / "vmail" / "ts-0001"
    folder = root / "mail" / "mailboxes" / "Đã xử lý 2026" / "dbox-Mails"
    folder.mkdir(parents=True)
    (folder / "u.1").write_bytes(os.urandom(300_000))
    (folder / "dovecot.index.log").write_bytes(b"flags")
    (root / "mail" / "subscriptions").write_text("Đã xử lý 2026\n")
    folder.chmod(0o700)
    return root


def content(root):
    return {
        str(one.relative_to(root)): (
            one.stat().st_mode,
            int(one.stat().st_mtime),
            one.is_file() and one.read_bytes(),
        )
        for one in sorted(root.rglob("*"))
    }


def own_key(archived, key):
    command = ["age", "--decrypt", "--identity", key[0], archived.key]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_comes_back_as_it_was_by_its_own_key_alone(mailbox, key, tmp_path):
    before = content(mailbox)
    archived = archive(mailbox, tmp_path / "archives", "ts-0001-1", [key[1]])
    assert content(mailbox) == before, "archiving leaves the mailbox"
    remove_mailbox(mailbox)
    assert list(mailbox.parent.iterdir()) == []
    bring_back(archived, own_key(archived, key), mailbox)
    assert content(mailbox) == before
    assert [one.name for one in mailbox.parent.iterdir()] == ["ts-0001"]


def test_nothing_of_the_mail_is_readable_in_the_archive(mailbox, key, tmp_path):
    (mailbox / "letter").write_text("Kính gửi ông Nguyễn Văn An " * 999)
    archived = archive(mailbox, tmp_path / "archives", "a", [key[1]])
    stored = archived.mail.read_bytes()
    assert stored.startswith(b"age-encryption.org/v1")
    assert b"Nguy" not in stored and len(stored) < 350_000, "compressed, then encrypted"
    assert archived.mail.stat().st_mode & 0o077 == archived.key.stat().st_mode & 0o077 == 0
    # The office's identity reads the archive's key, and not the archive.
    refused = subprocess.run(
        ["age", "--decrypt", "--identity", key[0], archived.mail],
        check=False,
        capture_output=True,
    )
    assert refused.returncode


def test_what_was_read_back_is_compared(mailbox, key, tmp_path, monkeypatch):
    """A message that comes while the archive is written is not lost: the archive is refused."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "zstd").write_text(
        f'#!/bin/sh\n{shutil.which("zstd")} "$@"\ncode=$?\n'
        f"echo late > '{mailbox}/mail/subscriptions'\nexit $code\n"
    )
    (programs / "zstd").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    with pytest.raises(ArchiveError, match=r"^Lệnh tar không xong"):
        archive(mailbox, tmp_path / "archives", "a", [key[1]])


def test_a_damaged_archive_changes_nothing(mailbox, key, tmp_path):
    archived = archive(mailbox, tmp_path / "archives", "a", [key[1]])
    before = content(mailbox)
    damaged = bytearray(archived.mail.read_bytes())
    damaged[-100] ^= 1
    archived.mail.write_bytes(damaged)
    with pytest.raises(ArchiveError, match="sai mã SHA-256"):
        bring_back(archived, own_key(archived, key), mailbox)
    assert content(mailbox) == before


def test_another_archives_key_changes_nothing(mailbox, key, tmp_path):
    archived = archive(mailbox, tmp_path / "archives", "a", [key[1]])
    other = archive(mailbox, tmp_path / "archives", "b", [key[1]])
    before = content(mailbox)
    with pytest.raises(ArchiveError, match=r"^Lệnh age không xong"):
        bring_back(archived, own_key(other, key), mailbox)
    assert content(mailbox) == before
    assert [one.name for one in mailbox.parent.iterdir()] == ["ts-0001"]


def test_nobody_is_archived_for_nobody(mailbox, tmp_path):
    with pytest.raises(ArchiveError, match=r"accounts\.recipients"):
        archive(mailbox, tmp_path / "archives", "a", [])


def test_a_program_that_fails_leaves_no_archive(mailbox, key, tmp_path):
    with pytest.raises(ArchiveError, match="age"):
        archive(mailbox, tmp_path / "archives", "a", ["age1wrong"])
    assert list((tmp_path / "archives").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system of its own")
def test_a_full_disk_is_told_as_such_and_leaves_the_mailbox(mailbox, key, tmp_path):
    folder = tmp_path / "archives"
    folder.mkdir()
    (mailbox / "big").write_bytes(os.urandom(4_000_000))
    before = content(mailbox)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True)
    try:
        with pytest.raises(ArchiveError, match="no space left on device"):
            archive(mailbox, folder, "a", [key[1]])
        assert [one.name for one in folder.iterdir()] == ["a.key.age"]
    finally:
        subprocess.run(["umount", folder], check=True)
    assert content(mailbox) == before


def test_a_second_try_is_as_the_first(mailbox, key, tmp_path):
    first = archive(mailbox, tmp_path / "archives", "a", [key[1]])
    again = archive(mailbox, tmp_path / "archives", "a", [key[1]])
    assert again.mail == first.mail and again.checksum == file_checksum(again.mail)
    remove_mailbox(mailbox)
    remove_mailbox(mailbox)
    bring_back(again, own_key(again, key), mailbox)
    assert (mailbox / "mail" / "subscriptions").exists()
