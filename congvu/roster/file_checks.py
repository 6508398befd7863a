"""Rules about the text of one file, before YAML reads it: one small function a rule.

Web editors, office programs and old fonts leave things that look right on the screen and are not.
Every finding names its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from unidecode import unidecode

from congvu import legacy_text
from congvu.findings import Finding

# A unit's file of some thousand people is far below; more is an accident or an attack.
MAX_BYTES = 8 * 1024 * 1024

BOM = "\ufeff"
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
# Zero width, soft hyphen, marks and overrides of writing direction, word joiners, a BOM inside.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Latin letters that are taken for Vietnamese ones, and what was meant.
_LATIN_LOOKALIKES = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "ı": "i", "ɑ": "a", "ɡ": "g"}
# A file of these characters only has nothing to look for. Vietnamese letters are NFC here.
_VIETNAMESE = "".join(
    sorted(
        {
            unicodedata.normalize("NFC", letter + mark)
            for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
            for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        }
        | set("đĐ")
    )
)
_USUAL = re.compile(rf"[\n\x20-\x7e{_VIETNAMESE}–—“”‘’…]*")
_MAY_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})", re.MULTILINE)
# More of a kind in one file says nothing new.
_MOST = 20


@dataclass(frozen=True)
class RosterText:
    """The text of one file.

    Attributes:
        file: where it was read from.
        text: its text; a BOM and CR stay in it.
    """

    file: Path
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")


FileCheck = Callable[[RosterText], Iterator[Finding]]


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


def no_control_characters(file: RosterText) -> Iterator[Finding]:
    """Ensure that there is no control character; YAML allows none."""
    for number, char in _each(_CONTROLS, file):
        message = f"có ký tự điều khiển U+{ord(char):04X}, thường do chép từ chương trình khác; "
        yield Finding("control-character", message + "hãy gõ lại dòng này", file.file, number)


def no_invisible_characters(file: RosterText) -> Iterator[Finding]:
    """Ensure that nothing is hidden in a line: what a reviewer sees is what stands there."""
    for number, char in _each(_INVISIBLE, file):
        name = unicodedata.name(char, "ký tự ẩn")
        message = f"có ký tự không nhìn thấy U+{ord(char):04X} ({name}); hãy gõ lại dòng này"
        yield Finding("invisible-character", message, file.file, number)


def usual_spaces(file: RosterText) -> Iterator[Finding]:
    """Ensure that a space is a space: others come from copying out of Word and web pages."""
    for number, char in _each(_SPACES, file):
        message = (
            f"có dấu cách đặc biệt U+{ord(char):04X}, thường do chép từ Word hoặc trang web; hãy "
            "xóa và gõ lại bằng phím cách"
        )
        yield Finding("unusual-space", message, file.file, number)


def text_is_unicode(file: RosterText) -> Iterator[Finding]:
    """Ensure that Vietnamese was not typed with TCVN3 or VNI (8.5: TCVN 6909)."""
    for number, line in _unusual_lines(file):
        meant = legacy_text.in_unicode(line)
        if meant is not None:
            message = (
                f"dòng này gõ bằng bảng mã cũ (TCVN3, VNI) hoặc bị lỗi mã: «{_short(line)}»; hãy "
                f"gõ lại bằng Unicode, có lẽ là «{_short(meant)}»"
            )
            yield Finding("legacy-encoding", message, file.file, number)


def letters_are_latin(file: RosterText) -> Iterator[Finding]:
    """Ensure that no letter is of another alphabet and only looks Latin (8.5)."""
    for number, line in _unusual_lines(file):
        if legacy_text.in_unicode(line) is not None:
            continue
        strange = {char: meant for char in line if (meant := _meant(char)) is not None}
        for char, meant in strange.items():
            name = unicodedata.name(char, f"U+{ord(char):04X}")
            hint = f"; có phải là «{meant}»?" if meant else ""
            if meant in ("Đ", "đ"):  # it looks the same as what is wrong
                hint = f"; hãy gõ lại thành chữ {meant} tiếng Việt (U+{ord(meant):04X})"
            message = f"«{char}» (U+{ord(char):04X}, {name}) không phải là chữ cái tiếng Việt{hint}"
            yield Finding("foreign-letter", message, file.file, number)


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
    no_control_characters,
    no_invisible_characters,
    usual_spaces,
    text_is_unicode,
    letters_are_latin,
    text_is_composed,
)


def check_text(file: Path, text: str) -> list[Finding]:
    """Run every rule about the text of one file; at most some findings of each rule."""
    usual = _USUAL.fullmatch(text) and not legacy_text.VNI_PAIR.search(text)
    if usual and not _MAY_CONFLICT.search(text):
        return []
    raw = RosterText(file, text)
    return [finding for check in FILE_CHECKS for finding in _few(check(raw))]


def text_or_refusal(file: Path, data: bytes) -> str | Finding:
    """Return the text of bytes, a BOM included, or why they are none: too many, not UTF-8 (8.5)."""
    if len(data) > MAX_BYTES:
        message = f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB"
        return Finding("file-too-large", message, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        line = data.split(b"\n")[number - 1]
        meant = legacy_text.from_bytes(line)
        guess = f"; dòng này có lẽ là «{_short(meant)}»" if meant else ""
        message = (
            "tệp không phải là chữ Unicode UTF-8 (có thể đang dùng bảng mã TCVN3 hoặc VNI); hãy "
            f"lưu lại bằng UTF-8{guess}"
        )
        return Finding("file-not-utf8", message, file, number)


def _each(pattern: re.Pattern[str], file: RosterText) -> Iterator[tuple[int, str]]:
    """Yield each line's first match, with the line's number."""
    for number, line in enumerate(file.lines, 1):
        content = line.removesuffix("\r")
        match = pattern.search(content.removeprefix(BOM) if number == 1 else content)
        if match is not None:
            yield number, match.group()


def _unusual_lines(file: RosterText) -> Iterator[tuple[int, str]]:
    """Yield lines with a character that no Vietnamese text has, comments and NFD aside."""
    for number, line in enumerate(file.lines, 1):
        content = unicodedata.normalize("NFC", line.strip(f" \t\r{BOM}"))
        usual = _USUAL.fullmatch(content) and not legacy_text.VNI_PAIR.search(content)
        if not usual and not content.startswith("#"):
            yield number, content


def _meant(char: str) -> str | None:
    """Return what a letter of another alphabet looks like, None for a letter that may stand."""
    if char in _LATIN_LOOKALIKES:
        return _LATIN_LOOKALIKES[char]
    if not char.isalnum() or char.isascii():
        return None
    name = unicodedata.name(char, "")
    if name.startswith("LATIN ") and unicodedata.normalize("NFKC", char) == char:
        return None
    return unidecode(char).strip()


def _few(findings: Iterator[Finding]) -> Iterator[Finding]:
    for _, finding in zip(range(_MOST), findings, strict=False):
        yield finding


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
