"""Xuất danh sách của từng đơn vị thành sổ tính Excel để sửa, rồi nhập lại bằng lệnh import."""

from __future__ import annotations

import argparse
from pathlib import Path

from congvu.cli.context import Context, UsageError
from congvu.findings_formats import as_dicts
from congvu.os_errors import reason
from congvu.roster.edit import EditError
from congvu.roster.model import Unit
from congvu.state import State
from congvu.workbook.export import unit_workbook

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
    parser.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="MÃ",
        help="chỉ đơn vị này; có thể lặp lại (mặc định: mọi đơn vị)",
    )


def run(context: Context) -> int:
    """Write the workbooks; 1 where the roster can't be read."""
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
    written = []
    for unit in _units(state, context.options.unit):
        file = folder / f"{unit.id}.xlsx"
        try:
            data = unit_workbook(state, unit)
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except EditError as error:
            raise UsageError(str(error)) from error
        except OSError as error:
            raise UsageError(f"không ghi được «{file}»: {reason(error)}") from error
        written.append(str(file))
    if context.json:
        context.print_json({"findings": [], "written": written})
    else:
        print("\n".join(written))
        print(f"Đã xuất {len(written)} sổ tính. Tệp có dữ liệu cá nhân: chỉ gửi cho người cần.")
    return 0


def _units(state: State, wanted: list[str]) -> list[Unit]:
    known = state.roster.units_by_id
    for id_ in wanted:
        if id_ not in known:
            raise UsageError(f"không có đơn vị «{id_}» trong danh sách")
    return [known[id_] for id_ in dict.fromkeys(wanted)] if wanted else list(state.roster.units)
