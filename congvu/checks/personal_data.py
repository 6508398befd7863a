"""Personal data is only allowed if a collision needs it (address rules, point 10)."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.findings import Finding
from congvu.policies import COMPONENT_RULES
from congvu.state import State

_FIELDS = {
    "birth_date": "ngày sinh",
    "home_town": "quê quán",
    "birthplace": "nơi sinh",
}


def personal_data_is_needed(state: State) -> Iterator[Finding]:
    """Warn about a birth date, home town or birthplace that no address needs."""
    by_holder = state.register.by_holder
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            given = [field for field in _FIELDS if getattr(person, field) is not None]
            if not given:
                continue
            if any(entry.rule in COMPONENT_RULES for entry in by_holder.get(person.id, ())):
                continue
            what = ", ".join(_FIELDS[field] for field in given)
            yield Finding(
                "personal-data-not-needed",
                f"{person.name} ({person.id}): địa chỉ không cần {what}; hãy xóa khỏi danh sách",
                unit.file,
                location=("staff", index, given[0]),
            )
