"""Nhập lần đầu một danh sách cán bộ như cơ quan vẫn lập (Excel .xlsx hoặc CSV).

Dòng tiêu đề được nhận theo chữ («Họ và tên», «Chức vụ», «Ngày sinh», «Đơn vị», …), có dấu hay
không. Có dòng sai thì không nhập gì, và một bản sao ghi lý do bên cạnh từng dòng.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from congvu.accounts_plan import PlanError
from congvu.cli.context import Context, UsageError, iso_day
from congvu.findings_formats import as_dicts
from congvu.plain_list.arrival import Arrival, Before, Choices, arrival
from congvu.plain_list.candidates import Decision
from congvu.plain_list.csv_grid import from_text
from congvu.plain_list.files import SHEET_OF_TEXT, new_texts, problems_of, workbook_of_text
from congvu.plain_list.grid import Grid, ListError
from congvu.plain_list.placing import Placer
from congvu.plain_list.read_list import (
    Sheets,
    chosen_columns,
    grids_of_workbook,
    is_workbook,
    read_sheets,
)
from congvu.plain_list.report import as_dict, as_lines, newcomers
from congvu.plan.as_json import as_dict as plan_as_dict
from congvu.plan.text import as_text as plan_as_text
from congvu.roster.edit import EditError
from congvu.roster.load import Roster, roster_files
from congvu.state import State
from congvu.trial import ChangedMeanwhileError, Trial, try_out
from congvu.workbook.problems import Problem, write_copy
from congvu.workbook.safe_open import MAX_BYTES, WorkbookError, open_workbook

NAME = "import"
HELP = "nhập danh sách cán bộ từ Excel hoặc CSV"
FORMATS = ("text", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `import`."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="danh sách .xlsx hoặc .csv")
    parser.add_argument("--dry-run", action="store_true", help="chỉ cho xem, không ghi gì")
    add_options(parser)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that are about plain lists."""
    plain = parser.add_argument_group(
        "khi tệp là danh sách thường",
        "Người đã có trong danh sách (cùng họ tên, cùng đơn vị, hoặc cùng mã) không thêm lần nữa. "
        "Ngày sinh, quê quán, nơi sinh chỉ được giữ khi địa chỉ cần (Điều 6.2.c).",
    )
    plain.add_argument(
        "--decision",
        metavar="SỐ",
        help="số quyết định tuyển dụng, tiếp nhận của những người mà danh sách không ghi "
        "(Điều 7.2.a)",
    )
    plain.add_argument(
        "--decision-date", type=iso_day, metavar="NGÀY", help="ngày ký, dạng năm-tháng-ngày"
    )
    plain.add_argument(
        "--unit",
        default="",
        metavar="ĐƠN_VỊ",
        help="đơn vị của những người mà danh sách không ghi đơn vị: tên hoặc mã",
    )
    plain.add_argument(
        "--sheet", action="append", default=[], metavar="TRANG",
        help="chỉ đọc trang này; có thể lặp lại (mặc định: mọi trang có danh sách)",
    )  # fmt: skip
    plain.add_argument(
        "--column", action="append", default=[], metavar="TÊN=CỘT",
        help='cột của một trường, ví dụ --column "chức vụ=D"; có thể lặp lại',
    )  # fmt: skip
    plain.add_argument(
        "--new",
        action="store_true",
        help="người trùng họ tên với người ở đơn vị khác, hoặc với người đã nghỉ, là người khác",
    )
    plain.add_argument(
        "--create-units",
        action="store_true",
        help="lập tệp cho đơn vị chưa có, theo tên đơn vị; cần --unit-decision",
    )
    plain.add_argument(
        "--unit-decision", metavar="SỐ", help="số quyết định thành lập các đơn vị mới (Điều 7.1.a)"
    )
    plain.add_argument(
        "--unit-decision-date", type=iso_day, metavar="NGÀY", help="ngày ký quyết định đó"
    )


@dataclass(frozen=True)
class _List:
    """A file that was read as a list: its sheets, and the workbook, None of a text file."""

    file: Path
    grids: list[Grid]
    hidden: list[tuple[str, str]]
    book: Workbook | None


def run(context: Context) -> int:
    """Take a list into the roster; 1 where a row is wrong and nothing was written."""
    options = context.options
    choices = _choices(options)
    state = _start(context.read())
    try:
        the_list = _read(options.file)
        sheets, found = _work_out(the_list, state, choices, options)
    except (ListError, WorkbookError) as error:
        raise UsageError(str(error)) from error
    if found.problems:
        return _refuse(context, the_list, sheets, found, found.problems)
    if not found.newcomers:
        return _show(context, sheets, found, None)
    try:
        trial = try_out(state, new_texts(state.roster, found))
        errors = [finding for finding in trial.new if finding.severity == "error"]
        if errors:
            problems = problems_of(errors, trial.after.roster, found)
            return _refuse(context, the_list, sheets, found, problems)
        trial.plan()  # what no plan can say is not written either
        written = [] if options.dry_run else trial.write()
    except (EditError, ChangedMeanwhileError, PlanError) as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"không ghi được danh sách: {error.strerror or error}") from error
    return _show(context, sheets, found, trial, written)


