"""Article 14: who is answerable for shared mailboxes."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.findings import Finding, Location
from congvu.roster import lifecycle
from congvu.roster.model import Unit
from congvu.state import State

_ABSENT: dict[lifecycle.PersonState, str] = {
    "future": "chưa làm việc",
    "suspended": "đang bị đình chỉ",
    "left": "đã nghỉ",
}


def managers_work_in_the_unit(state: State) -> Iterator[Finding]:
    """Ensure that a shared mailbox is run by somebody who is in service in the unit (14.1)."""
    for unit in state.roster.units:
        if lifecycle.unit_state(unit, state.on) != "active":
            continue
        location: Location = ("mailbox", "manager")
        yield from _serves(state, unit, unit.mailbox.manager, location, unit.name)
        for index, section in enumerate(unit.sections):
            if lifecycle.section_state(unit, section, state.on) == "active":
                location = ("sections", index, "manager")
                yield from _serves(state, unit, section.manager, location, section.name)


def delegates_work_in_the_unit(state: State) -> Iterator[Finding]:
    """Ensure that a delegate is in service in the unit (14.1)."""
    for unit in state.roster.units:
        for index, delegate in enumerate(unit.mailbox.delegates):
            location: Location = ("mailbox", "delegates", index, "person")
            yield from _serves(state, unit, delegate.person, location, unit.name)


def _serves(
    state: State, unit: Unit, person_id: str | None, location: Location, mailbox: str
) -> Iterator[Finding]:
    if person_id is None:
        return
    person = next((person for person in unit.staff if person.id == person_id), None)
    if person is None:
        other = state.roster.people_by_id.get(person_id)
        who = f"{other.name} ({person_id}) không thuộc" if other else f"không có {person_id} trong"
        message = f"người quản lý hộp thư {mailbox}: {who} {unit.name}"
        yield Finding("manager-unknown", message, unit.file, location=location, article="14.1")
        return
    absent = _ABSENT.get(lifecycle.person_state(person, state.on))
    if absent is not None:
        message = (
            f"người quản lý hộp thư {mailbox}: {person.name} ({person_id}) {absent}; hãy ghi "
            "người khác"
        )
        # The day on which a manager leaves must not stop the host from closing his mailbox.
        yield Finding(
            "manager-absent",
            message,
            unit.file,
            location=location,
            severity="warning",
            article="14.2",
        )
