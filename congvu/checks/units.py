"""Rules about a unit's kind, place, sections and leaders (Articles 6.1, 6.2)."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.findings import Finding, Location
from congvu.names import fold
from congvu.state import State


def kind_has_what_it_needs(state: State) -> Iterator[Finding]:
    """Ensure that communes and towns have a place, and only they have sections (6.1.c)."""
    for unit in state.roster.units:
        local = unit.kind in ("commune", "town")
        if local and unit.place is None:
            message = f"{unit.name} là xã hoặc thị trấn thì phải có place (địa danh)"
            yield Finding("place-missing", message, unit.file, location=("kind",))
        if not local and unit.sections:
            message = f"{unit.name} không phải xã, thị trấn nên không có sections (bộ phận)"
            yield Finding("sections-not-allowed", message, unit.file, location=("sections",))


def leaders_stand_with_the_leadership(state: State) -> Iterator[Finding]:
    """Ensure that only the district's leaders get a leader's address (6.2.a)."""
    for unit in state.roster.units:
        if unit.kind == "leadership":
            continue
        for index, person in enumerate(unit.staff):
            if person.leader:
                message = (
                    f"{person.name}: leader chỉ dành cho lãnh đạo huyện, ghi ở tệp của đơn vị có "
                    "kind: leadership; hãy bỏ dòng này"
                )
                location: Location = ("staff", index, "leader")
                yield Finding("leader-elsewhere", message, unit.file, location=location)


def names_have_letters(state: State) -> Iterator[Finding]:
    """Ensure that an address can be made of the names of units, sections, places (6.1.c, 6.2.b)."""
    for unit in state.roster.units:
        if not fold(unit.name):
            message = f"tên đơn vị «{unit.name}» không có chữ nào"
            yield Finding("unit-name", message, unit.file, location=("name",))
        if unit.place is not None and not fold(unit.place):
            message = f"địa danh «{unit.place}» không có chữ nào"
            yield Finding("unit-name", message, unit.file, location=("place",), article="6.1.c")
        for index, section in enumerate(unit.sections):
            if not fold(section.name):
                message = f"tên bộ phận «{section.name}» không có chữ nào"
                location: Location = ("sections", index, "name")
                yield Finding("section-name", message, unit.file, location=location)
