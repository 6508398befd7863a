"""What takes effect in the next days, by decisions that the roster already has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from congvu.days import shifted
from congvu.plan.ahead import coming, effect
from congvu.plan.model import Event, Upcoming
from congvu.roster.model import AnyDecision, Unit
from congvu.state import State
from congvu.succession import mailbox_name

DAYS_AHEAD = 30


def upcoming(state: State) -> Iterator[Upcoming]:
    """Yield the decisions that start and the former addresses that end in the next days."""
    starts: set[tuple[str, date]] = set()
    for unit in state.roster.units:
        for subject, name, decisions in _records(unit, state.on):
            starts.update((subject, decision.starts) for decision in decisions)
            for decision in decisions:
                if _soon(state, decision.starts):
                    event = effect(state, subject, decision)
                    yield Upcoming(decision.starts, unit.id, subject, name, event)
    for entry in state.register:
        if entry.state == "former" and entry.until and _ends_soon(state, entry.until):
            holder = state.derivation.holders.get(entry.holder)
            address = state.office.address(entry.local_part)
            day = shifted(entry.until, 1)
            if (entry.holder, day) in starts:
                continue  # the address does not end: it becomes the main address again
            name = holder.label if holder else entry.holder
            event = Event("former-ends", address, until=entry.until)
            yield Upcoming(day, "", entry.holder, name, event)


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
