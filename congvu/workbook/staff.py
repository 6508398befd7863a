"""The sheet of staff: new people, people from other units, changed and deleted rows."""

from __future__ import annotations

from collections.abc import Collection

from congvu.names import InvalidNameError, PersonName
from congvu.roster.edit import Values
from congvu.roster.values import person_name
from congvu.workbook.files import Files
from congvu.workbook.rows import NAME_PARTS, Cells, name_cells, tables
from congvu.workbook.shared_change import SharedChange
from congvu.workbook.sheets import DECISIONS, STAFF
from congvu.workbook.wording import in_workbook_words

_DECISION = ("number", "date", "effective")
_NAME = ("name", *NAME_PARTS)
_ENTRY = (
    "title", "leader", "listed", "reopened", "new_letter", "birth_date", "home_town", "birthplace"
)  # fmt: skip


class StaffSheet:
    """Applies the changes of the sheet of staff.

    Args:
        change: the workbook's changes.
        files: the files of all units.
        removable: staff numbers of people with entries that may be deleted.

    Attributes:
        arrived: the rows of people who were just added, by staff number.
    """

    def __init__(self, change: SharedChange, files: Files, removable: Collection[str]) -> None:
        self._change = change
        self._files = files
        self._removable = removable
        self._base = change.base(STAFF)
        self.arrived: dict[str, int] = {}
        # People who were matched to a new row already, so that each namesake is matched only once.
        self._met: set[str] = set()

    def carry_out(self) -> None:
        """Change the people of the unit's file."""
        change = self._change
        now = {row.key: row.cells for row in tables(change.values)["staff"]}
        changes = change.compare(STAFF, now)
        entries = {person["id"]: person for person in change.file.staff}
        for id_, cells in changes.changed.items():
            self._set(entries[id_], cells, changes.kept[id_].number)
        for id_, number in changes.removed.items():
            self._remove(id_, number, entries)
        change.place(changes, STAFF, entries)
        placed: dict[str | int, str] = {id_: id_ for id_ in changes.kept}
        for row, cells in changes.added:
            id_ = self._added(row.number, cells)
            if id_:
                placed[row.number] = id_
                entry = change.file.person(id_)
                assert entry is not None
                change.places.put(entry, STAFF, row.number, touched=True)
        order = [placed[row] for row in changes.order if row in placed]
        in_order(change.file.staff, self._base, order, self.arrived)

    def _set(self, entry: Values, cells: Cells, row: int) -> None:
        for key in _ENTRY:
            if cells.get(key):
                entry[key] = cells[key]
            elif key in cells:
                entry.pop(key, None)
        changed = {key: cells[key] for key in _NAME if key in cells}
        if changed:
            name = _name(name_cells(entry["name"]), changed)
            try:
                person_name(name)
            except ValueError as error:
                message = in_workbook_words(str(error))
                self._change.problem(STAFF, row, message, "name")
            else:
                entry["name"] = name

    def _remove(self, id_: str, number: int, entries: dict[str, Values]) -> None:
        entry = entries.get(id_)
        if entry is None:
            return
        if id_ in self._removable:
            self._change.file.remove_person(id_)
            del entries[id_]
            return
        name = name_cells(entry["name"])["name"]
        self._change.problem(
            STAFF,
            number,
            f"dòng của {name} ({id_}) bị xóa; người đã nghỉ vẫn phải giữ dòng này, hãy khôi phục "
            f"và ghi quyết định nghỉ hưu, nghỉ việc ở trang «{DECISIONS.title}» (Điều 7.2.b)",
        )

    def _added(self, row: int, cells: Cells) -> str:
        """Add the person of a new row; return the staff number, empty where there is a problem."""
        id_ = cells.get("id", "")
        known = self._known(id_, cells)
        if known is not None:
            return self._again(row, cells, known)
        if id_ and self._files.with_person(id_) is not None:
            return self._transferred(row, cells)
        return self._new(row, cells)

    def _again(self, row: int, cells: Cells, entry: Values) -> str:
        """Accept a new row of a known person only if an earlier import of it added the person."""
        id_: str = entry["id"]
        if id_ in self._base:
            self._change.problem(STAFF, row, f"mã {id_} đã có ở một dòng khác", "id")
        elif not _says(entry, cells):
            message = (
                f"dòng này đã được nhập trước đó (mã {id_}); muốn sửa tiếp, hãy xuất lại sổ tính "
                "rồi sửa"
            )
            self._change.problem(STAFF, row, message)
        else:
            return id_
        return ""

    def _new(self, row: int, cells: Cells) -> str:
        """Add a new person (Article 7.2.a)."""
        change, id_ = self._change, cells.get("id", "")
        if id_ and self._files.numbers.is_taken(id_):
            message = (
                f"mã {id_} đã cấp cho người khác và không dùng lại; hãy để trống, hệ thống cấp mã"
            )
            change.problem(STAFF, row, message, "id")
            return ""
        if self._lacks(row, cells, new=True):
            return ""
        entry: Values = {"id": id_, "name": "", "decisions": [_decision("recruit", cells)]}
        self._set(entry, cells, row)
        if not entry["name"]:
            return ""
        if id_:
            self._files.numbers.take([id_])
        else:
            entry["id"] = id_ = self._files.numbers.next()
        change.file.add_person(entry)
        self._arrive(id_, row, entry)
        change.notes.append(f"Người mới: {name_cells(entry['name'])['name']} nhận mã {id_}.")
        return id_

    def _known(self, id_: str, cells: Cells) -> Values | None:
        """Return the unit's person in a new row, whom an earlier import of it may have added."""
        if id_:
            return self._change.file.person(id_)
        others = {*self._base, *self.arrived, *self._met}
        for entry in self._change.file.staff:
            if entry["id"] not in others and _same_name(entry, cells) and _has(entry, cells):
                self._met.add(entry["id"])
                return entry
        return None

    def _transferred(self, row: int, cells: Cells) -> str:
        """Move a person from another unit to this one (Article 7.2.a)."""
        change, id_ = self._change, cells["id"]
        file = self._files.with_person(id_)
        assert file is not None
        entry = file.person(id_)
        assert entry is not None
        if cells.get("name") and not _same_name(entry, cells):
            name = name_cells(entry["name"])["name"]
            message = (
                f"mã {id_} là của {name}; hãy xem lại mã. Người mới thì để trống mã; sửa họ tên "
                "thì làm sau khi điều động"
            )
            change.problem(STAFF, row, message, "id")
            return ""
        if self._lacks(row, cells, new=False):
            return ""
        file.remove_person(id_)
        change.sources[file.file] = row
        stated = {key: cell for key, cell in cells.items() if key in _ENTRY and cell}
        self._set(entry, stated, row)
        if change.values.get("kind") != "leadership":
            entry.pop("leader", None)
        entry["decisions"] = [*(entry.get("decisions") or []), _decision("transfer", cells)]
        change.file.add_person(entry)
        self._arrive(id_, row, entry)
        name = name_cells(entry["name"])["name"]
        change.notes.append(f"Điều động: {name} ({id_}) chuyển từ {file.values['name']} sang.")
        return str(id_)

    def _arrive(self, id_: str, row: int, entry: Values) -> None:
        self.arrived[id_] = row
        self._change.places.put(entry["decisions"][-1], STAFF, row, touched=True)

    def _lacks(self, row: int, cells: Cells, *, new: bool) -> bool:
        """Record what is missing in the row of a new person or of one from another unit."""
        lacks = new and self._change.lacks(STAFF, row, cells)
        missing = [key for key in ("number", "date") if not cells.get(key)]
        for key in missing:
            message = (
                "dòng mới phải có số và ngày quyết định tuyển dụng, hoặc điều động đến (Điều 7.2.a)"
            )
            self._change.problem(STAFF, row, message, key)
        return lacks or bool(missing)


