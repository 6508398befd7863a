"""Makes the workbooks of units from a state of the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from congvu.processes import in_processes
from congvu.roster.edit import UnitFile
from congvu.roster.model import Unit
from congvu.state import State
from congvu.workbook import write
from congvu.workbook.choices import Choices, choices
from congvu.workbook.rows import Tables, tables, with_computed
from congvu.workbook.sheets import Sheet

# About how many bytes of a workbook are what one empty row looks like: most of it.
_EMPTY_ROW = 2_500


class _Contents(NamedTuple):
    """All that a workbook is made of. It is sent to another process, so it has no roster."""

    sheets: Sequence[Sheet]
    rows: Tables
    lists: Choices


def unit_workbook(state: State, unit: Unit) -> bytes:
    """Return a unit's workbook.

    Raises:
        EditError: a program can't safely change the unit's file as it is written.
    """
    [(_, workbook)] = unit_workbooks(state, [unit])
    return workbook


def unit_workbooks(state: State, units: Sequence[Unit]) -> Iterator[tuple[Unit, bytes]]:
    """Yield each unit with its workbook, beginning with the units that have most people.

    Raises:
        EditError: a program can't safely change a unit's file as it is written.
    """
    ordered = sorted(units, key=lambda unit: -len(unit.staff))
    work = [(_contents(state, unit), state.on, (unit.id, unit.name)) for unit in ordered]
    size = _EMPTY_ROW * write.SPARE_ROWS * len(work)
    yield from zip(ordered, in_processes(_made, work, size), strict=True)


def _contents(state: State, unit: Unit) -> _Contents:
    values = UnitFile.read(unit.file).values
    rows = with_computed(tables(values), unit, state)
    return _Contents(write.sheets_of(unit.kind, rows), rows, choices(values, state.roster))


def _made(work: tuple[_Contents, date, tuple[str, str]]) -> bytes:
    contents, on, unit = work
    return write.workbook_bytes(*contents, on, unit)
