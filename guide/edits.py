"""Changes a unit's file as text, like a clerk who follows the guide in an editor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from guide.page import Edit, PageError


def apply(edits: Sequence[Edit], folder: Path) -> None:
    """Carry out edits in a roster's folder.

    Raises:
        PageError: a named file or entry does not exist, or exists already.
    """
    for edit in edits:
        file = folder / edit.file
        if file.exists() == (edit.action == "create"):
            raise PageError(f"{edit.case}: {edit.file} is there already, or is missing")
        before = "" if edit.action == "create" else file.read_text(encoding="utf-8")
        file.write_text(_edited(edit, before), encoding="utf-8")


def _edited(edit: Edit, text: str) -> str:
    if edit.action in ("append", "create"):
        return text + edit.block
    lines = text.splitlines(keepends=True)
    first, after = _entry(edit, lines)
    return "".join([*lines[:first], edit.block, *lines[after:]])


def _entry(edit: Edit, lines: Sequence[str]) -> tuple[int, int]:
    """Return the first line of an entry and the line after it."""
    of_list = re.compile(rf"(?P<indent> *)- (\{{?)id: {re.escape(edit.entry)}\b")
    of_file = re.compile(rf"(?P<indent>){re.escape(edit.entry)}:")
    for number, line in enumerate(lines):
        found = of_list.match(line) or of_file.match(line)
        if found:
            deeper = re.compile(rf" {{{len(found['indent']) + 1}}}|\s*$")
            after = number + 1
            while after < len(lines) and deeper.match(lines[after]):
                after += 1
            return number, after
    raise PageError(f"{edit.case}: no entry {edit.entry!r} in {edit.file}")
