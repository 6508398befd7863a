"""From a state of the roster to the workbooks of its units."""

from __future__ import annotations

from congvu.roster.edit import UnitFile
from congvu.roster.model import Unit
from congvu.state import State
from congvu.workbook.choices import choices
from congvu.workbook.rows import tables, with_computed
from congvu.workbook.write import sheets_of, workbook_bytes


def unit_workbook(state: State, unit: Unit) -> bytes:
    """Return a unit's workbook.

    Raises:
        EditError: its file is written in a way that a program does not change.
    """
    values = UnitFile.read(unit.file).values
    rows = with_computed(tables(values), unit, state)
    return workbook_bytes(
        sheets_of(unit.kind, rows),
        rows,
        choices(values, state.roster),
        state.on,
        (unit.id, unit.name),
    )
