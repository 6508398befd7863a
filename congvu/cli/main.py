"""Entry point of the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

from congvu.cli import check, explain, export, import_, plan, register, schema
from congvu.cli.context import Context, UsageError, iso_day
from congvu.office import OfficeError, roster_directory
from congvu.revision import RevisionError
from congvu.state import without_collecting

COMMANDS: tuple[ModuleType, ...] = (check, register, plan, explain, export, import_, schema)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    context = Context(
        directory=options.roster.resolve() if options.roster else roster_directory(),
        on=options.date,
        format=_format(parser, options),
        options=options,
    )
    if not context.directory.is_dir():
        parser.error(f"không có thư mục danh sách {context.directory}")
    try:
        with without_collecting():
            code: int = options.run(context)
    except (OfficeError, RevisionError, UsageError) as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _format(parser: argparse.ArgumentParser, options: argparse.Namespace) -> str:
    formats: tuple[str, ...] = options.formats
    if options.format is None:
        return formats[0]
    if options.format not in formats:
        parser.error(
            f"lệnh {options.command} không có dạng «{options.format}»; chọn một: "
            f"{', '.join(formats)}"
        )
    return str(options.format)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="congvu",
        description="Danh sách cán bộ và địa chỉ thư điện tử công vụ.",
        epilog="Mã kết thúc: 0 không có lỗi, 1 có lỗi trong danh sách, 2 dùng lệnh sai.",
    )
    _global_options(parser, default=True)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for command in COMMANDS:
        subparser = commands.add_parser(
            command.NAME, help=command.HELP, description=command.__doc__
        )
        # The global options are understood after the command too.
        _global_options(subparser, default=False)
        command.configure(subparser)
        subparser.set_defaults(run=command.run, formats=command.FORMATS)
    return parser


def _global_options(parser: argparse.ArgumentParser, *, default: bool) -> None:
    missing = None if default else argparse.SUPPRESS
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="THƯ_MỤC",
        default=missing,
        help="thư mục danh sách (mặc định: $CONGVU_ROSTER hoặc inventory/roster)",
    )
    parser.add_argument(
        "--date",
        type=iso_day,
        metavar="NĂM-THÁNG-NGÀY",
        default=date.today() if default else argparse.SUPPRESS,
        help="tính theo trạng thái của ngày này (mặc định: hôm nay)",
    )
    parser.add_argument(
        "--format",
        metavar="DẠNG",
        default=missing,
        help="dạng kết quả: text, json, hoặc dạng riêng của lệnh (mặc định: text)",
    )
