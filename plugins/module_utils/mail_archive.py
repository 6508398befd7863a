"""A mailbox as one compressed, encrypted file, and back (Article 7).

Each archive has a key of its own, and the office's age recipients can read that key. So whoever
brings one mailbox back gives the host the key to this mailbox alone: the office's own identity
never leaves the controller, and the mail never leaves the host.

The programs are GNU tar, zstd and age, in a pipe: a mailbox of any size needs no space beside its
archive, and an archive can be opened by hand, without congvu, for as long as these exist.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansible.module_utils.age import encrypting
from ansible.module_utils.atomic import sync_folder

MAIL_SUFFIX = ".tar.zst.age"
KEY_SUFFIX = ".key.age"
# What folders beside the mailboxes are called: one to be added to a mailbox, one that is being
# unpacked, one that is being removed. Each holds mail in clear.
BACK = ".back-"
_COMING = ".coming-"
_LEAVING = ".leaving-"


class ArchiveError(Exception):
    """A mailbox can't be archived or brought back; the message is Vietnamese."""


@dataclass(frozen=True)
class Archive:
    """One archived mailbox.

    Attributes:
        mail: the encrypted file.
        key: the archive's key, encrypted to the office's recipients.
        checksum: SHA-256 of the encrypted file, in hexadecimal.
        size: of the encrypted file, in bytes.
    """

    mail: Path
    key: Path
    checksum: str
    size: int


