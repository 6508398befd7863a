"""Cho xem một thay đổi làm gì với hộp thư của ai, so với một phiên bản Git hoặc với máy chủ."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from congvu.accounts_plan import PlanError
from congvu.checks import run_checks
from congvu.cli.context import Context, UsageError, write_output
from congvu.cli.live import host_accounts
from congvu.findings import Finding
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import roster_plan
from congvu.plan.drift import drift
from congvu.plan.markdown import PlanMarkdown
from congvu.plan.model import RosterPlan
from congvu.plan.output import PlanOutput
from congvu.plan.text import PlanText
from congvu.register.file import MENDED
from congvu.revision import at_revision
from congvu.roster.cache import default_folder
from congvu.roster.load import RosterReader
from congvu.state import State, read_state

NAME = "plan"
HELP = "cho xem thay đổi làm gì với từng hộp thư"
_OUTPUTS: dict[str, PlanOutput] = {
    "text": PlanText(),
    "markdown": PlanMarkdown(),
    "json": PlanJson(),
}
FORMATS = tuple(_OUTPUTS)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `plan`."""
    against = parser.add_mutually_exclusive_group(required=True)
    against.add_argument(
        "--base",
        metavar="PHIÊN_BẢN",
        help="so với đúng phiên bản Git này, ví dụ main hoặc gốc chung (git merge-base)",
    )
    against.add_argument(
        "--live",
        action="store_true",
        help="so với hộp thư đang có trên các máy chủ thư của inventory; không thay đổi gì ở đó",
    )
    parser.add_argument(
        "-i",
        "--inventory",
        type=Path,
        metavar="INVENTORY",
        help="với --live: các máy chủ thư (mặc định: của ansible.cfg)",
    )
    parser.add_argument(
        "--head", metavar="PHIÊN_BẢN", help="phiên bản cần xem (mặc định: các tệp đang sửa)"
    )
    parser.add_argument(
        "--allow-mass-change",
        action="store_true",
        help="chấp nhận thay đổi quá mức của cơ quan (mass_change) hoặc của một đơn vị",
    )
    parser.add_argument("--output", type=Path, metavar="TỆP", help="ghi kết quả vào tệp này")


def run(context: Context) -> int:
    """Print the plan; return 0 if it is safe and the roster has no error, 1 otherwise."""
    options = context.options
    if options.live and options.head is not None:
        raise UsageError("--head chỉ dùng với --base; --live luôn so với các tệp đang có")
    if not options.live and options.inventory is not None:
        raise UsageError("--inventory chỉ dùng với --live")
    outcome = _live(context) if options.live else _between_revisions(context)
    output = _OUTPUTS[context.format]
    text = output.render(outcome.plans, outcome.errors, outcome.note)
    if options.output is None:
        print(text, end="")
    else:
        write_output(options.output, text)
    # A stale register is no reason to fail: a command corrects it, and the plan does not change.
    broken = any(finding.code not in MENDED for finding in outcome.errors)
    unsafe = any(plan.refusals for plan in outcome.plans.values())
    # A base that can't be read must not stop the change that corrects it.
    nothing = not outcome.plans and not outcome.note
    return int(broken or nothing or (unsafe and not options.allow_mass_change))


@dataclass(frozen=True)
class _Outcome:
    """The output of the command.

    Attributes:
        errors: the roster's errors, with the files' paths as shown.
        plans: one plan under an empty name, or each mail host's plan under the host's name.
        note: why there is no plan although the roster has no error; empty where there is one.
    """

    errors: list[Finding]
    plans: dict[str, RosterPlan]
    note: str = ""


def _between_revisions(context: Context) -> _Outcome:
    with _states(context) as (before, after, folder):
        errors = _errors(run_checks(after, before if before.readable else None))
        plans = {}
        note = "" if before.readable else _unreadable(before, context.options.base)
        if after.readable and before.readable:
            try:
                plans[""] = roster_plan(before, after)
            except PlanError as error:
                if not errors:
                    raise UsageError(str(error)) from error
        return _Outcome([_relative(finding, folder) for finding in errors], plans, note)


def _live(context: Context) -> _Outcome:
    state = context.read()
    errors = _errors(run_checks(state))
    if any(finding.code not in MENDED for finding in errors):
        # Every host would refuse a roster with errors, so no host is contacted.
        return _Outcome([_relative(finding, context.base) for finding in errors], {})
    plans = {}
    for host, accounts in host_accounts(context.options.inventory).items():
        try:
            plans[host] = drift(accounts, state)
        except PlanError as error:
            raise UsageError(f"máy {host}: {error}") from error
    return _Outcome([_relative(finding, context.base) for finding in errors], plans)


def _errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def _unreadable(state: State, ref: str) -> str:
    """Say that there is no comparison, since the base has a file that can't be read."""
    first = next(finding for finding in state.load_findings if finding.severity == "error")
    return (
        f"Chưa có kế hoạch: phiên bản «{ref}» có tệp không đọc được nên không so được: "
        f"{first.file.name}, dòng {max(first.line, 1)}: {first.message}. "
        "Hãy so với một phiên bản khác, hoặc với máy chủ (plan --live)."
    )


@contextmanager
def _states(context: Context) -> Iterator[tuple[State, State, Path]]:
    """Yield the states before and after, and the folder for relative paths in messages."""
    reader = RosterReader(default_folder())
    with at_revision(context.directory, context.options.base) as base:
        before = read_state(base.directory, context.on, base.office, reader)
        if context.options.head is None:
            yield before, read_state(context.directory, context.on, None, reader), context.base
            return
        with at_revision(context.directory, context.options.head) as head:
            after = read_state(head.directory, context.on, head.office, reader)
            yield before, after, head.root


def _relative(finding: Finding, base: Path) -> Finding:
    file = finding.file
    return replace(finding, file=file.relative_to(base) if file.is_relative_to(base) else file)