def in_order(
    entries: list[Values], base: Collection[str], order: list[str], new: Collection[str]
) -> None:
    """Sort entries as the sheet's rows are sorted, where the clerk has changed their order.

    Args:
        entries: the file's entries; they are sorted in place.
        base: ids of the exported rows, in their order.
        order: ids of the present rows, in their order.
        new: ids of the entries that were just added.
    """
    by_id = {entry["id"]: entry for entry in entries}
    order = list(dict.fromkeys(id_ for id_ in order if id_ in by_id))
    old = [id_ for id_ in order if id_ in base]
    result = [entry["id"] for entry in entries if entry["id"] not in new]
    if old != [id_ for id_ in base if id_ in old]:
        slots = [position for position, id_ in enumerate(result) if id_ in old]
        for position, id_ in zip(slots, old, strict=True):
            result[position] = id_
    for position, id_ in enumerate(order):
        if id_ in new:
            place = result.index(order[position - 1]) + 1 if position else 0
            result.insert(place, id_)
    entries[:] = [by_id[id_] for id_ in result]


def _name(old: Cells, changed: Cells) -> str | dict[str, str]:
    """Return a name as the roster's value: a text, or its parts where the row states them."""
    cells = {**old, **changed}
    parts = {key: cells[key] for key in NAME_PARTS if cells.get(key)}
    full = cells.get("name", "")
    if not parts:
        return full
    joined = " ".join(parts.values())
    of_parts = " ".join(old[key] for key in NAME_PARTS if old.get(key))
    if "name" not in changed and old.get("name") == of_parts:
        full = ""  # the exported full name was only joined from the parts
    return {**parts, "full": full} if full and full != joined else parts


def _decision(type_: str, cells: Cells) -> dict[str, str]:
    return {"type": type_, **{key: cells[key] for key in _DECISION if cells.get(key)}}


def _same_name(entry: Values, cells: Cells) -> bool:
    try:
        return PersonName.parse(name_cells(entry["name"])["name"]).key == (
            PersonName.parse(cells.get("name", "")).key
        )
    except InvalidNameError:
        return name_cells(entry["name"])["name"] == cells.get("name", "")


def _has(entry: Values, cells: Cells) -> bool:
    """Tell whether an entry has the decision of a row."""
    return any(
        all(one.get(key, "") == cells.get(key, "") for key in _DECISION)
        for one in entry.get("decisions") or []
    )


def _says(entry: Values, cells: Cells) -> bool:
    """Tell whether an entry has the values of a row."""
    [row] = tables({"id": "", "staff": [entry]})["staff"]
    stated = {key: cell for key, cell in cells.items() if cell and key not in _DECISION}
    return _has(entry, cells) and all(row.cells.get(key) == cell for key, cell in stated.items())
