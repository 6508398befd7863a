"""Kiểm tra toàn bộ danh sách và sổ địa chỉ; báo mọi lỗi cùng lúc, kèm tệp và dòng."""

from __future__ import annotations

import argparse

from congvu.checks import run_checks
from congvu.cli.context import Context, exit_code

NAME = "check"
HELP = "kiểm tra danh sách"
FORMATS = ("text", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add no option of its own."""


def run(context: Context) -> int:
    """Check everything; 0 where there is no error, 1 otherwise."""
    findings = run_checks(context.read())
    if context.json:
        context.print_json({"findings": [finding.as_dict() for finding in findings]})
    else:
        context.print_findings(findings)
    return exit_code(findings)
