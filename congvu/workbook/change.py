"""Applies the clerk's changes in a workbook to the unit's file, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvu.checks.not_needed import entries_are_needed
from congvu.names import fold, syllables
from congvu.roster.edit import Values
from congvu.roster.spans import matches
from congvu.workbook.rows import Cells, holders, tables
from congvu.workbook.shared_change import SharedChange
from congvu.workbook.sheets import (
    DECISIONS,
    DELEGATES,
    SECTIONS,
    SEPARATOR,
    UNIT,
    Sheet,
)
from congvu.workbook.staff import StaffSheet, in_order


class UnitChange(SharedChange):
    """One workbook's changes to its unit."""

    def carry_out(self) -> None:
        """Change the unit's file, and the files of units from which people are transferred.

        Raises:
            EditError: a program can't safely change a file as it is written.
        """
        staff = StaffSheet(self, self._files, set(self._removable()))
        staff.carry_out()
        self._sections()
        self._decisions(staff.arrived)
        self._delegates()
        self._unit()

    def _removable(self) -> Iterator[str]:
        """Yield the ids of people whom the checks no longer require in the file."""
        units = {unit.file: unit for unit in self._files.state.roster.units}
        for finding in entries_are_needed(self._files.state):
            if finding.location[0] == "staff" and isinstance(finding.location[1], int):
                yield units[finding.file].staff[finding.location[1]].id

    # The smaller sheets

    def _sections(self) -> None:
        entries = {section["id"]: section for section in self.file.entries("sections")}
        changes = self.compare(SECTIONS, {row.key: row.cells for row in self._rows(SECTIONS)})
        for id_, cells in changes.changed.items():
            _set(entries[id_], cells)
        for id_, number in changes.removed.items():
            holder = f"{self.file.values['id']}/{id_}"
            if id_ not in entries:
                continue
            if any(entry.state == "main" for entry in
                   self._files.state.register.by_holder.get(holder, ())):  # fmt: skip
                message = (
                    f"bộ phận {entries[id_]['name']} ({id_}) còn hộp thư; muốn bỏ, hãy giữ dòng "
                    f"này và ghi quyết định giải thể ở trang «{DECISIONS.title}» (Điều 7.1.b)"
                )
                self.problem(SECTIONS, number, message)
            else:
                self.file.entries("sections").remove(entries.pop(id_))
        placed: dict[str | int, str] = {id_: id_ for id_ in changes.kept}
        new: set[str] = set()
        for row, cells in changes.added:
            if self.lacks(SECTIONS, row.number, cells):
                continue
            id_ = cells.get("id") or "-".join(filter(None, map(fold, syllables(cells["name"]))))
            if not id_:
                self.problem(SECTIONS, row.number, "tên bộ phận phải có chữ (Điều 6.1.c)", "name")
                continue
            placed[row.number] = id_
            if id_ in entries:
                if id_ in self.base(SECTIONS) or not _says(entries[id_], cells, {"id"}):
                    message = f"đã có bộ phận mã «{id_}»; hãy ghi mã khác, hoặc xuất lại sổ tính"
                    self.problem(SECTIONS, row.number, message, "id")
                self.places.put(entries[id_], SECTIONS, row.number, touched=True)
                continue
            new.add(id_)
            entries[id_] = _set({"id": id_}, {**cells, "id": id_})
            self.file.entries("sections").append(entries[id_])
            self.places.put(entries[id_], SECTIONS, row.number, touched=True)
        self.place(changes, SECTIONS, entries)
        order = [placed[row] for row in changes.order if row in placed]
        in_order(self.file.entries("sections"), self.base(SECTIONS), order, new)

    def _decisions(self, arrived: Mapping[str, int]) -> None:
        """Change the decisions.

        Args:
            arrived: people who were just added, with their row in the staff sheet.
        """
        entries = self._known_decisions()
        now = {key: _cells(key.rpartition("#")[0], entry) for key, entry in entries.items()}
        changes = self.compare(DECISIONS, now)
        whose = dict(holders(self.values))
        for key, cells in changes.changed.items():
            if "who" in cells:
                message = (
                    "không chuyển quyết định đã có sang người khác được; hãy xóa trắng dòng này "
                    "và ghi một dòng mới"
                )
                self.problem(DECISIONS, changes.kept[key].number, message, "who")
            _set(entries[key], {name: cell for name, cell in cells.items() if name != "who"})
        for key in changes.removed:
            owner = whose.get(key.rpartition("#")[0])
            if owner is not None and key in entries:
                owner["decisions"] = [one for one in owner["decisions"] if one is not entries[key]]
        for row, cells in changes.added:
            if self.lacks(DECISIONS, row.number, cells):
                continue
            owner = whose.get(cells["who"])
            if owner is None:
                message = f"không có «{cells['who']}» trong đơn vị này; hãy chọn trong danh sách"
                self.problem(DECISIONS, row.number, message, "who")
                continue
            decision = _set({}, {name: cell for name, cell in cells.items() if name != "who"})
            known = next((one for one in owner.get("decisions") or [] if one == decision), None)
            if known is None and decision["type"] == "transfer" and cells["who"] not in arrived:
                message = (
                    "điều động sang đơn vị khác thì làm ở sổ tính của đơn vị nhận: ghi mã cán bộ "
                    "và quyết định vào một dòng mới của trang «Cán bộ» (Điều 7.2.a)"
                )
                self.problem(DECISIONS, row.number, message, "type")
            elif known is None:
                add_decision(owner, decision)
            self.places.put(known or decision, DECISIONS, row.number, touched=True)
        self.place(changes, DECISIONS, entries)

    def _known_decisions(self) -> dict[str, Values]:
        """Return the present entries of the exported decisions, by key of the row."""
        found: dict[str, Values] = {}
        base: dict[str, dict[str, Cells]] = {}
        for key, cells in self.base(DECISIONS).items():
            base.setdefault(cells.get("who", ""), {})[key] = cells
        whose = dict(holders(self.values))
        for who, rows in base.items():
            decisions = whose.get(who, {}).get("decisions") or []
            found.update(_paired(rows, decisions, "who"))
        return found

    def _delegates(self) -> None:
        mailbox = self.values.get("mailbox") or {}
        delegates: list[Values] = mailbox.get("delegates") or []
        entries = _paired(self.base(DELEGATES), delegates)
        changes = self.compare(DELEGATES, {key: dict(one) for key, one in entries.items()})
        for key, cells in changes.changed.items():
            _set(entries[key], cells)
        for key in changes.removed:
            delegates = [one for one in delegates if one is not entries.get(key)]
        for row, cells in changes.added:
            if self.lacks(DELEGATES, row.number, cells):
                continue
            delegate = _set({}, cells)
            known = next((one for one in delegates if one == delegate), None)
            if known is None:
                delegates = [*delegates, delegate]
            self.places.put(known or delegate, DELEGATES, row.number, touched=True)
        self.place(changes, DELEGATES, entries)
        if delegates or "delegates" in mailbox:
            self.values["mailbox"] = {**mailbox, "delegates": delegates}

    def _unit(self) -> None:
        [now] = self._rows(UNIT)
        changes = self.compare(UNIT, {"unit": now.cells})
        for row, _ in changes.added:
            self.problem(UNIT, row.number, "trang này chỉ có một dòng; hãy xóa dòng thừa")
        if changes.removed:
            self.problem(UNIT, 0, "dòng của đơn vị bị xóa; hãy xuất lại sổ tính")
        cells = dict(changes.changed.get("unit", {}))
        mailbox = dict(self.values.get("mailbox") or {})
        for key, name in (("mailbox", "name"), ("manager", "manager")):
            if key in cells:
                _set(mailbox, {name: cells.pop(key)})
                self.values["mailbox"] = mailbox
        if "functions" in cells:
            parts = [part.strip() for part in cells.pop("functions").split(SEPARATOR)]
            self.values["functions"] = list(filter(None, parts))
        _set(self.values, cells)
        self.place(changes, UNIT, {"unit": self.values})

    def _rows(self, sheet: Sheet) -> list[Any]:
        return tables(self.values)[sheet.key]


