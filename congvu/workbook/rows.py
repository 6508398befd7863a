"""A unit as rows of cells: the values of its file, and the values computed from them.

Every cell is a text here: a day is ``2026-03-12``, a choice is the roster's value. Versions of a
workbook are compared by these texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from congvu.labels import PERSON_STATES, UNIT_STATES
from congvu.roster import lifecycle
from congvu.roster.model import Unit
from congvu.state import State
from congvu.workbook.sheets import SEPARATOR

Cells = dict[str, str]
Tables = dict[str, list["Row"]]
MAX_CELL = 32767
_OF_SECTION = ("id", "name", "manager")
NAME_PARTS = ("family", "middle", "given")


@dataclass
class Row:
    """One row of a sheet.

    Attributes:
        key: identifies the row in its sheet; for people and sections it is their id.
        cells: the texts that are not empty, by the column's key.
    """

    key: str
    cells: Cells


def tables(values: Mapping[str, Any]) -> Tables:
    """Return the rows of every sheet for a unit's file, without the computed cells."""
    mailbox = values.get("mailbox") or {}
    unit = {key: values.get(key) for key in ("id", "name", "kind", "place")}
    unit["functions"] = f"{SEPARATOR} ".join(values.get("functions") or [])
    unit |= {"mailbox": mailbox.get("name"), "manager": mailbox.get("manager")}
    return {
        "unit": [_row("unit", unit)],
        "staff": [_row(person["id"], _person(person)) for person in values.get("staff") or []],
        "decisions": list(_decisions(values)),
        "sections": [_row(section["id"], {key: section.get(key) for key in _OF_SECTION})
                     for section in values.get("sections") or []],
        "delegates": [_row(f"#{number}", delegate)
                      for number, delegate in enumerate(mailbox.get("delegates") or [])],
    }  # fmt: skip


def with_computed(rows: Tables, unit: Unit, state: State) -> Tables:
    """Add the computed cells: states, addresses, and the decision by which a person came."""
    [of_unit] = rows["unit"]
    _compute(of_unit, state, unit.id, UNIT_STATES[lifecycle.unit_state(unit, state.on)])
    for row, person in zip(rows["staff"], unit.staff, strict=True):
        _compute(row, state, person.id, PERSON_STATES[lifecycle.person_state(person, state.on)])
    for row, section in zip(rows["sections"], unit.sections, strict=True):
        holder = unit.section_id(section)
        _compute(row, state, holder, UNIT_STATES[lifecycle.section_state(unit, section, state.on)])
    return rows


def decisions_of(rows: Tables, who: str) -> list[Row]:
    """Return the rows of one holder's decisions, in the file's order."""
    return [row for row in rows["decisions"] if row.cells.get("who") == who]


def name_cells(name: Any) -> Cells:
    """Return the cells of a name: the full name, and its parts where the file states them."""
    if not isinstance(name, Mapping):
        return {"name": name}
    parts = {key: name[key] for key in NAME_PARTS if name.get(key)}
    return {"name": name.get("full") or " ".join(parts.values()), **parts}


def _person(person: Mapping[str, Any]) -> dict[str, Any]:
    keys = (
        "id",
        "title",
        "leader",
        "listed",
        "reopened",
        "new_letter",
        "birth_date",
        "home_town",
        "birthplace",
    )
    cells = {key: person.get(key) for key in keys} | name_cells(person["name"])
    if cells["leader"] == "false":
        cells["leader"] = ""
    came: Mapping[str, Any] = next(
        (one for one in person.get("decisions") or [] if one["type"] == "recruit"), {}
    )
    return cells | {key: came.get(key) for key in ("number", "date", "effective")}


def _decisions(values: Mapping[str, Any]) -> Iterator[Row]:
    for who, entry in holders(values):
        for number, decision in enumerate(entry.get("decisions") or []):
            yield _row(f"{who}#{number}", {"who": who, **decision})


def holders(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the id and the entry of everybody and everything that can have decisions."""
    yield values["id"], values  # type: ignore[misc]
    for section in values.get("sections") or []:
        yield f"{values['id']}/{section['id']}", section
    for person in values.get("staff") or []:
        yield person["id"], person


def _compute(row: Row, state: State, holder: str, status: str) -> None:
    entry = state.register.main(holder, state.on)
    row.cells["state"] = status
    if entry is not None:
        row.cells["address"] = state.office.address(entry.local_part)


def _row(key: str, cells: Mapping[str, Any]) -> Row:
    return Row(key, {name: shown(text) for name, text in cells.items() if text})


def shown(text: str) -> str:
    """Return a text without the control characters that a cell can't hold."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:MAX_CELL]
