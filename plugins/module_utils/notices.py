"""What a unit is told about accounts of its people that nobody uses."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from datetime import date
from email.message import EmailMessage

from ansible.module_utils.days import written

# Sends a message; raises OSError where it can't.
Send = Callable[[EmailMessage], None]


def notice(
    domain: str, unit: str, people: Iterable[tuple[str, str]], closed_on: date
) -> EmailMessage:
    """Return the message to a unit's mailbox.

    Args:
        domain: the office's mail domain.
        unit: address of the unit's mailbox.
        people: (name, address) of those whose accounts are not used.
        closed_on: the day on which they are closed to login if nothing happens.
    """
    message = EmailMessage()
    message["From"] = f"postmaster@{domain}"
    message["To"] = unit
    message["Subject"] = "Hộp thư lâu ngày không có người dùng"
    message["Auto-Submitted"] = "auto-generated"
    lines = "\n".join(f"  - {name} <{address}>" for name, address in people)
    message.set_content(
        "Kính gửi đơn vị,\n\n"
        "Đã lâu không có ai đăng nhập vào hộp thư của:\n\n"
        f"{lines}\n\n"
        f"Nếu vẫn không có ai đăng nhập, từ ngày {written(closed_on)} các hộp thư này tạm khóa "
        "đăng nhập. Thư gửi đến vẫn được nhận và giữ nguyên.\n\n"
        "Để giữ hộp thư, người dùng chỉ cần đăng nhập một lần. Nếu người đó đang nghỉ dài ngày, đã "
        "chuyển đi hoặc không còn làm việc, đề nghị đơn vị báo người phụ trách danh sách ghi quyết "
        "định. Hộp thư đã khóa mở lại được bất cứ lúc nào, thư không mất.\n"
    )
    return message


def sendmail(message: EmailMessage) -> None:
    """Hand a message to the host's own Postfix.

    Raises:
        OSError: it does not take it.
    """
    done = subprocess.run(
        ["/usr/sbin/sendmail", "-t", "-i", "-f", str(message["From"])],
        input=message.as_bytes(), capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise OSError(os.EX_TEMPFAIL, f"sendmail: {done.stderr.decode(errors='replace').strip()}")
