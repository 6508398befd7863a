"""Nhập vào danh sách: sổ tính do lệnh export xuất ra, hoặc danh sách thường của cơ quan.

Của sổ tính đã xuất, chỉ nhập những gì đã sửa. Danh sách thường (.xlsx, .csv) để nhập lần đầu: thêm
những người chưa có. Nếu có dòng sai, không tệp nào của danh sách thay đổi; lý do ghi ở cột «Cần
sửa» trong một bản sao «…-can-sua.xlsx» cạnh tệp.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from congvu.cli import list_options
from congvu.cli.context import Context, UsageError
from congvu.findings_formats import as_dicts, shown_path
from congvu.os_errors import reason
from congvu.plain_list.grid import ListError
from congvu.plain_list.importing import Asked, at_first, import_list, is_text
from congvu.plan.as_json import PlanJson
from congvu.plan.text import PlanText
from congvu.state import State
from congvu.trial import ChangedMeanwhileError
from congvu.workbook.importing import Book, Import, import_exported
from congvu.workbook.problems import Problem, write_copy
from congvu.workbook.read import Exported, is_exported, read_exported
from congvu.workbook.safe_open import WorkbookError, open_workbook

NAME = "import"
HELP = "nhập sổ tính Excel, danh sách CSV"
FORMATS = ("text", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `import`."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="TỆP",
        help="các sổ tính cần nhập, hoặc một danh sách thường",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ kiểm tra và cho xem kế hoạch, không ghi"
    )
    list_options.configure(parser)


def run(context: Context) -> int:
    """Import; return 0 if all was imported or nothing changes, 1 if a row has a problem."""
    options = context.options
    state = at_first(context.read())
    if not state.readable:
        return _unreadable(context, state)
    asked = list_options.asked(options)
    try:
        opened = [(file, None if is_text(file) else open_workbook(file)) for file in options.files]
        if all(workbook and is_exported(workbook) for _, workbook in opened):
            if asked != Asked():
                raise UsageError(f"chỉ danh sách thường mới dùng {list_options.NAMES}")
            return finish(context, _import_exported(state, opened))
        if len(opened) > 1:
            raise UsageError("danh sách thường phải nhập từng tệp một")
        return finish(context, import_list(state, *opened[0], asked))
    except WorkbookError as error:
        raise UsageError(f"{error}.") from error
    except ListError as error:
        raise UsageError(f"{options.files[0].name}: {error}.") from error
    except OSError as error:
        raise UsageError(f"không đọc được «{error.filename}»: {reason(error)}") from error


def _import_exported(state: State, opened: list[tuple[Path, Workbook | None]]) -> Import:
    books = [_book(state, file, workbook) for file, workbook in opened if workbook is not None]
    units = [exported.unit for _, exported in books]
    if len(set(units)) < len(units):
        raise UsageError("có hai sổ tính của cùng một đơn vị; hãy nhập từng tệp một")
    return import_exported(state, books)


def _book(state: State, file: Path, workbook: Workbook) -> tuple[Book, Exported]:
    try:
        exported = read_exported(workbook)
    except WorkbookError as error:
        raise WorkbookError(f"{file.name}: {error}") from error
    if exported.unit not in state.roster.units_by_id:
        raise WorkbookError(f"{file.name}: danh sách không có đơn vị «{exported.unit}»")
    return Book(file, workbook), exported


def finish(context: Context, found: Import) -> int:
    """Write the changed roster, or copies with the problems, and print the result."""
    if found.refused:
        return _refuse(context, found)
    written: list[Path] = []
    if found.trial is not None and not context.options.dry_run:
        try:
            written = found.trial.write()
        except (OSError, ChangedMeanwhileError) as error:
            raise UsageError(f"không ghi được danh sách: {error}") from error
    if context.json:
        context.print_json(_as_dict(context, found, written, []))
    else:
        _print(context, found, written)
        _print_last(found)
    return 0


def _print_last(found: Import) -> None:
    if found.last:
        print(found.last)


def _print(context: Context, found: Import, written: list[Path]) -> None:
    for book in found.books:
        for warning in book.warnings:
            print(f"{book.file.name}: cảnh báo: {warning.text()}")
    if found.trial is None or found.plan is None:
        print("\n".join([*found.notes, "Tệp này không có gì khác danh sách; không ghi gì."]))
        return
    print("\n".join([*found.notes, PlanText().render({"": found.plan})]))
    if found.plan.refusals:
        print("Máy chủ sẽ không thực hiện thay đổi hàng loạt này nếu chưa được cho phép riêng.")
    if not found.trial.register_can_be_written:
        print("Sổ địa chỉ chưa ghi được vì danh sách còn lỗi cũ; hãy chạy «bin/congvu check».")
    if context.options.dry_run:
        files = [shown_path(file, context.base) for file in found.trial.texts]
        print(f"Sẽ ghi (chưa ghi vì --dry-run): {', '.join(files)}")
    else:
        print(f"Đã ghi: {', '.join(shown_path(file, context.base) for file in written)}")


def _refuse(context: Context, found: Import) -> int:
    copies: list[Path] = []
    for book in found.books:
        try:
            if book.problems:
                copies.append(write_copy(book.workbook, book.file, book.problems, book.headers))
        except OSError as error:
            found.notes.append(f"Không ghi được bản sao của {book.file.name}: {reason(error)}")
    if context.json:
        context.print_json(_as_dict(context, found, [], copies))
        return 1
    count = 0
    for book in found.books:
        count += len(book.problems)
        for problem in book.problems:
            print(f"{book.file.name}: {problem.text()}")
    print("\n".join(found.notes), end="\n" if found.notes else "")
    print(f"{count} chỗ cần sửa. Chưa nhập gì vào danh sách.")
    if copies:
        print(f"Lý do ghi cạnh từng dòng trong: {', '.join(map(str, copies))}")
    _print_last(found)
    return 1


def _unreadable(context: Context, state: State) -> int:
    findings = [finding for finding in state.load_findings if finding.severity == "error"]
    if context.json:
        context.print_json({"findings": as_dicts(findings, context.base), "written": []})
    else:
        context.print_findings(findings)
        print("Chưa nhập được: hãy sửa các tệp trên trước.")
    return 1


def _as_dict(
    context: Context, found: Import, written: list[Path], copies: list[Path]
) -> dict[str, Any]:
    return {
        "problems": [one for book in found.books for one in _dicts(book, book.problems)],
        "warnings": [one for book in found.books for one in _dicts(book, book.warnings)],
        "notes": found.notes,
        "copies": list(map(str, copies)),
        "written": [shown_path(file, context.base) for file in written],
        "changed": [shown_path(file, context.base) for file in found.trial.texts]
        if found.trial
        else [],
        "plan": PlanJson().data(found.plan) if found.plan else None,
        **found.details,
    }


def _dicts(book: Book, problems: list[Problem]) -> list[dict[str, str | int]]:
    return [
        {
            "file": str(book.file),
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.title,
            "message": problem.message,
        }
        for problem in problems
    ]
