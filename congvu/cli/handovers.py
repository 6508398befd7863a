"""Lập biên bản bàn giao hộp thư chung để hai bên ký, mỗi lần bàn giao một tệp PDF."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from congvu.atomic import replace_files
from congvu.cli.context import Context, UsageError
from congvu.handovers.printing import TEMPLATE, record_pdf
from congvu.handovers.records import Record, RecordError, read
from congvu.kept import kept_folder
from congvu.os_errors import reason
from congvu.state import State
from congvu.typesetting import Typesetter

NAME = "handovers"
HELP = "lập biên bản bàn giao hộp thư chung để ký"
FORMATS = ("text", "json")

_FETCH = "ansible-playbook -i inventory/production playbooks/handovers.yml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `handovers`."""
    parser.add_argument(
        "--to",
        type=Path,
        default=Path("~/ban-giao-hop-thu").expanduser(),
        metavar="THƯ_MỤC",
        help="thư mục nhận các tệp PDF (mặc định: ~/ban-giao-hop-thu)",
    )


def run(context: Context) -> int:
    """Make the records that are not there yet; 1 where a file of a host can't be read."""
    target = context.options.to.expanduser().resolve()
    state = context.read()
    kept = kept_folder(NAME, state.office.domain)
    records: dict[Path, Record] = {}
    problems: list[str] = []
    files = sorted(kept.glob("*.json"))
    for file in files:
        made = target / f"ban-giao_{file.stem}.pdf"
        if made.exists():
            continue
        try:
            records[made] = read(file)
        except RecordError as error:
            problems.append(str(error))
    if records:
        _write(target, records, state)
    if context.json:
        written = [{"file": str(file), "mailbox": one.mailbox} for file, one in records.items()]
        context.print_json({"written": written, "unread": problems})
    else:
        _print(records, problems, kept, any_file=bool(files))
    return int(bool(problems))


def _write(target: Path, records: Mapping[Path, Record], state: State) -> None:
    with Typesetter(TEMPLATE) as typesetter:
        contents = {file: record_pdf(typesetter, one, state) for file, one in records.items()}
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_files(contents, mode=0o600)
    except OSError as error:
        where = error.filename2 or error.filename
        raise UsageError(
            f"không ghi được «{where}»: {reason(error)}; chưa lập biên bản nào"
        ) from error


def _print(
    records: Mapping[Path, Record], problems: list[str], kept: Path, *, any_file: bool
) -> None:
    if records:
        print(f"Đã lập {len(records)} biên bản bàn giao, trong {next(iter(records)).parent}:")
        for file, one in records.items():
            print(f"  {file.name}: {one.name}")
    elif not any_file:
        print(f"Chưa có lần bàn giao nào trong {kept}. Lấy về từ máy chủ thư: {_FETCH}")
    elif not problems:
        print("Không có biên bản nào cần lập thêm.")
    for problem in problems:
        print(problem)
