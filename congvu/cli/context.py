"""The global options of every command, and functions for output."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from congvu.findings import Finding
from congvu.findings_formats import as_text
from congvu.os_errors import reason
from congvu.state import State, read_state
from congvu.unseen import visible


class UsageError(Exception):
    """The options of a command are wrong; the message is Vietnamese."""


@dataclass(frozen=True)
class Context:
    """The global options of one call."""

    directory: Path
    on: date
    format: str
    options: argparse.Namespace

    @property
    def json(self) -> bool:
        """Whether the output is for programs."""
        return self.format == "json"

    @cached_property
    def base(self) -> Path:
        """The folder for relative paths in messages: the checkout, or else the roster's parent."""
        above = (folder for folder in self.directory.parents if (folder / ".git").exists())
        return next(above, self.directory.parent)

    def read(self) -> State:
        """Read roster and register as of the day."""
        return read_state(self.directory, self.on)

    def print_json(self, value: dict[str, Any]) -> None:
        """Print a result for programs."""
        print(json.dumps(value, ensure_ascii=False, indent=2))

    def print_findings(self, findings: Sequence[Finding]) -> None:
        """Print findings for people, one per line, then their number."""
        print(as_text(findings, self.base), end="")


def write_output(file: Path, text: str) -> None:
    """Write a result to the file that an option names, as it would be printed.

    Raises:
        UsageError: it can't be written.
    """
    try:
        file.write_text(visible(text), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"không ghi được «{file}»: {reason(error)}") from error


def exit_code(findings: Sequence[Finding]) -> int:
    """Return 1 if there is an error, and 0 if there are only warnings or nothing."""
    return int(any(finding.severity == "error" for finding in findings))


def as_typed(text: str) -> str:
    """Return typed or pasted text with plain spaces, read as UTF-8 even in an ASCII locale."""
    with suppress(UnicodeError):
        text = os.fsencode(text).decode("utf-8")
    return " ".join(text.split())


def iso_day(text: str) -> date:
    """Read a day in an option. argparse reports an error in it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"«{text}» không phải là ngày dạng năm-tháng-ngày, ví dụ 2026-03-12"
        ) from None
