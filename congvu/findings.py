"""What a check found: one sentence for the clerk, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Severity = Literal["error", "warning"]
# The way to a value inside a file: keys and list positions.
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        code: stable name of the rule, such as ``name-invalid``.
        message: a Vietnamese sentence: what is wrong, and what to write instead.
        file: the roster file.
        line: 1-based line, 0 while it is not yet known (`location` then leads to it).
        location: keys and positions from the file's root to the value.
        severity: an ``error`` stops every playbook, a ``warning`` does not.
        article: the Article behind the rule, such as ``6.2.c``; empty for mere form.
    """

    code: str
    message: str
    file: Path
    line: int = 0
    location: Location = field(default=(), compare=False)
    severity: Severity = "error"
    article: str = ""

    def text(self, base: Path | None = None) -> str:
        """Render as ``file:line: message (Điều …) [code]``, the form that editors link."""
        path = self.file
        if base is not None and path.is_relative_to(base):
            path = path.relative_to(base)
        kind = "" if self.severity == "error" else "cảnh báo: "
        article = f" (Điều {self.article})" if self.article else ""
        return f"{path}:{max(self.line, 1)}: {kind}{self.message}{article} [{self.code}]"

    def as_dict(self) -> dict[str, Any]:
        """Render for JSON."""
        return {
            "file": str(self.file),
            "line": max(self.line, 1),
            "severity": self.severity,
            "code": self.code,
            "article": self.article,
            "message": self.message,
        }


class RosterError(Exception):
    """The roster can't be used; carries every finding, the message shows them all."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(finding.text() for finding in self.findings))
