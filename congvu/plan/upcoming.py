"""What takes effect in the next days, by decisions that the roster already has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from congvu import account_states
from congvu.account_states import AccountState
from congvu.accounts import last_entry
from congvu.days import shifted
from congvu.plan import rights
from congvu.plan.ahead import coming, effect
from congvu.plan.model import Event, Reason, Upcoming
from congvu.roster.lifecycle import leave_on, leaves, periods, person_state, section_periods
from congvu.roster.model import AnyDecision, Unit
from congvu.state import State
from congvu.succession import mailbox_name

DAYS_AHEAD = 30
_PACKED: dict[AccountState, Reason] = {"archived": "archived", "deleted": "deleted"}


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
    yield from _ends_of_leaves(state)
    yield from _ends_of_accounts(state)
    yield from rights.upcoming(state, DAYS_AHEAD)
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


def _ends_of_accounts(state: State) -> Iterator[Upcoming]:
    """Yield what is archived and deleted of who has left, and of what was dissolved."""
    settings = state.office.accounts
    for unit in state.roster.units:
        ends = [(unit.id, unit.name, account_states.of_shared(periods(unit.decisions), settings))]
        for section in unit.sections:
            stages = account_states.of_shared(section_periods(unit, section), settings)
            ends.append((unit.section_id(section), mailbox_name(unit, section), stages))
        ends += [
            (person.id, person.name.full, account_states.of_person(person, settings))
            for person in unit.staff
            if len(person.decisions) > 1  # who was only hired has no end
        ]
        for subject, name, stages in ends:
            for stage in stages:
                reason = _PACKED.get(stage.state)
                entry = last_entry(state, subject, stage)
                if reason is not None and _soon(state, stage.start) and entry is not None:
                    event = Event(reason, state.office.address(entry.local_part))
                    yield Upcoming(stage.start, unit.id, subject, name, event)


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
