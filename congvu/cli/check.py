"""Kiểm tra toàn bộ danh sách và sổ địa chỉ; báo mọi lỗi cùng lúc, kèm tệp và dòng."""

from __future__ import annotations

import argparse
from pathlib import Path

from congvu.checks import run_checks
from congvu.cli.context import Context, exit_code, write_output
from congvu.findings import Finding
from congvu.findings_formats import FORMATS as FINDINGS_FORMATS
from congvu.revision import at_revision
from congvu.roster.cache import default_folder
from congvu.roster.load import RosterReader
from congvu.state import read_state

NAME = "check"
HELP = "kiểm tra danh sách"
FORMATS = tuple(FINDINGS_FORMATS)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    parser.add_argument(
        "--base",
        metavar="PHIÊN_BẢN",
        help="kiểm tra thêm rằng không địa chỉ nào của phiên bản Git này đổi chủ hay biến mất",
    )
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        type=_report,
        metavar="DẠNG=TỆP",
        help=f"ghi thêm kết quả vào tệp; dạng: {', '.join(FORMATS)}; có thể lặp lại",
    )


def run(context: Context) -> int:
    """Check everything; return 0 if there is no error, 1 otherwise."""
    findings = _findings(context)
    for form, file in context.options.report:
        write_output(file, FINDINGS_FORMATS[form](findings, context.base))
    print(FINDINGS_FORMATS[context.format](findings, context.base), end="")
    return exit_code(findings)


def _findings(context: Context) -> list[Finding]:
    base = context.options.base
    if base is None:
        return run_checks(context.read())
    with at_revision(context.directory, base) as revision:
        reader = RosterReader(default_folder())
        before = read_state(revision.directory, context.on, revision.office, reader)
        return run_checks(read_state(context.directory, context.on, None, reader), before)


def _report(text: str) -> tuple[str, Path]:
    form, _, file = text.partition("=")
    if form not in FORMATS or not file:
        raise argparse.ArgumentTypeError(f"«{text}» không phải dạng DẠNG=TỆP, ví dụ junit=ra.xml")
    return form, Path(file)
