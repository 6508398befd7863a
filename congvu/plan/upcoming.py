"""What takes effect by itself in the days ahead, by decisions that the roster already has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from congvu.days import shifted
from congvu.plan.ahead import coming, effect
from congvu.plan.model import Event, Upcoming
from congvu.roster.lifecycle import leave_on, leaves, person_state
from congvu.roster.model import AnyDecision, Unit
from congvu.state import State
from congvu.succession import mailbox_name

DAYS_AHEAD = 30


def upcoming(state: State) -> Iterator[Upcoming]:
    """Yield decisions that start, and former addresses that end, in the days after the day."""
    starts: set[tuple[str, date]] = set()
    for unit in state.roster.units:
        for subject, name, decisions in _records(unit, state.on):
            starts.update((subject, decision.starts) for decision in decisions)
            for decision in decisions:
                if _soon(state, decision.starts):
                    event = effect(state, subject, decision)
                    yield Upcoming(decision.starts, unit.id, subject, name, event)
    yield from _ends_of_leaves(state)
    for entry in state.register:
        if entry.state == "former" and entry.until and _ends_soon(state, entry.until):
            holder = state.derivation.holders.get(entry.holder)
            address = state.office.address(entry.local_part)
            day = shifted(entry.until, 1)
            if (entry.holder, day) in starts:
                continue  # it becomes the main address again
            name = holder.label if holder else entry.holder
            event = Event("former-ends", address, until=entry.until)
            yield Upcoming(day, "", entry.holder, name, event)


def _ends_of_leaves(state: State) -> Iterator[Upcoming]:
    """Yield leaves that end by themselves; what ends one before is a decision, told as such."""
    for unit, person in state.roster.people():
        for leave in leaves(person):
            day = shifted(leave.last, 1)
            if leave.last != leave.decision.until or not _soon(state, day):
                continue
            entry = state.register.main(person.id, state.on)
            works = person_state(person, day) != "left" and leave_on(person, day) is None
            if entry is not None and works:
                event = Event("leave-ends", state.office.address(entry.local_part))
                yield Upcoming(day, unit.id, person.id, person.name.full, event)


def _records(unit: Unit, on: date) -> Iterator[tuple[str, str, Sequence[AnyDecision]]]:
    """Yield id, name and decisions of a unit, its sections and its staff."""
    yield unit.id, unit.name, unit.decisions
    for section in unit.sections:
        name = mailbox_name(unit, section)
        yield unit.section_id(section), name, coming(unit, section, on)
    for person in unit.staff:
        yield person.id, person.name.full, person.decisions


def _ends_soon(state: State, until: date) -> bool:
    return 0 <= (until - state.on).days < DAYS_AHEAD


def _soon(state: State, day: date) -> bool:
    return 0 < (day - state.on).days <= DAYS_AHEAD
