"""What a check found: a sentence for the clerk, and its place in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from congvu.rules import RULES, Severity
from congvu.unseen import visible

# The path to a value inside a file: keys and list positions.
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        code: stable name of the rule in `congvu.rules`, such as ``name-invalid``.
        message: a Vietnamese sentence: what is wrong, and what to write instead; what nobody would
            see in it is shown by its code.
        file: the roster file.
        line: 1-based line, 0 if it is not known yet (it is found by `location`).
        location: keys and positions from the file's root to the value.
        article: the Article, such as ``6.2.c``: the rule's, or a more exact one of this finding.
    """

    code: str
    message: str
    file: Path
    line: int = 0
    location: Location = field(default=(), compare=False)
    article: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", visible(self.message))
        if not self.article:
            object.__setattr__(self, "article", RULES[self.code].article)

    @property
    def severity(self) -> Severity:
        """The severity: an ``error`` stops every playbook, a ``warning`` does not."""
        return RULES[self.code].severity

    def sentence(self) -> str:
        """Render as ``message (Điều …)``; further lines of the message are unchanged."""
        return self._sentence("")

    def _sentence(self, end: str) -> str:
        first, line_break, lines = self.message.partition("\n")
        article = f" (Điều {self.article})" if self.article else ""
        return f"{first}{article}{end}{line_break}{lines}"

    def text(self, base: Path | None = None) -> str:
        """Render as ``file:line: message (Điều …) [code]``, from which editors make links."""
        path = self.file
        if base is not None and path.is_relative_to(base):
            path = path.relative_to(base)
        kind = "" if self.severity == "error" else "cảnh báo: "
        return (
            f"{visible(str(path))}:{max(self.line, 1)}: {kind}{self._sentence(f' [{self.code}]')}"
        )


class RosterError(Exception):
    """The roster can't be used. It has every finding, and the message shows them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(finding.text() for finding in self.findings))
