"""Article 7: every creation, change and end rests on a decision, in a possible order."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.findings import Finding, Location
from congvu.roster import lifecycle
from congvu.roster.model import Person
from congvu.state import State

# Which decisions are possible in which state of a person.
_POSSIBLE: dict[lifecycle.PersonState, frozenset[str]] = {
    "future": frozenset({"recruit"}),
    "active": frozenset({"transfer", "appoint", "rename", "retire", "resign", "suspend"}),
    "suspended": frozenset({"transfer", "appoint", "rename", "retire", "resign", "reinstate"}),
    "left": frozenset({"recruit"}),
}
_AFTER: dict[str, lifecycle.PersonState] = {
    "recruit": "active",
    "suspend": "suspended",
    "reinstate": "active",
    "retire": "left",
    "resign": "left",
}
_TYPES = {
    "recruit": "tuyển dụng",
    "transfer": "điều động",
    "appoint": "bổ nhiệm",
    "rename": "sửa họ tên",
    "retire": "nghỉ hưu",
    "resign": "nghỉ việc",
    "suspend": "đình chỉ",
    "reinstate": "cho làm việc trở lại",
}
_STATES: dict[lifecycle.PersonState, str] = {
    "future": "chưa được tuyển dụng",
    "active": "đang làm việc",
    "suspended": "đang bị đình chỉ",
    "left": "đã nghỉ",
}


def units_are_established(state: State) -> Iterator[Finding]:
    """Ensure that a unit cites the decision that established it (7.1.a)."""
    for unit in state.roster.units:
        if not any(decision.type == "establish" for decision in unit.decisions):
            message = (
                f"{unit.name} chưa có quyết định thành lập; hãy ghi decisions: "
                "- {type: establish, number: …, date: …}"
            )
            yield Finding(
                "unit-without-decision", message, unit.file, location=("name",), article="7.1.a"
            )


def people_are_recruited(state: State) -> Iterator[Finding]:
    """Ensure that a person cites the decision that recruited them (7.2.a)."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            if not any(decision.type == "recruit" for decision in person.decisions):
                message = (
                    f"{person.name} ({person.id}) chưa có quyết định tuyển dụng; hãy ghi "
                    "decisions: - {type: recruit, number: …, date: …}"
                )
                yield Finding(
                    "person-without-decision",
                    message,
                    unit.file,
                    location=("staff", index),
                    article="7.2.a",
                )


def decisions_come_in_a_possible_order(state: State) -> Iterator[Finding]:
    """Ensure that nobody is, say, reinstated who was not suspended (7.2)."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            if len(person.decisions) > 1 or any(
                decision.effective for decision in person.decisions
            ):
                for message, position in _impossible(person):
                    location: Location = ("staff", index, "decisions", position)
                    yield Finding(
                        "decision-order", message, unit.file, location=location, article="7.2"
                    )


def _impossible(person: Person) -> Iterator[tuple[str, int]]:
    current: lifecycle.PersonState = "future"
    for decision in lifecycle.in_order(person.decisions):
        position = person.decisions.index(decision)
        if decision.starts < decision.date:
            yield (
                f"{person.name}: quyết định {decision.number} có hiệu lực trước ngày ký",
                position,
            )
        if decision.type not in _POSSIBLE[current]:
            yield (
                f"{person.name}: không thể {_TYPES[decision.type]} (quyết định "
                f"{decision.number}) một người {_STATES[current]}",
                position,
            )
        current = _AFTER.get(decision.type, current)


def dissolved_units_are_empty(state: State) -> Iterator[Finding]:
    """Ensure that nobody is left in a dissolved unit: transfer or end comes first (7.1.a)."""
    for unit in state.roster.units:
        if lifecycle.unit_state(unit, state.on) != "dissolved":
            continue
        for index, person in enumerate(unit.staff):
            if lifecycle.person_state(person, state.on) in ("active", "suspended"):
                message = (
                    f"{unit.name} đã giải thể nhưng {person.name} ({person.id}) vẫn ở đó; hãy "
                    "chuyển mục này sang đơn vị mới kèm quyết định điều động"
                )
                yield Finding(
                    "staff-of-dissolved-unit",
                    message,
                    unit.file,
                    location=("staff", index),
                    article="7.1.a",
                )


def successors_exist(state: State) -> Iterator[Finding]:
    """Ensure that a dissolved unit's successor is another unit of the roster (7.1.a)."""
    for unit in state.roster.units:
        for index, decision in enumerate(unit.decisions):
            if decision.successor is None:
                continue
            location: Location = ("decisions", index, "successor")
            if decision.type != "dissolve":
                message = "successor chỉ dùng với quyết định giải thể (dissolve)"
                yield Finding("successor-misplaced", message, unit.file, location=location)
            elif (
                decision.successor not in state.roster.units_by_id or decision.successor == unit.id
            ):
                message = f"không có đơn vị «{decision.successor}» để tiếp nhận {unit.name}"
                yield Finding(
                    "successor-unknown", message, unit.file, location=location, article="7.1.a"
                )
