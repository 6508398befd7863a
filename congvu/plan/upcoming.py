"""What takes effect by itself in the days ahead, by decisions that the roster already has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from congvu.plan.ahead import effect
from congvu.plan.model import Upcoming
from congvu.state import State

DAYS_AHEAD = 30


def upcoming(state: State) -> Iterator[Upcoming]:
    """Yield decisions that start, and former addresses that end, in the days after the day."""
    for unit in state.roster.units:
        records = [(unit.id, unit.name, unit.decisions)]
        records += [
            (unit.section_id(section), f"{section.name}, {unit.name}", section.decisions)
            for section in unit.sections
            if section.decisions
        ]
        for subject, name, decisions in records:
            for decision in decisions:
                if _soon(state, decision.starts):
                    text = effect(state, subject, decision)
                    yield Upcoming(decision.starts, unit.id, subject, name, text)
        for person in unit.staff:
            for person_decision in person.decisions:
                if _soon(state, person_decision.starts):
                    text = effect(state, person.id, person_decision)
                    starts = person_decision.starts
                    yield Upcoming(starts, unit.id, person.id, person.name.full, text)
    for entry in state.register:
        if entry.state == "former" and entry.until and _ends_soon(state, entry.until):
            holder = state.derivation.holders.get(entry.holder)
            address = state.office.address(entry.local_part)
            text = f"địa chỉ cũ {address} thôi nhận thư, được giữ lại, không cấp cho ai"
            day = entry.until + timedelta(days=1)
            yield Upcoming(day, "", entry.holder, holder.label if holder else entry.holder, text)


def _ends_soon(state: State, until: date) -> bool:
    return 0 <= (until - state.on).days < DAYS_AHEAD


def _soon(state: State, day: date) -> bool:
    return 0 < (day - state.on).days <= DAYS_AHEAD
