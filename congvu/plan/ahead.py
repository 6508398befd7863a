"""What a decision that has not started yet will do to a mailbox on its day."""

from __future__ import annotations

from datetime import date

from congvu.days import shifted
from congvu.plan import events
from congvu.plan.model import Event, Reason
from congvu.roster.lifecycle import ENDING, section_state
from congvu.roster.model import AnyDecision, Section, Unit, UnitDecision
from congvu.state import State
from congvu.succession import heir_name

# What changes no address, by the decision's type.
_REASONS: dict[str, Reason] = {
    "suspend": "suspended",
    "reinstate": "reinstated",
    "leave": "on-leave",
    "return": "back-from-leave",
}


def coming(unit: Unit, section: Section | None, on: date) -> list[UnitDecision]:
    """Return the decisions that start after a day and change a unit's or section's mailbox.

    A decision about a unit opens or closes its sections too, unless a section's own decisions
    say otherwise.
    """
    ahead = [decision for decision in unit.decisions if decision.starts > on]
    if section is None:
        return ahead

    def switches(day: date) -> bool:
        eve = shifted(day, -1)
        return section_state(unit, section, eve) != section_state(unit, section, day)

    own = [decision for decision in section.decisions if decision.starts > on]
    return own + [
        decision
        for decision in ahead
        if decision.type != "rename" and decision not in own and switches(decision.starts)
    ]


def effect(state: State, subject: str, decision: AnyDecision) -> Event:
    """Return what a decision will do to a mailbox.

    Args:
        state: the roster, on a day before the decision starts.
        subject: id of the person, unit or section that the decision is about.
        decision: the decision.
    """
    now = state.register.main(subject, state.on)
    then = state.register.main(subject, decision.starts)
    if then is None:
        return Event("no-mailbox", decision=decision)
    address = state.office.address(then.local_part)
    if decision.type in ENDING or decision.type == "dissolve":
        return _end(state, subject, address, decision)
    if (reason := _REASONS.get(decision.type)) is not None:
        return Event(reason, address, decision=decision)
    if now is None:
        return events.opened(state, then, decision)
    if now != then:
        old = state.office.address(now.local_part)
        given = events.given(state, then)
        return Event("replaced-later", address, former_address=old, decision=decision, given=given)
    return Event("kept", address, decision=decision)


def _end(state: State, subject: str, address: str, decision: AnyDecision) -> Event:
    if decision.type in ENDING:
        return events.left(state, subject, address, decision, decision.starts)
    takes_over = heir_name(state.roster, subject, decision.starts)
    last_day = shifted(decision.starts, state.office.former_address_days)
    return events.closed(address, decision, takes_over, last_day)
