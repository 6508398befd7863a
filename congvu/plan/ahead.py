"""What a decision that has not started yet will do to a mailbox on its day."""

from __future__ import annotations

from datetime import date

from congvu.days import shifted, written
from congvu.plan import sentences
from congvu.roster.lifecycle import section_state
from congvu.roster.model import AnyDecision, Section, Unit, UnitDecision
from congvu.state import State
from congvu.succession import heir_name

_ENDS = frozenset({"retire", "resign", "dissolve"})
_PAUSES = {"suspend": sentences.suspended, "reinstate": sentences.reinstated}


def coming(unit: Unit, section: Section | None, on: date) -> list[UnitDecision]:
    """Return the decisions that start after a day and bear on a unit's or section's mailbox.

    A section opens and closes with its unit too, where its own decisions say nothing else.
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


def effect(state: State, subject: str, decision: AnyDecision) -> str:
    """Describe it, with its ground.

    Args:
        state: the roster, on a day before the decision starts.
        subject: id of the person, unit or section that the decision is about.
        decision: what was decided.
    """
    now = state.register.main(subject, state.on)
    then = state.register.main(subject, decision.starts)
    ground = sentences.ground(decision)
    if then is None:
        return f"{sentences.decided(decision)}, không có hộp thư nào thay đổi"
    address = state.office.address(then.local_part)
    if decision.type in _ENDS:
        takes_over = heir_name(state.roster, subject, decision.starts)
        return sentences.closed(address, decision, takes_over, _last_day(state, decision))
    if (pause := _PAUSES.get(decision.type)) is not None:
        return pause(address, decision)
    if now is None:
        return sentences.opened(state, then, decision)
    if now != then:
        old = state.office.address(now.local_part)
        return (
            f"đổi địa chỉ từ {old} thành {address} ({sentences.given(state, then)}){ground}; thư "
            f"gửi đến {old} vẫn vào hộp thư này thêm một thời gian"
        )
    return f"{sentences.decided(decision)}, giữ nguyên hộp thư {address}"


def later(state: State, subject: str, decision: AnyDecision) -> str:
    """Describe it with the day from which it counts."""
    return f"từ ngày {written(decision.starts)} sẽ {effect(state, subject, decision)}"


def _last_day(state: State, decision: AnyDecision) -> str:
    return written(shifted(decision.starts, state.office.former_address_days))
