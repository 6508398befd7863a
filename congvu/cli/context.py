"""What every command gets, and how it prints."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from congvu.findings import Finding
from congvu.state import State, read_state


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

    def read(self) -> State:
        """Read roster and register as of the day."""
        return read_state(self.directory, self.on)

    def print_json(self, value: dict[str, Any]) -> None:
        """Print a result for programs."""
        print(json.dumps(value, ensure_ascii=False, indent=2))

    def print_findings(self, findings: Sequence[Finding]) -> None:
        """Print findings for people, one a line, then their number."""
        base = Path.cwd()
        for finding in findings:
            print(finding.text(base))
        print(summary(findings))


def summary(findings: Sequence[Finding]) -> str:
    """Return the closing line: how many errors and warnings in how many files."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return "Danh sách không có lỗi."
    files = len({finding.file for finding in findings})
    return f"{errors} lỗi, {warnings} cảnh báo trong {files} tệp."


def exit_code(findings: Sequence[Finding]) -> int:
    """Return 1 where an error was found; warnings alone leave it 0."""
    return int(any(finding.severity == "error" for finding in findings))
