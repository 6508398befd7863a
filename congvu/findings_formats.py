"""Formats of findings for clerks, programs and GitLab: one function for each format.

Each takes the findings and the folder for relative paths, and returns the report's text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from congvu.findings import Finding
from congvu.rules import GROUPS
from congvu.unseen import visible

Format = Callable[[Sequence[Finding], Path], str]

# GitLab's severities are info, minor, major, critical and blocker.
_CODE_QUALITY_SEVERITY = {"error": "critical", "warning": "minor"}


def as_text(findings: Sequence[Finding], base: Path) -> str:
    """Render for people: one finding per line, then their number."""
    return "\n".join([*(finding.text(base) for finding in findings), summary(findings)]) + "\n"


def as_json(findings: Sequence[Finding], base: Path) -> str:
    """Render for programs: ``{"findings": [{file, line, severity, code, article, message}]}``."""
    return json.dumps({"findings": as_dicts(findings, base)}, ensure_ascii=False, indent=2) + "\n"


def as_code_quality(findings: Sequence[Finding], base: Path) -> str:
    """Render as GitLab's Code Quality report, which shows findings beside the changed lines.

    The fingerprint does not depend on the line, so a finding stays the same if its line moves.
    """
    seen: dict[str, int] = {}
    issues = []
    for finding in findings:
        path = shown_path(finding.file, base)
        what = f"{finding.code}\n{path}\n{finding.message}"
        seen[what] = seen.get(what, 0) + 1
        issues.append(
            {
                "description": finding.sentence(),
                "check_name": finding.code,
                "fingerprint": sha256(f"{what}\n{seen[what]}".encode()).hexdigest(),
                "severity": _CODE_QUALITY_SEVERITY[finding.severity],
                "location": {"path": path, "lines": {"begin": max(finding.line, 1)}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def as_junit(findings: Sequence[Finding], base: Path) -> str:
    """Render as JUnit XML: a suite for each group of rules, a test for each rule."""
    # Imported only here, since loading it takes as long as checking a thousand people.
    from junitparser import Failure, JUnitXml, TestCase, TestSuite  # noqa: PLC0415

    report = JUnitXml("congvu check")
    for group, rules in GROUPS.items():
        suite = TestSuite(group)
        for rule in rules:
            case = TestCase(rule.meaning, classname=rule.code)
            found = [finding.text(base) for finding in findings if finding.code == rule.code]
            if found and rule.severity == "error":
                failure = Failure(f"{len(found)} lỗi")
                failure.text = "\n".join(found)
                case.result = [failure]
            elif found:
                case.system_out = "\n".join(found)
            suite.add_testcase(case)
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    return bytes(report.tostring()).decode()  # type: ignore[no-untyped-call]


# By the format's name in `--format` and `--report`.
FORMATS: dict[str, Format] = {
    "text": as_text,
    "json": as_json,
    "codequality": as_code_quality,
    "junit": as_junit,
}


def as_dicts(findings: Sequence[Finding], base: Path) -> list[dict[str, str | int]]:
    """Return findings as plain data."""
    return [
        {
            "file": shown_path(finding.file, base),
            "line": max(finding.line, 1),
            "severity": finding.severity,
            "code": finding.code,
            "article": finding.article,
            "message": finding.message,
        }
        for finding in findings
    ]


def summary(findings: Sequence[Finding]) -> str:
    """Return the closing line: how many errors and warnings in how many files."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return "Danh sách không có lỗi."
    files = len({finding.file for finding in findings})
    return f"{errors} lỗi, {warnings} cảnh báo trong {files} tệp."


def shown_path(file: Path, base: Path) -> str:
    """Return a path relative to the folder where it stands below it."""
    return visible(str(file.relative_to(base) if file.is_relative_to(base) else file))
