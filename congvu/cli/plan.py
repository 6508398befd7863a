"""Cho xem một thay đổi của danh sách làm gì với hộp thư của ai, so với một phiên bản trong Git."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from congvu.accounts_plan import PlanError
from congvu.checks import run_checks
from congvu.cli.context import Context, UsageError
from congvu.findings import Finding
from congvu.findings_formats import as_dicts, as_text
from congvu.plan.as_json import as_dict
from congvu.plan.compute import roster_plan
from congvu.plan.markdown import as_markdown, errors_as_markdown
from congvu.plan.model import RosterPlan
from congvu.plan.text import as_text as plan_as_text
from congvu.register.file import MENDED
from congvu.revision import RevisionError, at_revision
from congvu.roster.cache import default_folder
from congvu.roster.load import RosterReader
from congvu.state import State, read_state

NAME = "plan"
HELP = "cho xem thay đổi làm gì với từng hộp thư"
FORMATS = ("text", "markdown", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `plan`."""
    parser.add_argument(
        "--base", required=True, metavar="PHIÊN_BẢN", help="so với phiên bản Git này, ví dụ main"
    )
    parser.add_argument(
        "--head", metavar="PHIÊN_BẢN", help="phiên bản cần xem (mặc định: các tệp đang sửa)"
    )
    parser.add_argument(
        "--allow-mass-change", action="store_true", help="chấp nhận thay đổi hàng loạt"
    )
    parser.add_argument("--output", type=Path, metavar="TỆP", help="ghi kết quả vào tệp này")


def run(context: Context) -> int:
    """Print the plan; 0 where it is safe and the roster sound, 1 otherwise."""
    with _states(context) as (before, after, base):
        findings = run_checks(after, before)
        errors = [finding for finding in findings if finding.severity == "error"]
        plan = None
        if after.readable:
            try:
                plan = roster_plan(before, after)
            except PlanError as error:
                if not errors:
                    raise UsageError(str(error)) from error
        shown = [_relative(finding, base) for finding in errors]
        text = _rendered(context.format, plan, shown)
    if context.options.output is None:
        print(text, end="")
    else:
        try:
            context.options.output.write_text(text, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or error
            raise UsageError(f"không ghi được «{context.options.output}»: {reason}") from error
    # A stale register is mended by a command, and says nothing about the plan.
    broken = any(finding.code not in MENDED for finding in errors)
    unsafe = plan is not None and plan.refusals and not context.options.allow_mass_change
    return int(broken or plan is None or bool(unsafe))


@contextmanager
def _states(context: Context) -> Iterator[tuple[State, State, Path]]:
    """Yield the states before and after, and the folder that shown paths start from."""
    reader = RosterReader(default_folder())
    try:
        with at_revision(context.directory, context.options.base) as base:
            before = read_state(base.directory, context.on, base.office, reader)
            if context.options.head is None:
                yield before, read_state(context.directory, context.on, None, reader), context.base
                return
            with at_revision(context.directory, context.options.head) as head:
                after = read_state(head.directory, context.on, head.office, reader)
                yield before, after, head.root
    except RevisionError as error:
        raise UsageError(str(error)) from error


def _relative(finding: Finding, base: Path) -> Finding:
    file = finding.file
    return replace(finding, file=file.relative_to(base) if file.is_relative_to(base) else file)


def _rendered(form: str, plan: RosterPlan | None, errors: list[Finding]) -> str:
    if form == "json":
        data = {"errors": as_dicts(errors, Path()), **(as_dict(plan) if plan else {})}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return as_markdown(plan, errors) if plan else errors_as_markdown(errors)
    findings = as_text(errors, Path()) if errors else ""
    return findings + (plan_as_text(plan) if plan else "")
