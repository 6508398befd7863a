"""The data that all sheets of one workbook share while their changes are applied."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from congvu.roster.edit import Values
from congvu.workbook.choices import choices
from congvu.workbook.compare import Changes, Comparison
from congvu.workbook.files import Files
from congvu.workbook.places import Places
from congvu.workbook.problems import Problem
from congvu.workbook.read import Exported
from congvu.workbook.rows import Cells
from congvu.workbook.sheets import Sheet


class SharedChange:
    """A workbook and its unit's file, with problems and notes.

    Attributes:
        problems: why nothing can be imported; empty where there is no problem.
        notes: what the clerk should know, such as the numbers of new people.
        places: the workbook's row of each entry of the file.
        sources: the files from which people are transferred, with the row of one of them.
        file: the unit's file.
    """

    def __init__(self, exported: Exported, files: Files) -> None:
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.places = Places()
        self.sources: dict[Path, int] = {}
        self._exported = exported
        self._files = files
        self.file = files.of(exported.unit)
        self._comparison = Comparison(exported, self.problems)

    @property
    def values(self) -> Values:
        """The values of the unit's file."""
        return self.file.values

    def compare(self, sheet: Sheet, now: Mapping[str, Cells]) -> Changes:
        """Return a sheet's changes. Its drop-down lists include people who were just added."""
        return self._comparison.compare(sheet, now, choices(self.values, self._files.state.roster))

    def base(self, sheet: Sheet) -> dict[str, Cells]:
        """Return the exported cells, by key of the row."""
        return self._exported.base[sheet.key]

    def problem(self, sheet: Sheet, row: int, message: str, column: str = "") -> None:
        """Record a problem with a row or cell."""
        self.problems.append(self.located(sheet, row, message, column))

    def located(self, sheet: Sheet, row: int, message: str, column: str = "") -> Problem:
        """Return a problem with a row or cell."""
        return self._comparison.located(sheet, row, message, column)

    def place(self, changes: Changes, sheet: Sheet, entries: Mapping[str, Values]) -> None:
        """Remember the rows of entries, given by key of the row."""
        for key, row in changes.kept.items():
            if key in entries:
                touched = key in changes.changed
                self.places.put(entries[key], sheet, row.number, touched=touched)

    def lacks(self, sheet: Sheet, row: int, cells: Cells) -> bool:
        """Record which required cells of a new row are empty, and tell whether any is."""
        empty = [one for one in sheet.columns if one.required and not cells.get(one.key)]
        for column in empty:
            message = f"thiếu «{column.title}»; hãy ghi vào ô này"
            self.problem(sheet, row, message, column.key)
        return bool(empty)