def _choices(options: argparse.Namespace) -> Choices:
    decision = establish = None
    if (options.decision is None) != (options.decision_date is None):
        raise UsageError("--decision SỐ và --decision-date NGÀY phải đi cùng nhau (Điều 7.2.a)")
    if options.decision is not None:
        decision = Decision(_number(options.decision), options.decision_date)
    given = options.unit_decision, options.unit_decision_date
    if options.create_units and None in given:
        raise UsageError(
            "đơn vị mới cần quyết định thành lập (Điều 7.1.a): hãy ghi thêm --unit-decision SỐ và "
            "--unit-decision-date NGÀY"
        )
    if not options.create_units and given != (None, None):
        raise UsageError("--unit-decision chỉ dùng cùng --create-units")
    if options.create_units:
        establish = _number(options.unit_decision), options.unit_decision_date.isoformat()
    return Choices(decision, options.unit, establish, options.new)


def _number(text: str) -> str:
    number = " ".join(text.split())
    if not number:
        raise UsageError("số quyết định đang để trống")
    return number


def _start(state: State) -> State:
    """Return the state to start from; an empty folder is where a first import starts.

    Raises:
        UsageError: a file can't be read.
    """
    if state.readable:
        return state
    directory = state.roster.directory
    if roster_files(directory) or len(state.committed) or state.roster.register_file.exists():
        raise UsageError("danh sách có tệp chưa đọc được; hãy chạy «bin/congvu check» trước")
    return replace(state, roster=Roster(directory, ()), load_findings=())


def _read(file: Path) -> _List:
    try:
        with file.open("rb") as stream:
            start = stream.read(8)
            size = file.stat().st_size
        if is_workbook(start):
            book = open_workbook(file)
            return _List(file, *grids_of_workbook(book), book)
        if size > MAX_BYTES:
            raise ListError(f"{file.name}: tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB")
        grid = from_text(file.read_bytes())
    except OSError as error:
        raise UsageError(f"không đọc được «{file}»: {error.strerror or error}") from error
    return _List(file, [grid], [], None)


def _work_out(
    the_list: _List, state: State, choices: Choices, options: argparse.Namespace
) -> tuple[Sheets, Arrival]:
    taken = {*state.committed.by_holder, *state.roster.people_by_id}
    placer = Placer(state.roster, choices.unit, choices.establish, taken.__contains__)
    sheets = read_sheets(
        the_list.grids,
        the_list.hidden,
        placer.knows,
        chosen_columns(options.column),
        options.sheet,
    )
    before = Before(state.roster, state.committed, state.office, state.on)
    return sheets, arrival([(body, placer) for body in sheets.bodies], before, choices)


def _refuse(
    context: Context,
    the_list: _List,
    sheets: Sheets,
    found: Arrival,
    problems: Sequence[Problem],
) -> int:
    """Write the copy with the reasons, and say them."""
    headers = {body.table.grid.name or SHEET_OF_TEXT: body.table.top for body in sheets.bodies}
    beside = [replace(one, sheet=one.sheet or SHEET_OF_TEXT) if one.row else one
              for one in problems]  # fmt: skip
    book = the_list.book or workbook_of_text(the_list.grids[0])
    try:
        copy = write_copy(book, the_list.file, beside, headers)
    except OSError as error:
        raise UsageError(f"không ghi được bản sao: {error.strerror or error}") from error
    if context.json:
        result = as_dict(sheets, replace(found, problems=list(problems)))
        context.print_json(result | {"written": False, "copy": str(copy)})
        return 1
    print("\n".join([*as_lines(sheets, found), "", *(problem.text() for problem in problems)]))
    rows = len({(problem.sheet, problem.row) for problem in problems})
    print(
        f"\nChưa nhập gì: {rows} dòng cần sửa. Lý do ghi bên cạnh từng dòng trong {copy}; hãy "
        "sửa ở đó rồi nhập lại tệp ấy."
    )
    return 1


def _show(
    context: Context,
    sheets: Sheets,
    found: Arrival,
    trial: Trial | None,
    written: Sequence[Path] = (),
) -> int:
    if context.json:
        result: dict[str, Any] = as_dict(sheets, found) | {"written": bool(written), "copy": None}
        if trial is not None:
            result["findings"] = as_dicts(trial.new, context.base)
            result["plan"] = plan_as_dict(trial.plan())
        context.print_json(result)
        return 0
    print("\n".join([*as_lines(sheets, found), *newcomers(found)]))
    if trial is None:
        print("Danh sách đã đúng, không ghi gì.")
        return 0
    print()
    if trial.new:
        context.print_findings(trial.new)
        print()
    print(plan_as_text(trial.plan()))
    done = "Đã ghi" if written else "Chưa ghi gì; sẽ ghi"
    print(f"{done}: {', '.join(sorted(file.name for file in written or trial.texts))}.")
    if not trial.register_can_be_written:
        print(
            "Sổ địa chỉ chưa ghi được vì danh sách còn lỗi từ trước; hãy sửa theo «bin/congvu "
            "check» rồi chạy «bin/congvu register»."
        )
    return 0
