"""Other programs that the checks need, and the advice if one is missing."""

from __future__ import annotations


class MissingToolError(Exception):
    """A check can't be made on this machine; the message is Vietnamese and says what to do."""

    def __init__(self, what: str, command: str = "") -> None:
        advice = f" Hãy chạy: {command}" if command else ""
        super().__init__(f"Chưa kiểm tra được danh bạ vì máy này chưa có {what}.{advice}")
