"""Cấp địa chỉ theo Điều 6 và ghi sổ địa chỉ (addresses.yml); không ghi gì nếu danh sách có lỗi."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from congvu.checks import run_checks
from congvu.cli.context import Context, UsageError, exit_code
from congvu.days import today
from congvu.findings_formats import as_dicts
from congvu.labels import ADDRESS_STATES
from congvu.os_errors import reason
from congvu.register import file as register_file
from congvu.register.model import Entry, Register
from congvu.state import State

NAME = "register"
HELP = "cấp địa chỉ và ghi sổ địa chỉ"
FORMATS = ("text", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `register`."""
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ cho xem các dòng thay đổi, không ghi"
    )


def run(context: Context) -> int:
    """Write the register; return 0 if it is right now, 1 if the roster has an error."""
    if context.on > today() and not context.options.dry_run:
        # An address that ends before that day would be closed at once, and its mail would be lost.
        raise UsageError(
            "không ghi sổ địa chỉ của một ngày chưa đến; muốn xem ngày đó, hãy thêm --dry-run"
        )
    state = context.read()
    findings = [
        finding for finding in run_checks(state) if finding.code not in register_file.MENDED
    ]
    changed = list(changes(state.committed, state.register))
    code = exit_code(findings)
    written = code == 0 and not context.options.dry_run and _write(state)
    if context.json:
        context.print_json(
            {
                "findings": as_dicts(findings, context.base),
                "written": code == 0 and not context.options.dry_run,
                "changes": [register_file.line(entry).strip() for entry in changed],
            }
        )
        return code
    if findings:
        context.print_findings(findings)
    if code:
        print("Chưa ghi sổ địa chỉ: hãy sửa các lỗi trên trước.")
        return code
    for entry in changed:
        address = state.office.address(entry.local_part)
        print(f"{address}: {ADDRESS_STATES[entry.state]} của {entry.holder}")
    if written and not changed:
        print("Đã viết lại sổ địa chỉ cho đúng dạng; không địa chỉ nào thay đổi.")
        return code
    done = "Sẽ ghi" if context.options.dry_run else "Đã ghi"
    print(f"{done} {len(changed)} thay đổi." if changed else "Sổ địa chỉ đã đúng, không có gì đổi.")
    return code


def _write(state: State) -> bool:
    file = state.roster.register_file
    try:
        return register_file.write(state.register, file)
    except OSError as error:
        raise UsageError(
            f"không ghi được sổ địa chỉ {file}: {reason(error)}; sổ cũ còn nguyên"
        ) from error


def changes(old: Register, new: Register) -> Iterator[Entry]:
    """Yield the entries of the new register that are missing or different in the old one."""
    return (entry for entry in new if old.get(entry.local_part) != entry)
