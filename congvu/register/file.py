"""The register's file, `addresses.yml`: one line for each address, sorted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast

import yaml

from congvu.atomic import replace_files
from congvu.findings import Finding
from congvu.policies import Rule
from congvu.register.model import LOCAL_PART, RULES, STATES, Entry, EntryState, Register
from congvu.roster import yaml_text
from congvu.roster.file_checks import check_text

# Codes of the findings that writing the register corrects.
MENDED = frozenset({"register-stale", "register-edited"})
# The advice for a register that can't be read. The command never guesses who had an address.
RESTORE = (
    "hãy lấy lại sổ địa chỉ của nhánh chính (main), hoặc xóa tệp nếu chưa từng có sổ, rồi chạy "
    "«bin/congvu register»"
)
HEADER = (
    "# Sổ địa chỉ thư: mỗi dòng một địa chỉ, do lệnh «congvu register» ghi. Không sửa bằng tay.\n"
)
_LINE = "{key}: {{holder: {holder}, state: {state}, rule: {rule}, since: {since}{until}}}\n"
_FIELDS = {"holder", "state", "rule", "since", "until"}
_RESOLVER = yaml.SafeLoader("")
_WRITTEN = re.compile(
    r'"?([a-z0-9]+(?:[.-][a-z0-9]+)*)"?: '
    r"\{holder: ([a-z0-9/-]+), "
    rf"state: ({'|'.join(STATES)}), rule: ({'|'.join(RULES)}), "
    r"since: ([0-9]{4}-[0-9]{2}-[0-9]{2})(?:, until: ([0-9]{4}-[0-9]{2}-[0-9]{2}))?\}\n"
)
_HOLDER = re.compile(r"[a-z0-9/-]+")


def dump(register: Register) -> str:
    """Render the register as its file."""
    return HEADER + "".join(map(line, register))


def line(entry: Entry) -> str:
    """Render one entry as its line."""
    return _LINE.format(
        key=_key(entry.local_part),
        holder=entry.holder,
        state=entry.state,
        rule=entry.rule,
        since=entry.since.isoformat(),
        until=f", until: {entry.until.isoformat()}" if entry.until else "",
    )


def write(register: Register, file: Path) -> bool:
    """Write the register, all or nothing; return whether the file changed."""
    text = dump(register)
    if file.exists() and file.read_bytes() == text.encode():
        return False
    replace_files({file: text.encode()})
    return True


def load(file: Path) -> tuple[Register, list[Finding]]:
    """Read the register; a missing file is an empty register."""
    if not file.exists() and not file.is_symlink():
        return Register(), []
    if (entries := _as_written(file)) is not None:
        return Register(entries), []
    findings: list[Finding] = []
    try:
        text = yaml_text.read_text(file)
        findings = [_how_to_merge(finding) for finding in check_text(file, text)]
        data, refused = yaml_text.parse(file, text)
    except yaml_text.YamlError as error:
        return Register(), findings or error.findings
    findings.extend(map(_how_to_merge, refused))
    if not isinstance(data, dict):
        message = f"sổ địa chỉ phải là từng dòng «tên: {{…}}»; {RESTORE}"
        return Register(), [*findings, Finding("register-form", message, file)]
    entries = []
    for local_part, fields in data.items():
        try:
            entries.append(_entry(local_part, fields))
        except ValueError as error:
            findings.append(Finding("register-form", str(error), file, location=(local_part,)))
    register = Register(entries)
    if not findings:
        findings.append(_edited(file, text, register))
    return register, findings


def _how_to_merge(finding: Finding) -> Finding:
    """Give the advice for a merge conflict in the register, where nobody may choose by hand."""
    if finding.code == "conflict-marker":
        why = "còn dấu xung đột của Git"
    elif finding.code == "duplicate-key":
        why = "một địa chỉ có hai dòng"
    else:
        return finding
    message = f"{why}: hai thay đổi cùng cần chỗ này; {RESTORE}, đừng tự chọn dòng"
    return replace(finding, message=message, article="4.6")


def _edited(file: Path, text: str, register: Register) -> Finding:
    """Return a finding for the first line that the command would write in another way."""
    written = dump(register).splitlines()
    lines = text.splitlines()
    pairs = enumerate(zip_longest(lines, written), 1)
    number = next((number for number, (is_, should) in pairs if is_ != should), 1)
    message = (
        "dòng này đã bị sửa bằng tay, không đúng dạng hoặc thứ tự mà lệnh ghi; hãy chạy "
        "«bin/congvu register»"
    )
    return Finding("register-edited", message, file, min(number, len(lines)))


def _as_written(file: Path) -> list[Entry] | None:
    """Read a register in the exact form of `dump`; return None for any other form.

    This is ten times as fast as reading it as YAML. A file that was edited by hand is read as
    YAML, which gives the errors with their lines.
    """
    try:
        # Read bytes, since reading as text would hide other line ends.
        text = "" if file.is_symlink() or not file.is_file() else file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    header, *lines = re.findall(r"[^\n]*\n|[^\n]+", text) or [""]
    if header != HEADER:
        return None
    entries: list[Entry] = []
    last = ""
    for line_ in lines:
        match = _WRITTEN.fullmatch(line_)
        # The lines are not in order: the file was edited by hand, or an address is there twice.
        if match is None or match[1] <= last:
            return None
        local_part, holder, state, rule, since, until = match.groups()
        last = local_part
        try:
            entry = Entry(
                local_part,
                holder,
                cast(EntryState, state),
                cast(Rule, rule),
                date.fromisoformat(since),
                date.fromisoformat(until) if until else None,
            )
        except ValueError:
            return None
        entries.append(entry)
    return entries


def _entry(local_part: str, fields: Any) -> Entry:
    if not LOCAL_PART.fullmatch(local_part):
        raise ValueError(f"«{local_part}» không phải là phần trước @ của một địa chỉ; {RESTORE}")
    if not isinstance(fields, dict) or not _FIELDS >= set(fields) >= _FIELDS - {"until"}:
        raise ValueError(
            f"dòng «{local_part}» phải có đúng holder, state, rule, since và có thể có until; "
            f"{RESTORE}"
        )
    holder = fields["holder"]
    if fields["state"] not in STATES or fields["rule"] not in RULES or not _is_id(holder):
        raise ValueError(f"dòng «{local_part}» có holder, state hoặc rule không hợp lệ; {RESTORE}")
    until = fields.get("until")
    return Entry(
        local_part,
        holder,
        cast(EntryState, fields["state"]),
        cast(Rule, fields["rule"]),
        _day(local_part, fields["since"]),
        None if until is None else _day(local_part, until),
    )


def _is_id(holder: Any) -> bool:
    return isinstance(holder, str) and _HOLDER.fullmatch(holder) is not None


def _day(local_part: str, text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f"dòng «{local_part}» có ngày không hợp lệ: {text}; {RESTORE}") from None


def _key(local_part: str) -> str:
    """Quote a local part that YAML would not read as text (`no`, `on`, `1e3`)."""
    tag = _RESOLVER.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, local_part, (True, False)
    )
    return local_part if tag == "tag:yaml.org,2002:str" else f'"{local_part}"'
