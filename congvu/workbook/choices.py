"""The drop-down lists of cells, and which choice a cell's text means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from congvu.names import fold
from congvu.roster.load import Roster
from congvu.workbook.rows import name_cells
from congvu.workbook.sheets import FLAGS, KINDS, LISTED, TYPES, label

# Value and label of each choice, by the name of the list.
Choices = Mapping[str, Sequence[tuple[str, str]]]

_DASHES = (" – ", " - ", " — ")


def choices(values: Mapping[str, Any], roster: Roster) -> Choices:
    """Return the lists for one unit.

    Args:
        values: the values of the unit's file.
        roster: the roster with the other units.
    """
    people = [
        (person["id"], label(person["id"], name_cells(person["name"])["name"]))
        for person in values.get("staff") or []
    ]
    id_ = values["id"]
    sections = [
        (f"{id_}/{section['id']}", label(f"{id_}/{section['id']}", section["name"]))
        for section in values.get("sections") or []
    ]
    units = [(unit.id, label(unit.id, unit.name)) for unit in roster.units]
    return {
        "kinds": KINDS,
        "types": TYPES,
        "flags": FLAGS,
        "listings": LISTED,
        "people": people,
        "units": [unit for unit in units if unit[0] != id_],
        "holders": [*people, (id_, label(id_, values["name"])), *sections],
    }


def chosen(text: str, among: Sequence[tuple[str, str]]) -> str | None:
    """Return the value of the choice that a cell's text means, None where it means none.

    The text can be the label, the value, the part of the label before the dash, or a name if only
    one choice has it.
    """
    first = text
    for dash in _DASHES:
        first = first.partition(dash)[0]
    for value, shown in among:
        if text in (value, shown) or first.strip() == value != "":
            return value
    folded = fold(text)
    same = {value for value, shown in among
            if folded and folded in (fold(shown), fold(shown.partition(" – ")[2]))}  # fmt: skip
    return same.pop() if len(same) == 1 else None
