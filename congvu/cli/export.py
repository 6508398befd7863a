"""Xuất danh sách của từng đơn vị thành sổ tính Excel để sửa, rồi nhập lại bằng lệnh import."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from congvu.atomic import replace_files
from congvu.cli.context import Context, UsageError, as_typed
from congvu.cli.progress import counted
from congvu.findings_formats import as_dicts
from congvu.names import fold
from congvu.os_errors import reason
from congvu.plain_list.units import UnitFinder
from congvu.roster.edit import EditError
from congvu.roster.model import Unit
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
    parser.add_argument(
        "--unit",
        action="append",
        nargs="+",
        type=as_typed,
        default=[],
        metavar="TÊN|MÃ",
        help="chỉ đơn vị này, ví dụ Phòng Y tế; có thể lặp lại (mặc định: mọi đơn vị)",
    )


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
    units = _units(state, [" ".join(words) for words in context.options.unit])
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


def _units(state: State, wanted: list[str]) -> list[Unit]:
    if not wanted:
        return list(state.roster.units)
    finder = UnitFinder(state.roster.units)
    return list({(unit := _unit(state, finder, text)).id: unit for text in wanted}.values())


def _unit(state: State, finder: UnitFinder, text: str) -> Unit:
    """Return the unit with an id, a name or a part of a name."""
    match = finder.find(text)
    if match.unit is not None:
        return state.roster.units_by_id[match.unit]
    part = fold(text)
    holding = [unit for unit in state.roster.units if part and part in fold(unit.name)]
    if len(holding) == 1 and not match.several:
        return holding[0]
    if meant := match.several or [unit.name for unit in holding]:
        raise UsageError(f"«{text}» có thể là nhiều đơn vị: {', '.join(meant)}; hãy ghi rõ hơn")
    hint = f"; có phải là {match.near}?" if match.near else ""
    raise UsageError(f"không có đơn vị «{text}» trong danh sách{hint}")


def _refuse_to_lose(state: State, files: Sequence[Path]) -> None:
    there = [file for file in files if file.exists()]
    looked_at = counted(there, len(there), "Đang xem các tệp đã có")
    if found := {file: why for file in looked_at if (why := untaken(state, file))}:
        named = "\n".join(f"  {file}: {why}" for file, why in found.items())
        raise UsageError(
            f"Chưa xuất sổ tính nào, để không ghi đè {len(found)} tệp:\n{named}\n"
            "Hãy nhập những gì đã sửa («bin/congvu import TỆP»), dời tệp đi nơi khác, hoặc xuất "
            "vào một thư mục khác."
        )