def add_decision(owner: Values, decision: Values) -> None:
    """Insert a decision into its owner's list, in the order of the days of effect."""
    decisions = list(owner.get("decisions") or [])
    place = len(decisions)
    while place and _starts(decisions[place - 1]) > _starts(decision):
        place -= 1
    decisions.insert(place, decision)
    owner["decisions"] = decisions


def _starts(decision: Mapping[str, str]) -> str:
    return decision.get("effective") or decision.get("date") or ""


def _cells(who: str, decision: Mapping[str, str]) -> Cells:
    return {"who": who, **decision}


def _set(entry: Values, cells: Mapping[str, str]) -> Values:
    """Write cells into an entry; an empty cell removes its key."""
    for key, cell in cells.items():
        if cell:
            entry[key] = cell
        else:
            entry.pop(key, None)
    return entry


def _says(entry: Mapping[str, Any], cells: Cells, but: set[str]) -> bool:
    """Tell whether an entry has the values of a row."""
    return all(entry.get(key, "") == cell for key, cell in cells.items() if key not in but)


def _paired(rows: Mapping[str, Cells], entries: list[Values], but: str = "") -> dict[str, Values]:
    """Return the present entries of exported rows, by key of the row."""
    old = [{key: cell for key, cell in cells.items() if key != but} for cells in rows.values()]
    found = matches(old, entries)
    keys = list(rows)
    return {keys[position]: entry for position, entry in zip(found, entries, strict=True)
            if position is not None}  # fmt: skip
