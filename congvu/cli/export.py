"""Xuất danh sách của từng đơn vị thành sổ tính Excel để sửa, rồi nhập lại bằng lệnh import."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from congvu.atomic import replace_files
from congvu.cli import unit_option
from congvu.cli.context import Context, UsageError
from congvu.cli.progress import counted
from congvu.findings_formats import as_dicts
from congvu.os_errors import reason
from congvu.roster.edit import EditError
from congvu.state import State
from congvu.workbook.export import unit_workbooks
from congvu.workbook.untaken import untaken

NAME = "export"
HELP = "xuất danh sách thành sổ tính Excel"
FORMATS = ("text", "json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `export`."""
    parser.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="THƯ_MỤC",
        help="thư mục nhận các sổ tính, mỗi đơn vị một tệp mã-đơn-vị.xlsx",
    )
    unit_option.configure(parser)


def run(context: Context) -> int:
    """Write all workbooks or none; return 1 if the roster can't be read."""
    state = context.read()
    if not state.readable:
        findings = [found for found in state.load_findings if found.severity == "error"]
        if context.json:
            context.print_json({"findings": as_dicts(findings, context.base), "written": []})
        else:
            context.print_findings(findings)
            print("Chưa xuất được: hãy sửa các tệp trên trước.")
        return 1
    folder: Path = context.options.output
    units = unit_option.units(state, context.options)
    try:
        made = counted(unit_workbooks(state, units), len(units), "Đang soạn sổ tính")
        workbooks = {folder / f"{unit.id}.xlsx": workbook for unit, workbook in made}
        # Check again just before writing, since somebody may have edited a workbook meanwhile.
        _refuse_to_lose(state, sorted(workbooks))
        folder.mkdir(parents=True, exist_ok=True)
        replace_files(workbooks)
    except EditError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise UsageError(
            f"không ghi được «{where}»: {reason(error)}; chưa xuất sổ tính nào"
        ) from error
    written = [str(folder / f"{unit.id}.xlsx") for unit in units]
    if context.json:
        context.print_json({"findings": [], "written": written})
    else:
        print("\n".join(written))
        print(f"Đã xuất {len(written)} sổ tính. Tệp có dữ liệu cá nhân: chỉ gửi cho người cần.")
    return 0


def _refuse_to_lose(state: State, files: Sequence[Path]) -> None:
    looked_at = counted(files, len(files), "Đang xem các tệp đã có")
    if found := {file: why for file in looked_at if (why := untaken(state, file))}:
        named = "\n".join(f"  {file}: {why}" for file, why in found.items())
        raise UsageError(
            f"Chưa xuất sổ tính nào, để không ghi đè {len(found)} tệp:\n{named}\n"
            "Hãy nhập những gì đã sửa («bin/congvu import TỆP»), dời tệp đi nơi khác, hoặc xuất "
            "vào một thư mục khác."
        )
