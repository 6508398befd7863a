"""The summary at the end of `bin/up`: on the screen, and for programs in `summary.json`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.people import Login


@dataclass(frozen=True)
class Summary:
    """The facts of a running lab; `authority` is None where there is no host."""

    domain: str
    hosts: list[tuple[str, str]]
    mailboxes: int
    directory: str
    authority: Path | None
    logins: list[Login]
    webmail: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the data for `summary.json`."""
        return {
            "domain": self.domain,
            "hosts": [{"name": name, "address": address} for name, address in self.hosts],
            "mailboxes": self.mailboxes,
            "directory": self.directory,
            "webmail": self.webmail,
            "ca": str(self.authority) if self.authority else None,
            "logins": [
                {"address": login.address, "name": login.name, "password": login.password}
                for login in self.logins
            ],
        }


def write(summary: Summary, file: Path) -> None:
    """Write `summary.json`. Only its owner can read it, since it has passwords of the lab."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(summary.as_dict(), stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    file.chmod(0o600)


def show(summary: Summary, file: Path, seconds: float) -> None:
    """Print the summary for people."""
    print(f"\nXong sau {seconds:.0f} giây.")
    for name, address in summary.hosts:
        print(f"  Máy {name:8} {address}")
    print(f"  Hộp thư      {summary.mailboxes} ({summary.domain})")
    print(f"  Danh bạ      {summary.directory}")
    print("  Webmail      chưa có")
    if summary.logins:
        login = summary.logins[0]
        print(f"  Thử đăng nhập (IMAP 993, gửi 465/587): {login.address}")
        print(f"    mật khẩu ở {file} (chỉ root đọc được)")
    if summary.authority:
        print(f"  Chứng thư gốc của phòng thử: {summary.authority}")
    print("  Dừng và gỡ bỏ: bin/down")
