"""Decrypts letters files in memory.

With pyrage, the Python form of rage, age's Rust twin: it is pinned with all else that a controller
needs, and nothing passes through a program, a pipe or a file on the way. Keys are those of
`age-keygen`.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

import pyrage
from pydantic import ValidationError

from congvu.letters.model import Letter, Opened
from congvu.os_errors import reason

_SECRET = "AGE-SECRET-KEY-"
_ENCRYPTED = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


class IdentityError(Exception):
    """A key file that can't be used; the message is Vietnamese and has nothing of the key."""


def read_identities(file: Path) -> list[pyrage.x25519.Identity]:
    """Read the office's secret keys as `age-keygen` writes them.

    Args:
        file: the key file. If `age -p` has encrypted it, the passphrase is asked for.

    Raises:
        IdentityError: it can't be read, or holds no key.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise IdentityError(f"không đọc được tệp khóa «{file}»: {reason(error)}") from error
    if data.startswith(_ENCRYPTED):
        try:
            data = pyrage.passphrase.decrypt(data, _passphrase(file))
        except pyrage.DecryptError:
            raise IdentityError(f"mật khẩu không mở được tệp khóa «{file}»") from None
    lines = [line.strip() for line in data.decode("ascii", "replace").splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(one) for one in lines if one.startswith(_SECRET)]
    except pyrage.IdentityError:
        raise IdentityError(f"khóa trong «{file}» bị hỏng: hãy lấy lại từ bản lưu") from None
    if not found:
        raise IdentityError(
            f"«{file}» không phải là tệp khóa của age-keygen (không có dòng {_SECRET}…)"
        )
    return found


def _passphrase(file: Path) -> str:
    if not sys.stdin.isatty():
        raise IdentityError(f"tệp khóa «{file}» có mật khẩu: hãy chạy lệnh ở một cửa sổ lệnh")
    return getpass.getpass(f"Mật khẩu của tệp khóa «{file}»: ")


def letters_files(folder: Path) -> list[Path]:
    """Return the encrypted files below a folder, each host's in one of its own."""
    return sorted(folder.glob("*/*.age"))


def open_letters(files: Sequence[Path], identities: Sequence[pyrage.x25519.Identity]) -> Opened:
    """Read all letters; a file or a line that can't be read does not keep the others back."""
    letters: list[Letter] = []
    unread: dict[Path, str] = {}
    for file in files:
        try:
            text = pyrage.decrypt(file.read_bytes(), list(identities)).decode("utf-8")
            # Only this ends a line of JSON lines; `splitlines` knows signs that a text may hold.
            for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
                found = _parsed(line, number)
                if isinstance(found, Letter):
                    letters.append(found)
                else:
                    unread[file] = "; ".join(filter(None, (unread.get(file), found)))
        except OSError as error:
            unread[file] = reason(error)
        except pyrage.DecryptError as error:
            unread[file] = _why(error)
        except UnicodeDecodeError:
            unread[file] = "nội dung không phải là chữ UTF-8"
    return Opened(letters, unread)


def _parsed(line: str, number: int) -> Letter | str:
    """Return a line's letter, or what is wrong with it: never in words that hold the password."""
    try:
        return Letter.model_validate_json(line)
    except ValidationError as error:
        fields = sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]})
        what = f" (trường {', '.join(fields)})" if fields else ""
        return f"thư ở dòng {number} không đúng dạng{what}"


def _why(error: pyrage.DecryptError) -> str:
    if "No matching keys" in str(error):
        return "không mở được bằng khóa này: tệp mã hóa cho khóa khác"
    return "tệp bị hỏng hoặc tải về chưa trọn: hãy xóa tệp này rồi lấy lại từ máy chủ thư"
