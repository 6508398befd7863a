"""Ghi lược đồ JSON cho trình soạn thảo, các trang tham khảo, CODEOWNERS, bảng chữ tìm kiếm."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from congvu import latin
from congvu.cli.context import Context
from congvu.code_owners import code_owners
from congvu.office import DEFAULT_ROSTER, PROJECT, load_office
from congvu.roster.format_page import format_page
from congvu.roster.load import roster_files
from congvu.roster.schema import unit_schema_text
from congvu.rules_page import rules_page

NAME = "schema"
HELP = "ghi lược đồ JSON, các trang tham khảo và những tệp sinh ra khác"
FORMATS = ("text", "json")


def _code_owners() -> str:
    return code_owners(load_office(), [file.name for file in roster_files(DEFAULT_ROSTER)])


# Every generated file, and the function that makes it.
GENERATED: dict[Path, Callable[[], str]] = {
    Path("schema/unit.json"): unit_schema_text,
    Path("docs/tham-khao/dinh-dang.md"): format_page,
    Path("docs/tham-khao/quy-tac.md"): rules_page,
    Path(".gitlab/CODEOWNERS"): _code_owners,
    Path("directory_site/pages/assets/search/letters.js"): latin.script,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `schema`."""
    parser.add_argument(
        "--check", action="store_true", help="chỉ kiểm tra, không ghi; 1 nếu có tệp đã cũ"
    )


def run(context: Context) -> int:
    """Write stale files; with ``--check`` only list them."""
    stale = [file for file, text in GENERATED.items() if _current(PROJECT / file) != text()]
    if not context.options.check:
        for file in stale:
            (PROJECT / file).parent.mkdir(parents=True, exist_ok=True)
            (PROJECT / file).write_text(GENERATED[file](), encoding="utf-8")
    if context.json:
        context.print_json({"changed": [str(file) for file in stale]})
    elif not stale:
        print("Lược đồ, các trang tham khảo và những tệp sinh ra khác đã đúng.")
    else:
        what = "Đã cũ, hãy chạy «bin/congvu schema»" if context.options.check else "Đã ghi"
        print(f"{what}: {', '.join(map(str, stale))}")
    return int(bool(stale) and context.options.check)


def _current(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None
