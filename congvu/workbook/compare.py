"""Compares three versions of each row: as exported, in the clerk's workbook, in today's roster.

Only the clerk's changes are applied. Changes of the roster since the export are kept. A value
that was changed in both is a conflict and is refused, so that neither change is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from congvu.roster.spans import matches
from congvu.workbook.cells import CellError
from congvu.workbook.choices import Choices
from congvu.workbook.problems import Problem
from congvu.workbook.read import Exported, ReadRow, value
from congvu.workbook.rows import Cells
from congvu.workbook.sheets import Column, Sheet

_PERSONAL = (
    "ô này là công thức, số, hoặc có ký tự không dùng được (bảng mã cũ, ký tự ẩn, dấu cách đặc "
    "biệt); hãy gõ lại bằng Unicode"
)


@dataclass
class Changes:
    """The clerk's changes to one sheet.

    Attributes:
        changed: the changed cells, by the row's key.
        removed: keys of removed rows, with the number of a cleared row, 0 for a deleted one.
        added: new rows with their cells.
        kept: the exported rows that are still there, by their key.
        order: all rows in the sheet's order: exported ones by key, new ones by number.
    """

    changed: dict[str, Cells] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    added: list[tuple[ReadRow, Cells]] = field(default_factory=list)
    kept: dict[str, ReadRow] = field(default_factory=dict)
    order: list[str | int] = field(default_factory=list)


class Comparison:
    """Compares the sheets of one workbook, and adds the problems to a list."""

    def __init__(self, exported: Exported, problems: list[Problem]) -> None:
        self._exported = exported
        self._problems = problems

    def compare(self, sheet: Sheet, now: Mapping[str, Cells], lists: Choices) -> Changes:
        """Return the changes to a sheet.

        Args:
            sheet: the sheet.
            now: the cells of today's roster, by the key of the exported row.
            lists: the drop-down lists.
        """
        base = self._exported.base[sheet.key]
        changes = Changes()
        unclaimed = dict(base)
        read: list[tuple[ReadRow, Cells | None]] = []
        for row in self._exported.rows[sheet.key]:
            if row.key:
                del unclaimed[row.key]
        for row in self._exported.rows[sheet.key]:
            if row.key and row.is_cleared(sheet):
                continue  # it counts as removed, since `kept` lacks its key
            cells = self._cells(sheet, row, base.get(row.key, {}), lists)
            if row.key and cells and _is_another(sheet, cells, base[row.key], now.get(row.key)):
                row.key = ""  # what was exported there is gone
            elif not row.key and cells is not None:
                row.key = _found_again(sheet, cells, unclaimed) or (
                    "" if sheet.grows else next(iter(unclaimed), "")
                )
                unclaimed.pop(row.key, None)
            read.append((row, cells))
        for row, cells in read:
            changes.order.append(row.key or row.number)
            if row.key:
                changes.kept[row.key] = row
                if cells is not None:
                    self._changed(sheet, row, cells, now.get(row.key), changes)
            elif cells is not None:
                changes.added.append((row, cells))
        cleared = {row.key: row.number for row in self._exported.rows[sheet.key] if row.key}
        changes.removed = {key: cleared.get(key, 0) for key in base if key not in changes.kept}
        return changes

    def located(self, sheet: Sheet, row: int, message: str, column: str = "") -> Problem:
        """Return a problem with a row or cell."""
        number = self._exported.columns[sheet.key].get(column, 0)
        of = sheet.column(column)
        title = of.title if of is not None and number else ""
        return Problem(sheet.title, row, message, number if row else 0, title if row else "")

    def _problem(self, sheet: Sheet, row: int, message: str, column: str) -> None:
        self._problems.append(self.located(sheet, row, message, column))

    def _cells(self, sheet: Sheet, row: ReadRow, base: Cells, lists: Choices) -> Cells | None:
        """Return a row's cells as the roster's values, None where one of them has a problem."""
        found: Cells = {}
        sound = True
        for key, cell in row.cells.items():
            column = sheet.column(key)
            assert column is not None
            try:
                found[key] = value(cell, column, base.get(key, ""), lists)
            except CellError as error:
                # The sentence may quote the text, and personal data must not be shown.
                message = _PERSONAL if column.personal and column.kind == "text" else str(error)
                self._problem(sheet, row.number, message, key)
                sound = False
        return found if sound else None

    def _changed(
        self, sheet: Sheet, row: ReadRow, mine: Cells, now: Cells | None, changes: Changes
    ) -> None:
        base = self._exported.base[sheet.key][row.key]
        changed = {key: cell for key, cell in mine.items() if cell != base.get(key, "")}
        for key, cell in changed.items():
            column = sheet.column(key)
            assert column is not None
            if now is None:
                message = "mục này không còn trong danh sách; hãy xuất lại sổ tính"
                self._problem(sheet, row.number, message, key)
            elif cell == now.get(key, ""):
                continue  # the same change was made in the roster, or this file was imported before
            elif column.fixed:
                message = (
                    "ô này không sửa được ở dòng đã có; mã thì giữ nguyên, số và ngày quyết định "
                    "thì sửa ở trang «Quyết định»"
                )
                self._problem(sheet, row.number, message, key)
            elif column.required and not cell:
                self._problem(sheet, row.number, "ô này không được để trống", key)
            elif now.get(key, "") != base.get(key, ""):
                self._problem(sheet, row.number, _conflict(column, now.get(key, "")), key)
            else:
                changes.changed.setdefault(row.key, {})[key] = cell


def _found_again(sheet: Sheet, cells: Cells, unclaimed: Mapping[str, Cells]) -> str:
    """Return the key of a row that lost its hidden key, found by its id or by all its cells."""
    for key, base in unclaimed.items():
        if (sheet.column("id") is not None and cells.get("id") == key) or all(
            cell == base.get(name, "") for name, cell in cells.items()
        ):
            return key
    return ""


def _is_another(sheet: Sheet, cells: Cells, base: Cells, now: Cells | None) -> bool:
    """Tell whether a row was cleared and another entry written into it.

    So it is where `matches` would not take what the row says for the exported entry. Where somebody
    else has changed that since, it is a conflict.
    """
    if sheet.column("id") is not None:
        return False  # the id tells
    untouched = now is None or all(now.get(key, "") == base.get(key, "") for key in cells)
    old, new = ({key: cell for key, cell in one.items() if cell and key != "who"}
                for one in (base, cells))  # fmt: skip
    return untouched and matches([old], [new]) == [None]


def _conflict(column: Column, now: str) -> str:
    what = "" if column.personal else f": nay là «{now}»" if now else ": nay để trống"
    return (
        f"người khác đã sửa ô này trong danh sách sau khi xuất sổ tính{what}; hãy ghi đúng như "
        "danh sách, hoặc xuất lại sổ tính rồi sửa"
    )
