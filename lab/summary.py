"""The summary at the end of `bin/up`: on the screen, and for programs in `summary.json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lab.enrolment import write_private
from lab.people import Login


@dataclass(frozen=True)
class SharedMailbox:
    """A shared mailbox.

    Attributes:
        address: its main address.
        name: as shown.
        people: main addresses of those who may open it, sorted.
    """

    address: str
    name: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The facts of a running lab.

    Without hosts, `authority`, `account_page` and `letters` are None.
    """

    domain: str
    hosts: list[tuple[str, str]]
    mailboxes: int
    directory: str
    authority: Path | None
    logins: list[Login]
    webmail: str | None = None
    account_page: str | None = None
    letters: Path | None = None
    shared: tuple[SharedMailbox, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the data for `summary.json`."""
        return {
            "domain": self.domain,
            "hosts": [{"name": name, "address": address} for name, address in self.hosts],
            "mailboxes": self.mailboxes,
            "directory": self.directory,
            "webmail": self.webmail,
            "ca": str(self.authority) if self.authority else None,
            "account_page": self.account_page,
            "letters": str(self.letters) if self.letters else None,
            "logins": [
                {
                    "address": login.address,
                    "name": login.name,
                    "password": login.password,
                    "web_password": login.web_password,
                    "totp": login.totp,
                }
                for login in self.logins
            ],
            "shared": [asdict(one) for one in self.shared],
        }


def write(summary: Summary, file: Path) -> None:
    """Write `summary.json`. Only its owner can read it, since it has passwords of the lab."""
    write_private(file, summary.as_dict())


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
    if summary.account_page:
        print(f"  Trang tài khoản  {summary.account_page}")
        print(f"    máy này chưa biết tên đó thì thêm vào /etc/hosts: {host_line(summary)}")
    if summary.letters:
        print(f"  Thư của người mới, mở ra và làm theo: {summary.letters}")
    if summary.authority:
        print(f"  Chứng thư gốc của phòng thử: {summary.authority}")
    print("  Dừng và gỡ bỏ: bin/down")


def host_line(summary: Summary) -> str:
    """Return the line of ``/etc/hosts`` with which a browser finds the account page."""
    address = dict(summary.hosts)["mail"]
    return f"{address} {urlsplit(summary.account_page or '').hostname}"