def archive(mailbox: Path, folder: Path, name: str, recipients: Sequence[str]) -> Archive:
    """Write a mailbox to an archive, read it back and compare it; the mailbox stays.

    A second call for the same name begins anew: nothing counts before it was compared.

    Args:
        mailbox: the account's folder. Nothing may write to it meanwhile.
        folder: where archives lie.
        name: of the archive, without a suffix.
        recipients: the office's age recipients.

    Raises:
        ArchiveError: a program failed, or what was read back is not what the mailbox holds.
    """
    if not recipients:
        raise ArchiveError(
            "Chưa lưu trữ hộp thư nào: district.yml chưa ghi khóa nhận (accounts.recipients), nên "
            "không có ai mở được bản lưu trữ."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mail, key = folder / (name + MAIL_SUFFIX), folder / (name + KEY_SUFFIX)
    identity, recipient = _new_key()
    with _written(key) as stream:
        _pipe([encrypting(recipients)], stream, given=identity)
    with _written(mail) as stream:
        _pipe([_tar_from(mailbox), _COMPRESS, encrypting([recipient])], stream)
    with _readable(identity) as identity_file:
        _pipe(
            [_age_from(identity_file, mail), _EXPAND, ["tar", "--compare", *_tar_of(mailbox)]],
            subprocess.DEVNULL,
        )
    return Archive(mail, key, file_checksum(mail), mail.stat().st_size)


def bring_back(archived: Archive, identity: str, mailbox: Path) -> None:
    """Make a mailbox what it was, flags and folders included; the archive stays.

    Args:
        archived: which archive, with the checksum that was recorded.
        identity: the archive's own key, as its key file holds it.
        mailbox: the account's folder; one that is there is replaced as a whole.

    Raises:
        ArchiveError: the archive is not the one recorded, or can't be read with this key. Nothing
            has changed then.
    """
    if not archived.mail.exists():
        raise ArchiveError(f"Không thấy bản lưu trữ {archived.mail}.")
    if file_checksum(archived.mail) != archived.checksum:
        raise ArchiveError(
            f"Bản lưu trữ {archived.mail} không còn như khi ghi (sai mã SHA-256). Hãy lấy lại từ "
            "bản sao lưu rồi chạy lại."
        )
    coming = mailbox.with_name(f"{_COMING}{mailbox.name}")
    _remove(coming)
    coming.mkdir(mode=0o700, parents=True)
    try:
        with _readable(identity) as identity_file:
            extract = ["tar", "--extract", "--same-owner", "--same-permissions", *_tar_of(coming)]
            _pipe([_age_from(identity_file, archived.mail), _EXPAND, extract], subprocess.DEVNULL)
    except ArchiveError:
        _remove(coming)
        raise
    _remove(mailbox)
    coming.rename(mailbox)
    sync_folder(mailbox.parent)


def remove_mailbox(mailbox: Path) -> None:
    """Remove a mailbox that is archived; what a killed run left is removed by the next one."""
    leaving = mailbox.with_name(f"{_LEAVING}{mailbox.name}")
    _remove(leaving)
    if mailbox.exists():
        # At once for whoever looks; the files go after that.
        mailbox.rename(leaving)
        sync_folder(mailbox.parent)
        _remove(leaving)


def half_done(mail: Path) -> list[tuple[str, Path]]:
    """Return (account, folder) of what a killed run left beside the mailboxes.

    Args:
        mail: folder that holds each account's mail. Nothing may be brought back there meanwhile.
    """
    found = []
    for folder in sorted(mail.glob(".*")):
        account = folder.name
        for beginning in (_COMING, _LEAVING, BACK):
            account = account.removeprefix(beginning)
        if account != folder.name:
            found.append((account, folder))
    return found


def remove_half_done(folder: Path) -> None:
    """Remove a folder of `half_done`: its mail is in an archive, or was to be removed."""
    _remove(folder)


def file_checksum(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal, as the disk has it and not the cache."""
    with file.open("rb") as stream:
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(stream, "sha256").hexdigest()


_COMPRESS = ["zstd", "--quiet", "--stdout", "-6"]
_EXPAND = ["zstd", "--quiet", "--stdout", "--decompress"]


def _tar_of(folder: Path) -> list[str]:
    return ["--file", "-", "--directory", str(folder)]


def _tar_from(folder: Path) -> list[str]:
    return ["tar", "--create", "--sort=name", "--format=posix", *_tar_of(folder), "."]


def _age_from(identity_file: str, file: Path) -> list[str]:
    return ["age", "--decrypt", "--identity", identity_file, str(file)]


def _new_key() -> tuple[str, str]:
    """Return a new identity, as a file holds it, and its recipient."""
    made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=False)
    if made.returncode:
        raise ArchiveError(f"age-keygen không tạo được khóa: {made.stderr.strip()}")
    recipient = subprocess.run(
        ["age-keygen", "-y"], input=made.stdout, capture_output=True, text=True, check=True
    )
    return made.stdout, recipient.stdout.strip()


@contextlib.contextmanager
def _readable(text: str) -> Iterator[str]:
    """Give a text to a program as a file that is in memory only; yield its path."""
    descriptor = os.memfd_create("age-identity", 0)
    try:
        os.write(descriptor, text.encode())
        # The program opens it anew, from its beginning.
        yield f"/proc/{os.getpid()}/fd/{descriptor}"
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _written(file: Path) -> Iterator[int]:
    """Yield a descriptor to write to; the file has its name only once all is on the disk."""
    part = file.with_name(f".{file.name}.part")
    # Programs of a run that was killed may still be writing to the one that it began.
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield descriptor
        os.fsync(descriptor)
        part.replace(file)
        sync_folder(file.parent)
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)


def _pipe(commands: Sequence[Sequence[str]], target: int, given: str = "") -> None:
    """Run commands as a pipe into a descriptor.

    Raises:
        ArchiveError: one of them failed; what it said.
    """
    with contextlib.ExitStack() as stack:
        # Files, since a program that waits for somebody to read its complaints stops the others.
        complaints = [stack.enter_context(tempfile.TemporaryFile()) for _ in commands]
        running: list[subprocess.Popen[bytes]] = []
        for command, complaint in zip(commands, complaints, strict=True):
            before = running[-1].stdout if running else None
            process = subprocess.Popen(
                command,
                stdin=before or subprocess.PIPE,
                stdout=target if len(running) + 1 == len(commands) else subprocess.PIPE,
                stderr=complaint,
            )
            if before:
                before.close()
            running.append(process)
        if running[0].stdin:
            with contextlib.suppress(BrokenPipeError), running[0].stdin as stream:
                stream.write(given.encode())
        codes = [process.wait() for process in running]
        # Whom the next one let down says nothing of why.
        first = sorted(range(len(codes)), key=lambda one: codes[one] == -signal.SIGPIPE)
        for one in first:
            if codes[one]:
                complaints[one].seek(0)
                words = complaints[one].read().decode(errors="replace").strip()
                what = words.splitlines()[0] if words else f"mã thoát {codes[one]}"
                raise ArchiveError(f"Lệnh {commands[one][0]} không xong: {what}")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
