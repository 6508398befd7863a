"""From a state of the roster to the workbooks of its units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from congvu.processes import in_processes
from congvu.roster.edit import UnitFile
from congvu.roster.model import Unit
from congvu.state import State
from congvu.workbook.choices import Choices, choices
from congvu.workbook.rows import Tables, tables, with_computed
from congvu.workbook.sheets import Sheet
from congvu.workbook.write import sheets_of, workbook_bytes

# About how many bytes one workbook unpacks to; most is what its empty rows look like.
_UNPACKED = 500_000


class _Contents(NamedTuple):
    """What a workbook is made of, without the roster: it travels to another process."""

    sheets: Sequence[Sheet]
    rows: Tables
    lists: Choices


def unit_workbook(state: State, unit: Unit) -> bytes:
    """Return a unit's workbook.

    Raises:
        EditError: its file is written in a way that a program does not change.
    """
    [(_, workbook)] = unit_workbooks(state, [unit])
    return workbook


def unit_workbooks(state: State, units: Sequence[Unit]) -> Iterator[tuple[Unit, bytes]]:
    """Yield each unit with its workbook, those with most people first.

    Raises:
        EditError: a unit's file is written in a way that a program does not change.
    """
    ordered = sorted(units, key=lambda unit: -len(unit.staff))
    work = [(_contents(state, unit), state.on, (unit.id, unit.name)) for unit in ordered]
    yield from zip(ordered, in_processes(_made, work, _UNPACKED * len(work)), strict=True)


def _contents(state: State, unit: Unit) -> _Contents:
    values = UnitFile.read(unit.file).values
    rows = with_computed(tables(values), unit, state)
    return _Contents(sheets_of(unit.kind, rows), rows, choices(values, state.roster))


def _made(work: tuple[_Contents, date, tuple[str, str]]) -> bytes:
    contents, on, unit = work
    return workbook_bytes(*contents, on, unit)
