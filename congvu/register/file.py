"""The register's file, `addresses.yml`: one line an address, sorted."""

from __future__ import annotations

import os
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

from congvu.findings import Finding
from congvu.policies import Rule
from congvu.register.model import RULES, STATES, Entry, EntryState, Register
from congvu.roster import yaml_text

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
_LOCAL_PART = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


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
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def load(file: Path) -> tuple[Register, list[Finding]]:
    """Read the register; a file that is not there is an empty register."""
    if not file.exists():
        return Register(), []
    if (entries := _as_written(file)) is not None:
        return Register(entries), []
    try:
        data = yaml_text.read(file)
    except yaml_text.YamlError as error:
        return Register(), [error.finding]
    if data is None:
        return Register(), []
    if not isinstance(data, dict):
        message = "sổ địa chỉ phải là từng dòng «tên: {…}»"
        return Register(), [Finding("register-form", message, file)]
    entries = []
    findings: list[Finding] = []
    for local_part, fields in data.items():
        try:
            entries.append(_entry(local_part, fields))
        except ValueError as error:
            findings.append(Finding("register-form", str(error), file, location=(local_part,)))
    return Register(entries), findings


def _as_written(file: Path) -> list[Entry] | None:
    """Read a register in the very form that `dump` gives it; None for anything else.

    A register has a line an address, which YAML reads ten times slower than a pattern does.
    Whatever a hand has touched goes through YAML, which says what is wrong and where.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError):
        return None
    if not lines or lines[0] != HEADER:
        return None
    entries: dict[str, Entry] = {}
    for text in lines[1:]:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            return None
        local_part, holder, state, rule, since, until = match.groups()
        try:
            entries[local_part] = Entry(
                local_part,
                holder,
                cast(EntryState, state),
                cast(Rule, rule),
                date.fromisoformat(since),
                date.fromisoformat(until) if until else None,
            )
        except ValueError:
            return None
    # A local part that stands twice is an error for YAML to report.
    return list(entries.values()) if len(entries) == len(lines) - 1 else None


def _entry(local_part: str, fields: Any) -> Entry:
    if not _LOCAL_PART.fullmatch(local_part):
        raise ValueError(f"«{local_part}» không phải là phần trước @ của một địa chỉ")
    if not isinstance(fields, dict) or not _FIELDS >= set(fields) >= _FIELDS - {"until"}:
        raise ValueError(
            f"dòng «{local_part}» phải có đúng holder, state, rule, since và có thể có until; "
            "hãy chạy «congvu register» thay vì sửa tay"
        )
    if fields["state"] not in STATES or fields["rule"] not in RULES or not fields["holder"]:
        raise ValueError(f"dòng «{local_part}» có holder, state hoặc rule không hợp lệ")
    until = fields.get("until")
    return Entry(
        local_part,
        fields["holder"],
        cast(EntryState, fields["state"]),
        cast(Rule, fields["rule"]),
        _day(local_part, fields["since"]),
        None if until is None else _day(local_part, until),
    )


def _day(local_part: str, text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f"dòng «{local_part}» có ngày không hợp lệ: {text}") from None


def _key(local_part: str) -> str:
    """Quote a local part that YAML would take for something else (`no`, `on`, `1e3`)."""
    tag = _RESOLVER.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, local_part, (True, False)
    )
    return local_part if tag == "tag:yaml.org,2002:str" else f'"{local_part}"'
