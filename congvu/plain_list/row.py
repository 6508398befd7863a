"""Takes the cells of one row for what they say, with what it takes over from the rows above."""

from __future__ import annotations

import re
from collections.abc import Mapping

from congvu.plain_list.body import NAME_FIELDS, PERSONAL_FIELDS, PLACING_FIELDS, Record
from congvu.plain_list.columns import Field
from congvu.plain_list.grid import Unreadable, Value, as_text
from congvu.plain_list.table import Table

# What a merged cell, «nt» or an empty cell may take over from the rows above.
_SHARED = frozenset(
    [Field.UNIT, Field.TITLE, Field.DECISION, Field.NUMBER, Field.DATE, Field.START,
     Field.HOME_TOWN, Field.BIRTHPLACE]
)  # fmt: skip
# What tells of somebody, beside the name and the number in the list.
_FACTS = (*PLACING_FIELDS, Field.DATE, Field.START, Field.ID, *PERSONAL_FIELDS)
_DITTO = re.compile(r"[-–\s]*(?:nt|n/t|như trên|\"|''|″|”|“|〃|//|//)[-–.\s]*", re.IGNORECASE)
_NOTHING = re.compile(r"[-–—_.…/\s]+")


def read_row(table: Table, row: int, above: Mapping[Field, Value | Unreadable]) -> Record:
    """Return what a row says.

    Args:
        table: where it stands.
        row: its number.
        above: the cells of the row above that is somebody's.
    """
    grid = table.grid
    cells: dict[Field, Value | Unreadable] = {}
    carried, own = set(), set()
    for field_, column in table.columns.items():
        area = grid.area(row, column)
        value = grid.at(row, column)
        if value is not None and not (isinstance(value, str) and _NOTHING.fullmatch(value)):
            own.add(field_)
        if field_ in _SHARED and area and area.left == column and area.top < row:
            value = grid.spread(row, column)
            carried.add(field_)
        if isinstance(value, str):
            if field_ in _SHARED and _DITTO.fullmatch(value):
                value = above.get(field_)
                carried.add(field_)
            elif _NOTHING.fullmatch(value):
                value = None
        if value is not None:
            cells[field_] = value
    unit = as_text(cells.get(Field.UNIT))
    return Record(row, cells, unit, None, frozenset(carried & cells.keys()), frozenset(own))


def facts_of(record: Record) -> dict[Field, str]:
    """Return what a row itself says of somebody beside the name."""
    unreadable = {one: "" for one in NAME_FIELDS
                  if isinstance(record.cells.get(one), Unreadable)}  # fmt: skip
    return record.own(*_FACTS) | unreadable


def is_numbered(record: Record) -> bool:
    """Tell whether a row has a number in the list."""
    return record.text(Field.ORDINAL).rstrip(".)").isdigit()
