"""The lists that cells choose from, and what was meant by what stands in a cell."""

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
        values: of the unit's file.
        roster: for the other units.
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
    """Return the value that a cell's text stands for, None where there is none.

    The label, the value itself, what stands before the dash, or a name that only one of them has.
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
