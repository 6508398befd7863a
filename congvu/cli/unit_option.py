"""The option `--unit` of commands that do something for some units alone."""

from __future__ import annotations

import argparse

from congvu.cli.context import UsageError, as_typed
from congvu.cli.units import find_unit, not_one_unit
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
    return list({(unit := _unit(state, text)).id: unit for text in wanted}.values())


def _unit(state: State, text: str) -> Unit:
    match = find_unit(state, text)
    if match.unit is None:
        raise UsageError(not_one_unit(text, match))
    return state.roster.units_by_id[match.unit]
