"""Makes the directory from a roster and its register, for one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from congvu.directory.changes import changes
from congvu.directory.entries import (
    DecisionEntry,
    Directory,
    FormerAddress,
    GoneEntry,
    PersonEntry,
    SectionEntry,
    UnitEntry,
)
from congvu.directory.functions import functions
from congvu.roster import lifecycle
from congvu.roster.model import Person, Unit, UnitDecision
from congvu.state import State
from congvu.succession import ended_by, heir, heir_name


def directory(state: State) -> Directory:
    """Return the directory of the day, without people who are suspended or have left."""
    units = tuple(
        entry
        for unit in state.roster.units
        if lifecycle.unit_state(unit, state.on) == "active"
        and (entry := _unit(state, unit)) is not None
    )
    gone = tuple(
        _gone(state, unit, decision)
        for unit in state.roster.units
        if (decision := ended_by(state.roster, unit.id, state.on)) is not None
    )
    return Directory(
        state.on,
        units,
        gone,
        functions(units, state.office.directory.words),
        changes(state),
    )


def _unit(state: State, unit: Unit) -> UnitEntry | None:
    address = _address(state, unit.id)
    if address is None:
        return None
    sections = tuple(
        SectionEntry(
            section.id, section.name, section_address, _former_names(state, section.decisions)
        )
        for section in unit.sections
        if lifecycle.section_state(unit, section, state.on) == "active"
        and (section_address := _address(state, unit.section_id(section)))
    )
    listed = [
        (person, person_address)
        for person in unit.staff
        if lifecycle.person_state(person, state.on) == "active"
        and (person_address := _address(state, person.id))
    ]
    # If a person manages several sections, the first one counts.
    managed = {
        section.manager: shown.address
        for shown in reversed(sections)
        for section in unit.sections
        if section.id == shown.id and section.manager
    }
    head = _head(state, unit, [person for person, _ in listed])
    decisions = _begun(
        state, (*unit.decisions, *(one for section in unit.sections for one in section.decisions))
    )
    days = [decision.starts for decision in decisions]
    days += [
        decision.starts
        for person in unit.staff
        for decision in person.decisions
        # A leave changes nothing here, and is nobody's business.
        if decision.starts <= state.on and decision.type not in lifecycle.OF_LEAVES
    ]
    return UnitEntry(
        id=unit.id,
        name=unit.name,
        kind=unit.kind,
        place=unit.place,
        functions=unit.functions,
        address=address,
        sections=sections,
        people=tuple(
            _person(person, person_address, managed.get(person.id, address), is_head=person is head)
            for person, person_address in listed
        ),
        decision=_decision(decisions[-1]),
        updated=max(days),
        former_names=_former_names(state, unit.decisions),
        former_addresses=_former_addresses(state, unit.id),
    )


def _person(person: Person, address: str, shared: str, *, is_head: bool) -> PersonEntry:
    """Return a person's public entry; `shared` is the address if only the title is listed."""
    if person.listed == "function":
        return PersonEntry("", "", person.title, shared, is_head)
    return PersonEntry(
        person.name.full, " ".join(person.name.given), person.title, address, is_head
    )


def _head(state: State, unit: Unit, people: list[Person]) -> Person | None:
    manager = unit.mailbox.manager
    return next(
        (person for person in people if person.id == manager),
        next((person for person in people if state.office.is_head(person.title)), None),
    )


def _gone(state: State, unit: Unit, decision: UnitDecision) -> GoneEntry:
    name = heir_name(state.roster, unit.id, state.on)
    taker = heir(state.roster, unit.id, state.on) if name else ""
    successor, _, section = taker.partition("/")
    former = _former_addresses(state, unit.id)
    return GoneEntry(
        id=unit.id,
        name=unit.name,
        kind=unit.kind,
        decision=_decision(decision),
        successor=successor,
        successor_section=section,
        successor_name=name,
        address=former[0].address if former else "",
        until=former[0].until if former else None,
    )


def _former_names(state: State, decisions: Sequence[UnitDecision]) -> tuple[str, ...]:
    newest_first = reversed(_begun(state, decisions))
    return tuple(
        dict.fromkeys(decision.former_name for decision in newest_first if decision.former_name)
    )


def _former_addresses(state: State, holder: str) -> tuple[FormerAddress, ...]:
    return tuple(
        FormerAddress(state.office.address(entry.local_part), entry.until)
        for entry in state.register.by_holder.get(holder, ())
        if entry.state == "former" and (entry.until is None or entry.until >= state.on)
    )


def _begun(state: State, decisions: Iterable[UnitDecision]) -> list[UnitDecision]:
    return lifecycle.in_order([one for one in decisions if one.starts <= state.on])


def _decision(decision: UnitDecision) -> DecisionEntry:
    return DecisionEntry(decision.type, decision.number, decision.date, decision.starts)


def _address(state: State, holder: str) -> str | None:
    entry = state.register.main(holder, state.on)
    return state.office.address(entry.local_part) if entry else None
