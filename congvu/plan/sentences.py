"""The Vietnamese sentences of a plan: what happens to a mailbox, and on what ground."""

from __future__ import annotations

from datetime import date

from congvu.days import written
from congvu.labels import ADDRESS_RULES
from congvu.register.holders import PersonHolder
from congvu.register.model import Entry
from congvu.roster import lifecycle
from congvu.roster.model import AnyDecision, Delegate
from congvu.state import State


def ground(decision: AnyDecision | None) -> str:
    """Name the decision behind a change, as `` theo quyết định …``; nothing where none is."""
    if decision is None:
        return ""
    return f", theo quyết định {decision.called} số {decision.number} ngày {written(decision.date)}"


def given(state: State, entry: Entry) -> str:
    """Say by which rule an address was given, with the Article."""
    article = state.office.rules.ARTICLES[entry.rule]
    how = f"{ADDRESS_RULES[entry.rule]}, Điều {article}"
    holder = state.derivation.holders.get(entry.holder)
    if not isinstance(holder, PersonHolder):
        return how
    base = state.office.rules.person_base(holder.facts)
    return how if base.rule == entry.rule else f"{how}; {taken(state, base.local_part)}"


def opened(state: State, entry: Entry, decision: AnyDecision | None) -> str:
    """Describe a new mailbox."""
    address = state.office.address(entry.local_part)
    return f"có hộp thư {address} ({given(state, entry)}){ground(decision)}"


def taken(state: State, local_part: str) -> str:
    """Say who or what holds an address, as ``«…» là của …``."""
    held = state.register.get(local_part)
    holder = state.derivation.holders.get(held.holder) if held else None
    if holder is not None:
        return f"«{local_part}» là của {holder.label} ({holder.id})"
    if held is not None:
        return f"«{local_part}» đã cấp trước đây, không cấp lại"
    return f"«{local_part}» là tên dành riêng"


def readdressed(state: State, old: str, entry: Entry, decision: AnyDecision | None) -> str:
    """Describe a new address and what becomes of the old one."""
    former = state.register.get(old.partition("@")[0])
    if former is not None and former.state == "former" and former.until is None:
        fate = f"{old} vẫn nhận thư"
    elif former is not None and former.state == "former":
        fate = f"{old} còn nhận thư đến hết {written(former.until)}" if former.until else ""
        fate += ", sau đó giữ lại, không cấp cho ai"
    else:
        fate = f"{old} được giữ lại, không cấp cho ai"
    address = state.office.address(entry.local_part)
    return f"đổi địa chỉ từ {old} thành {address} ({given(state, entry)}){ground(decision)}; {fate}"


def closed(address: str, decision: AnyDecision | None, successor: str = "", until: str = "") -> str:
    """Describe the end of a mailbox.

    Args:
        address: its address.
        decision: the decision that ends it, None where there is none.
        successor: name of the unit that takes its mail, empty for none.
        until: the last day on which that unit does.
    """
    kept = "thư cũ được giữ trên máy chủ"
    if successor:
        fate = (
            f"không đăng nhập được nữa, {kept}; thư gửi đến được chuyển cho {successor} đến hết "
            f"{until}"
        )
    else:
        fate = f"không đăng nhập và không nhận thư nữa, {kept}"
    return (
        f"đóng hộp thư {address}{ground(decision)}: {fate}; địa chỉ không cấp cho người khác "
        "(Điều 4.6)"
    )


def suspended(address: str, decision: AnyDecision | None) -> str:
    """Describe a suspension: who is suspended can't log in but still receives."""
    return (
        f"tạm ngưng hộp thư {address}{ground(decision)}: không đăng nhập được, thư vẫn đến và "
        "được giữ"
    )


def reinstated(address: str, decision: AnyDecision | None) -> str:
    """Describe the end of a suspension."""
    return f"mở lại hộp thư {address}{ground(decision)}"


def decided(decision: AnyDecision) -> str:
    """Name what a decision does, with its number and date."""
    what = decision.called
    return f"{what}, quyết định số {decision.number} ngày {written(decision.date)}"


def paper(delegate: Delegate) -> str:
    """Name the document that empowers a delegate (Article 14.1)."""
    return f"giấy ủy quyền số {delegate.document} ngày {written(delegate.date)}"


def withdrawn(decision: AnyDecision) -> str:
    """Describe that a decision which has not started yet is no longer in the record."""
    return (
        f"bỏ quyết định {decision.called} số {decision.number}, lẽ ra có hiệu lực từ "
        f"{written(decision.starts)}: đến ngày đó không có gì thay đổi theo quyết định này"
    )


def latest(decisions: tuple[AnyDecision, ...], on: date, *types: str) -> AnyDecision | None:
    """Return the newest decision of some types that has started by a day."""
    begun = [
        decision
        for decision in sorted(decisions, key=lifecycle.moment)
        if decision.starts <= on and decision.type in types
    ]
    return begun[-1] if begun else None
