"""What every command gets, and how it prints."""

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
    """A command that can't be carried out as it was given; the message is Vietnamese."""


@dataclass(frozen=True)
class Context:
    """The global options of one call."""

    directory: Path
    on: date
    format: str
    options: argparse.Namespace

    @property
    def json(self) -> bool:
        """Whether the result is for programs."""
        return self.format == "json"

    @cached_property
    def base(self) -> Path:
        """The folder that paths are shown relative to: the checkout, else the roster's parent."""
        above = (folder for folder in self.directory.parents if (folder / ".git").exists())
        return next(above, self.directory.parent)

    def read(self) -> State:
        """Read roster and register as of the day."""
        return read_state(self.directory, self.on)

    def print_json(self, value: dict[str, Any]) -> None:
        """Print a result for programs."""
        print(json.dumps(value, ensure_ascii=False, indent=2))

    def print_findings(self, findings: Sequence[Finding]) -> None:
        """Print findings for people, one a line, then their number."""
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
    """Return 1 where an error was found; warnings alone leave it 0."""
    return int(any(finding.severity == "error" for finding in findings))


def as_typed(text: str) -> str:
    """Read what was typed or pasted: plain spaces, UTF-8 where the locale has only ASCII."""
    with suppress(UnicodeError):
        text = os.fsencode(text).decode("utf-8")
    return " ".join(text.split())


def iso_day(text: str) -> date:
    """Read an option that is a day; argparse reports what is wrong with it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"«{text}» không phải là ngày dạng năm-tháng-ngày, ví dụ 2026-03-12"
        ) from None
