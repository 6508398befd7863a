"""Finds the row of a workbook for a finding about a unit's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvu.findings import Location
from congvu.workbook.sheets import (
    DECISIONS,
    DELEGATES,
    SECTIONS,
    SHEETS_BY_KEY,
    STAFF,
    UNIT,
    Sheet,
)

_LISTS = {"staff": STAFF, "sections": SECTIONS, "decisions": DECISIONS, "delegates": DELEGATES}


class Places:
    """Remembers the workbook's row of each entry in a unit's file."""

    def __init__(self) -> None:
        # The key is the entry's identity, since its position changes while the file is edited.
        self._rows: dict[int, tuple[Sheet, int]] = {}
        self._kept: list[Any] = []
        self.touched: set[tuple[str, int]] = set()

    def put(self, entry: Mapping[str, Any], sheet: Sheet, row: int, *, touched: bool) -> None:
        """Remember the row of an entry, and whether the clerk changed it."""
        self._rows.setdefault(id(entry), (sheet, row))
        self._kept.append(entry)
        if touched:
            self.touched.add((sheet.key, row))

    def find(self, values: Mapping[str, Any], location: Location) -> tuple[Sheet, int, str]:
        """Return sheet, row and column of a location in a file; the row is 0 where there is none.

        Args:
            values: the values of the unit's file.
            location: keys and positions from the file's root.
        """
        found: tuple[Sheet, int] = self._rows.get(id(values), (UNIT, 0))
        for entry in _entries(values, location):
            found = self._rows.get(id(entry), found)
        sheet, row = found
        names = [str(step) for step in location if isinstance(step, str)]
        column = names[-1] if names else ""
        if location[:2] == ("mailbox", "name"):
            column = "mailbox"
        if row == 0 and names:
            sheet = next((_LISTS[name] for name in reversed(names) if name in _LISTS), sheet)
        return SHEETS_BY_KEY[sheet.key], row, column if sheet.column(column) else ""


def _entries(values: Mapping[str, Any], location: Location) -> Iterator[Any]:
    """Yield the mappings on the way from the root to a location."""
    value: Any = values
    for step in location:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
        if isinstance(value, dict):
            yield value
