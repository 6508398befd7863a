"""The public directory's data (Article 4.5): name, title, unit and address, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from congvu.roster import lifecycle
from congvu.roster.model import Unit
from congvu.roster.values import UnitKind
from congvu.state import State


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A member of staff as citizens see them."""

    name: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section's mailbox."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit's page: people stand in the order of rank that the unit's file has."""

    id: str
    name: str
    kind: UnitKind
    place: str | None
    functions: tuple[str, ...]
    address: str
    sections: tuple[SectionEntry, ...]
    people: tuple[PersonEntry, ...]


def directory(state: State) -> list[UnitEntry]:
    """Return every unit that exists on the day, in the order of their ids.

    People who are suspended or have left are not listed.
    """
    return [
        entry
        for unit in state.roster.units
        if lifecycle.unit_state(unit, state.on) == "active"
        and (entry := _unit(state, unit)) is not None
    ]


def _unit(state: State, unit: Unit) -> UnitEntry | None:
    address = _address(state, unit.id)
    if address is None:
        return None
    sections = [
        SectionEntry(section.name, section_address)
        for section in unit.sections
        if lifecycle.section_state(unit, section, state.on) == "active"
        and (section_address := _address(state, unit.section_id(section)))
    ]
    people = [
        PersonEntry(person.name.full, person.title, person_address)
        for person in unit.staff
        if lifecycle.person_state(person, state.on) == "active"
        and (person_address := _address(state, person.id))
    ]
    return UnitEntry(
        unit.id,
        unit.name,
        unit.kind,
        unit.place,
        unit.functions,
        address,
        tuple(sections),
        tuple(people),
    )


def _address(state: State, holder: str) -> str | None:
    entry = state.register.main(holder, state.on)
    return state.office.address(entry.local_part) if entry else None
