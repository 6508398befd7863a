"""Entry point of the command line."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from congvu.cli.context import Context, UsageError, iso_day
from congvu.cli.vietnamese import speak_vietnamese
from congvu.cli.visible_output import VisibleOutput
from congvu.days import today
from congvu.office import OfficeError, roster_directory
from congvu.os_errors import reason
from congvu.revision import RevisionError
from congvu.state import without_collecting
from congvu.text_gate import HIDDEN, Problem, problems
from congvu.unseen import visible

# Each command's module in this package, in the order of the help.
COMMANDS = {
    "check": "check",
    "register": "register",
    "plan": "plan",
    "explain": "explain",
    "export": "export",
    "import": "import_",
    "letters": "letters",
    "handovers": "handovers",
    "schema": "schema",
}
# What the help calls arguments that have no name.
_NAMELESS = {"subject": "HỌ_TÊN|ĐỊA_CHỈ|MÃ", "files": "TỆP"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    _write_utf8()
    speak_vietnamese()
    parser = _parser(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_args(arguments)
    for name, problem in _refused(options):
        parser.error(f"{_as_given(name)}: {problem.sentence()}")
    context = Context(
        directory=options.roster.resolve() if options.roster else roster_directory(),
        on=options.date,
        format=_format(parser, options),
        options=options,
    )
    # Unlike `Path.is_dir`, it returns False for a folder without access rights.
    if not os.path.isdir(context.directory):  # noqa: PTH112
        parser.error(f"không có, hoặc không có quyền đọc, thư mục danh sách {context.directory}")
    try:
        with without_collecting(), redirect_stdout(VisibleOutput(sys.stdout)):
            code: int = options.run(context)
        print(end="", flush=True)
    except (OfficeError, RevisionError, UsageError) as error:
        print(visible(str(error)), file=sys.stderr)
        return 2
    except BrokenPipeError:
        _drop_output()  # the reader of the output, such as `head`, has stopped reading
        return 1
    except OSError as error:
        _drop_output()
        what = f" «{error.filename}»" if error.filename else " kết quả"
        said = f"không đọc hoặc không ghi được{what}: {reason(error)}"
        print(visible(said), file=sys.stderr)
        return 2
    return code


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with an option whatever stands in it."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def _refused(options: argparse.Namespace) -> Iterator[tuple[str, Problem]]:
    """Yield the options that hold what no text may; paths are the system's, but hide nothing."""
    for name, value in vars(options).items():
        for one in _each(value):
            found = []
            if isinstance(one, str):
                found = problems(one, "giá trị này")
            elif isinstance(one, Path):
                found = problems(str(one), "tên tệp này", HIDDEN)
            yield from ((name, problem) for problem in found)


def _each(value: object) -> Iterator[object]:
    """Yield what an option holds; one that can be repeated has several, in parts or not."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from _each(one)
    else:
        yield value


def _as_given(name: str) -> str:
    """Name an option as it is typed; those without a name are what a command is about."""
    return _NAMELESS.get(name) or f"--{name.replace('_', '-')}"


def _write_utf8() -> None:
    """Write UTF-8 in every locale: for Vietnamese, and for paths that are not valid text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Discard the rest of the output; otherwise Python would fail to write it when it exits."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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


def _commands(arguments: Sequence[str]) -> list[ModuleType]:
    """Load only the needed commands, since loading Excel's libraries takes longer than a check."""
    named = [name for name in COMMANDS if name in arguments] or list(COMMANDS)
    return [importlib.import_module(f"congvu.cli.{COMMANDS[name]}") for name in named]


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="congvu",
        description="Danh sách cán bộ và địa chỉ thư điện tử công vụ.",
        epilog="Mã kết thúc: 0 không có lỗi, 1 có lỗi trong danh sách, 2 dùng lệnh sai.",
    )
    _global_options(parser, default=True)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for command in _commands(arguments):
        subparser = commands.add_parser(
            command.NAME, help=command.HELP, description=command.__doc__
        )
        # The global options are allowed after the command too.
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
        default=today() if default else argparse.SUPPRESS,
        help="tính theo trạng thái của ngày này (mặc định: hôm nay)",
    )
    parser.add_argument(
        "--format",
        metavar="DẠNG",
        default=missing,
        help="dạng kết quả: text, json, hoặc dạng riêng của lệnh (mặc định: text)",
    )
