"""What a decision that has not started yet will do to a mailbox on its day."""

from __future__ import annotations

from datetime import timedelta

from congvu.plan import sentences
from congvu.plan.sentences import AnyDecision
from congvu.roster.model import UnitDecision
from congvu.state import State

_ENDS = frozenset({"retire", "resign", "dissolve"})
_PAUSES = {"suspend": sentences.suspended, "reinstate": sentences.reinstated}


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
        return sentences.closed(
            address, decision, _heir(state, decision), _last_day(state, decision)
        )
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
    return f"từ ngày {sentences.day(decision.starts)} sẽ {effect(state, subject, decision)}"


def _heir(state: State, decision: AnyDecision) -> str:
    successor = decision.successor if isinstance(decision, UnitDecision) else None
    unit = state.roster.units_by_id.get(successor or "")
    return unit.name if unit else ""


def _last_day(state: State, decision: AnyDecision) -> str:
    return sentences.day(decision.starts + timedelta(days=state.office.former_address_days))
