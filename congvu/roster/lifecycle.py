"""Computes states from decisions and a day (Article 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from congvu.days import shifted
from congvu.roster.model import Person, PersonDecision, Section, Unit, UnitDecision

# future: not yet recruited; left: retired or resigned.
PersonState = Literal["future", "active", "suspended", "left"]
UnitState = Literal["future", "active", "dissolved"]

AnyDecision = TypeVar("AnyDecision", PersonDecision, UnitDecision)

_PERSON_STATES: dict[str, PersonState] = {
    "recruit": "active",
    "suspend": "suspended",
    "reinstate": "active",
    "retire": "left",
    "resign": "left",
}
# Decisions about a time in which somebody does not work and stays what they are.
OF_LEAVES = frozenset({"leave", "return"})
ENDING = frozenset({"retire", "resign"})
# Decisions by which a person comes to a unit (Article 7.2.a).
MOVING = frozenset({"transfer", "appoint", "recruit"})
_OPENING = frozenset({"recruit", "establish"})
_CLOSING = ENDING | {"dissolve"}


def moment(decision: PersonDecision | UnitDecision) -> tuple[date, date]:
    """Return the sort key of a decision: the day of effect, then the day of signature."""
    return decision.starts, decision.date


def latest(
    decisions: Sequence[PersonDecision | UnitDecision], on: date, *types: str
) -> PersonDecision | UnitDecision | None:
    """Return the newest decision of some types that is in effect on a day."""
    begun = [one for one in decisions if one.starts <= on and one.type in types]
    return sorted(begun, key=moment)[-1] if begun else None


def in_order(decisions: Sequence[AnyDecision]) -> list[AnyDecision]:
    """Sort decisions by their `moment`; equal ones keep their order."""
    if len(decisions) < 2:
        return list(decisions)  # most people have only one
    return sorted(decisions, key=moment)


@dataclass(frozen=True, slots=True)
class Period:
    """A period in which a person is in service or a unit exists.

    Attributes:
        start: its first day.
        end: the first day after it, None if no end is decided.
        ended_by: the decision that ends it.
    """

    start: date
    end: date | None = None
    ended_by: PersonDecision | UnitDecision | None = None

    @property
    def has_heir(self) -> bool:
        """Whether the decision that ends the period names a successor."""
        return isinstance(self.ended_by, UnitDecision) and self.ended_by.successor is not None


def periods(decisions: Sequence[AnyDecision]) -> list[Period]:
    """Return the periods that decisions begin and end, in order.

    A second beginning or a second end is ignored; checks report such an order.
    """
    found: list[Period] = []
    for decision in in_order(decisions):
        if decision.type in _OPENING and (not found or found[-1].end is not None):
            found.append(Period(decision.starts))
        elif decision.type in _CLOSING and found and found[-1].end is None:
            found[-1] = replace(found[-1], end=decision.starts, ended_by=decision)
    return found


def section_periods(unit: Unit, section: Section) -> list[Period]:
    """Return the periods of a section, which are always within the unit's periods."""
    whole = periods(unit.decisions)
    if not section.decisions:
        return whole
    return [
        both
        for own in periods(section.decisions)
        for around in whole
        if (both := _overlap(own, around)) is not None
    ]


def _overlap(one: Period, other: Period) -> Period | None:
    # Of two ends on the same day, take the one with a successor, who gets the mail.
    last = min(one, other, key=lambda period: (period.end or date.max, not period.has_heir))
    start = max(one.start, other.start)
    if last.end is not None and last.end <= start:
        return None
    return Period(start, last.end, last.ended_by)


def person_state(person: Person, on: date) -> PersonState:
    """Return a person's state on a day."""
    state: PersonState = "future"
    for decision in in_order(person.decisions):
        if decision.starts > on:
            break
        state = state_after(state, decision)
    return state


def state_after(state: PersonState, decision: PersonDecision) -> PersonState:
    """Return a person's state once a decision has started."""
    return _PERSON_STATES.get(decision.type, "active" if state == "future" else state)


@dataclass(frozen=True, slots=True)
class Leave:
    """A time of leave: the account stays as it is, but nobody expects it to be used.

    Attributes:
        start: its first day.
        last: its last day; before the first where it never begins.
        decision: what granted it.
    """

    start: date
    last: date
    decision: PersonDecision


def leaves(person: Person) -> list[Leave]:
    """Return somebody's leaves, in order: each ends by itself, by a return, or with the service."""
    if len(person.decisions) < 2:
        return []  # as most people have one only
    found: list[Leave] = []
    for decision in in_order(person.decisions):
        if decision.type == "leave" and decision.until is not None:
            found.append(Leave(decision.starts, decision.until, decision))
        elif decision.type == "return" or decision.type in ENDING:
            eve = shifted(decision.starts, -1)
            found = [replace(leave, last=min(leave.last, eve)) for leave in found]
    return found


def leave_on(person: Person, on: date) -> Leave | None:
    """Return the leave that lasts on a day, None where there is none."""
    return next((leave for leave in leaves(person) if leave.start <= on <= leave.last), None)


def end_of_service(person: Person) -> date | None:
    """Return the first day after the service, None if no end is decided."""
    end: date | None = None
    for decision in in_order(person.decisions):
        if decision.type in ENDING:
            end = end or decision.starts
        elif decision.type == "recruit":
            end = None
    return end


def unit_state(unit: Unit, on: date) -> UnitState:
    """Return a unit's state on a day."""
    return _unit_state(unit.decisions, on)


def section_decisions(unit: Unit, section: Section) -> list[UnitDecision]:
    """Return the decisions that affect a section: its own and its unit's."""
    return in_order((*unit.decisions, *section.decisions))


def section_state(unit: Unit, section: Section, on: date) -> UnitState:
    """Return a section's state on a day. It ends at the latest with its unit."""
    unit_is = unit_state(unit, on)
    if unit_is != "active" or not section.decisions:
        return unit_is
    return _unit_state(section.decisions, on)


def dissolution(decisions: Sequence[UnitDecision]) -> UnitDecision | None:
    """Return the decision that ends a unit or section, if there is one."""
    ended: UnitDecision | None = None
    for decision in in_order(decisions):
        if decision.type == "dissolve":
            ended = ended or decision
        elif decision.type == "establish":
            ended = None
    return ended


def _unit_state(decisions: Sequence[UnitDecision], on: date) -> UnitState:
    state: UnitState = "future"
    for decision in in_order(decisions):
        if decision.starts > on:
            break
        state = "dissolved" if decision.type == "dissolve" else "active"
    return state
