"""The option `--unit` of commands that do something for some units alone."""

from __future__ import annotations

import argparse

from congvu.cli.context import UsageError, as_typed
from congvu.names import fold
from congvu.plain_list.units import UnitFinder
from congvu.roster.model import Unit
from congvu.state import State


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the option."""
    parser.add_argument(
        "--unit",
        action="append",
        nargs="+",
        type=as_typed,
        default=[],
        metavar="TÊN|MÃ",
        help="chỉ đơn vị này, ví dụ Phòng Y tế; có thể lặp lại (mặc định: mọi đơn vị)",
    )


def units(state: State, options: argparse.Namespace) -> list[Unit]:
    """Return the units that are named, each once; all where none is.

    Raises:
        UsageError: a name is no unit's, or that of several.
    """
    wanted = [" ".join(words) for words in options.unit]
    if not wanted:
        return list(state.roster.units)
    finder = UnitFinder(state.roster.units)
    return list({(unit := _unit(state, finder, text)).id: unit for text in wanted}.values())


def _unit(state: State, finder: UnitFinder, text: str) -> Unit:
    """Return the unit that an id, a name, or a part of one means."""
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
