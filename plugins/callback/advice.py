"""Ansible callback that prints Vietnamese advice for the operator after a failed run."""

from __future__ import annotations

DOCUMENTATION = r"""
name: advice
type: notification
short_description: What to do about a run that failed, in Vietnamese
description:
  - Ansible's own messages stay. Where one has a usual cause that the operator can mend (a host that
    can't be reached, a full disk, a variable that is missing), a sentence comes last that says so.
requirements:
  - Listed under C(callbacks_enabled) in C(ansible.cfg).
author: congvu
"""

import re
from typing import Any

from ansible.plugins.callback import CallbackBase

AGAIN = "Chạy lại cùng lệnh đó sau khi sửa: phần đã xong được giữ nguyên, phần dở được làm tiếp."

# Patterns for messages, each with a sentence. The first pattern that matches counts.
CAUSES = [
    (
        re.compile(r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED"),
        "Khóa ssh của máy {host} không khớp với khóa đã ghi nhận. Hãy kiểm tra xem máy có được cài "
        "lại hay bị thay thế không; nếu đúng, ghi lại khóa mới bằng ssh-keyscan.",
    ),
    (
        re.compile(r"Permission denied \(|Too many authentication failures"),
        "Máy {host} không nhận khóa ssh. Hãy kiểm tra ansible_user và "
        "ansible_ssh_private_key_file trong inventory.",
    ),
    (
        re.compile(r"Could not resolve hostname (?P<what>[^\s:]+)"),
        "Không tìm thấy tên máy {what}. Hãy kiểm tra ansible_host của {host} trong inventory và "
        "DNS.",
    ),
    (
        re.compile(r"No space left on device|disk is full|Disk quota exceeded|not enough free"),
        "Đĩa của máy {host} đã đầy. Hãy dọn bớt hoặc mở rộng đĩa (xem df -h trên máy đó).",
    ),
    (
        re.compile(r"missing required arguments: (?P<what>[^\n]+)"),
        "Thiếu biến: {what}. Hãy khai báo trong inventory, ở group_vars của nhóm có máy {host}.",
    ),
    (
        re.compile(r"'(?P<what>\w+)' is undefined"),
        "Thiếu biến: {what}. Hãy khai báo trong inventory, ở group_vars của nhóm có máy {host}.",
    ),
    (
        re.compile(r"argument '(?P<what>\w+)' is of type|value of (?P<choice>\w+) must be one of"),
        "Biến {what}{choice} có giá trị không đúng kiểu. Hãy sửa trong inventory; giá trị nào dùng "
        "được thì xem meta/argument_specs.yml của vai trò (role) nêu ở trên.",
    ),
    (
        re.compile(r"Read-only file system"),
        "Đĩa của máy {host} đang ở chế độ chỉ đọc, thường do lỗi đĩa. Hãy xem dmesg trên máy đó.",
    ),
    (
        re.compile(r"Could not get lock|Unable to acquire the dpkg frontend lock"),
        "Máy {host} đang cài gói phần mềm khác. Hãy đợi vài phút.",
    ),
    (
        re.compile(r"Failed to fetch|Failed to update apt cache|Temporary failure resolving"),
        "Máy {host} không tải được gói phần mềm. Hãy kiểm tra mạng, DNS và kho Debian của máy đó.",
    ),
]
UNREACHABLE = (
    "Không kết nối được tới máy {host}. Hãy kiểm tra máy có đang chạy không, mạng, cổng ssh, và "
    "ansible_host trong inventory. Bước này chưa thay đổi gì trên máy đó."
)


def advice(message: str, host: str, unreachable: bool = False) -> str | None:
    """Return the sentence for a failure, None if there is none.

    Args:
        message: Ansible's whole message.
        host: the host's name in the inventory.
        unreachable: whether the host could not be reached.
    """
    for pattern, sentence in CAUSES:
        if found := pattern.search(message):
            return sentence.format(host=host, **found.groupdict(default=""))
    return UNREACHABLE.format(host=host) if unreachable else None


class CallbackModule(CallbackBase):
    """Collects the sentences, and prints each of them once after the recap."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "advice"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._sentences: dict[str, None] = {}

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Collect."""
        self._collect(result, unreachable=True)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Collect, unless the playbook ignores the error."""
        if not ignore_errors:
            self._collect(result, unreachable=False)

    def v2_runner_item_on_failed(self, result: Any) -> None:
        """Collect, since the result of the whole loop has less information."""
        self._collect(result, unreachable=False)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Show what was collected."""
        for sentence in (*self._sentences, *([AGAIN] if self._sentences else [])):
            self._display.display(f"=> {sentence}", color="bright yellow")

    def _collect(self, result: Any, unreachable: bool) -> None:
        said = result.result
        text = "\n".join(
            str(said[key])
            for key in ("msg", "stderr", "module_stderr", "exception")
            if said.get(key)
        )
        if sentence := advice(text, result.host.name, unreachable):
            self._sentences[sentence] = None
