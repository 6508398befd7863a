"""Rules about the text of one file, before it is parsed as YAML: one small function for each rule.

Web editors, office programs and old fonts leave characters that look right on the screen but are
wrong. Every finding names its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from congvu import legacy_text, text_gate
from congvu.findings import Finding

# A unit's file with some thousand people is far smaller. A larger file is a mistake or an attack.
MAX_BYTES = 8 * 1024 * 1024

BOM = "\ufeff"
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
_MAY_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})", re.MULTILINE)
# At most this number of findings of one rule is shown for a file.
_MOST = 20


@dataclass(frozen=True)
class RosterText:
    """The text of one file.

    Attributes:
        file: the file's path.
        text: its text, including a BOM and CR.
    """

    file: Path
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")


FileCheck = Callable[[RosterText], Iterator[Finding]]
TextRule = Callable[[str, str], Iterator[text_gate.Problem]]


def no_conflict_markers(file: RosterText) -> Iterator[Finding]:
    """Ensure that no merge conflict of Git was left in the file."""
    for number, line in enumerate(file.lines, 1):
        if _CONFLICT.match(line):
            message = (
                f"còn dấu xung đột của Git «{line[:7]}»: hai người cùng sửa chỗ này; hãy giữ phần "
                "đúng rồi xóa cả ba dòng dấu <<<<<<<, ======= và >>>>>>>"
            )
            yield Finding("conflict-marker", message, file.file, number)


def no_tabs(file: RosterText) -> Iterator[Finding]:
    """Ensure that the file is indented with spaces: YAML takes no tabs for that."""
    for number, line in enumerate(file.lines, 1):
        if "\t" in line and not line.lstrip().startswith("#"):
            message = "có dấu tab; hãy thay bằng dấu cách (mỗi mức thụt vào hai dấu cách)"
            yield Finding("tab", message, file.file, number)


def no_byte_order_mark(file: RosterText) -> Iterator[Finding]:
    """Warn about a byte order mark: UTF-8 needs none (RFC 3629, section 6)."""
    if file.text.startswith(BOM):
        message = "tệp có dấu BOM ở đầu; hãy lưu lại bằng «UTF-8», không phải «UTF-8 with BOM»"
        yield Finding("byte-order-mark", message, file.file, 1)


def unix_line_ends(file: RosterText) -> Iterator[Finding]:
    """Warn about lines that end in CR LF: a Git diff would show every line as changed."""
    number = next((n for n, line in enumerate(file.lines, 1) if line.endswith("\r")), None)
    if number is not None:
        message = "dòng kết thúc kiểu Windows (CRLF); hãy chọn kiểu «LF» khi lưu"
        yield Finding("windows-line-ends", message, file.file, number)


def _whole_lines(file: RosterText) -> Iterator[tuple[int, str]]:
    """Yield every line without a BOM and a CR."""
    for number, line in enumerate(file.lines, 1):
        content = line.removesuffix("\r")
        yield number, content.removeprefix(BOM) if number == 1 else content


def _unusual_lines(file: RosterText) -> Iterator[tuple[int, str]]:
    """Yield lines with a character that no Vietnamese text has, except comments; NFD is allowed."""
    for number, line in enumerate(file.lines, 1):
        content = unicodedata.normalize("NFC", line.strip(f" \t\r{BOM}"))
        if not text_gate.is_usual(content) and not content.startswith("#"):
            yield number, content


def _passes(gate: TextRule, lines: Callable[[RosterText], Iterator[tuple[int, str]]]) -> FileCheck:
    """Return a rule of the text gate as a rule for the given lines of a file."""

    def check(file: RosterText) -> Iterator[Finding]:
        for number, line in lines(file):
            for problem in gate(line, "dòng này"):
                yield Finding(problem.code, problem.message, file.file, number)

    return check


def text_is_composed(file: RosterText) -> Iterator[Finding]:
    """Warn about NFD text, as some phones and Macs give it; it is read as NFC (8.5)."""
    numbers = [
        number
        for number, line in enumerate(file.lines, 1)
        if not unicodedata.is_normalized("NFC", line)
    ]
    if numbers:
        message = (
            f"chữ Unicode tổ hợp (dấu tách khỏi chữ) ở {len(numbers)} dòng, bắt đầu từ dòng này; "
            "máy hiểu được, nhưng hãy gõ lại bằng bảng mã «Unicode» (dựng sẵn) để tìm kiếm đúng"
        )
        yield Finding("not-nfc", message, file.file, numbers[0])


FILE_CHECKS: tuple[FileCheck, ...] = (
    no_conflict_markers,
    no_tabs,
    no_byte_order_mark,
    unix_line_ends,
    _passes(text_gate.control, _whole_lines),
    _passes(text_gate.invisible, _whole_lines),
    _passes(text_gate.unknown, _whole_lines),
    _passes(text_gate.space, _whole_lines),
    _passes(text_gate.legacy, _unusual_lines),
    _passes(text_gate.foreign, _unusual_lines),
    text_is_composed,
)


def check_text(file: Path, text: str) -> list[Finding]:
    """Run every rule about the text of one file; at most some findings of each rule."""
    if text_gate.is_usual(text) and not _MAY_CONFLICT.search(text):
        return []
    raw = RosterText(file, text)
    return [finding for check in FILE_CHECKS for finding in _few(check(raw))]


def text_or_refusal(file: Path, data: bytes) -> str | Finding:
    """Return the text of bytes with its BOM, or a finding: too large, or not UTF-8 (8.5)."""
    if len(data) > MAX_BYTES:
        message = f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB"
        return Finding("file-too-large", message, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        line = data.split(b"\n")[number - 1]
        meant = legacy_text.from_bytes(line)
        guess = f"; dòng này có lẽ là «{text_gate.short(meant)}»" if meant else ""
        message = (
            "tệp không phải là chữ Unicode UTF-8 (có thể đang dùng bảng mã TCVN3 hoặc VNI); hãy "
            f"lưu lại bằng UTF-8{guess}"
        )
        return Finding("file-not-utf8", message, file, number)


def _few(findings: Iterator[Finding]) -> Iterator[Finding]:
    for _, finding in zip(range(_MOST), findings, strict=False):
        yield finding
