"""The Vietnamese sentences of a plan, which every output uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from congvu.accounts_plan import Limits
from congvu.days import written
from congvu.labels import ADDRESS_RULES, LISTINGS
from congvu.plan.model import (
    Change,
    Event,
    Given,
    NewLimits,
    Party,
    Reason,
    Refusal,
    Taken,
    Value,
)
from congvu.roster.model import AnyDecision, Delegate, PersonDecision


def sentence(change: Change) -> str:
    """Say what changes, without the name and the full stop."""
    what = happens(change.event)
    return f"từ ngày {written(change.day)} sẽ {what}" if change.day else what


def happens(event: Event) -> str:
    """Say what happens, without its day."""
    return WORDS[event.reason](event)


def refused(refusal: Refusal) -> str:
    """Say why a plan is refused."""
    excess = refusal.excess
    limits = _limits(excess.limits)
    if refusal.unit:
        return (
            f"Thay đổi hàng loạt ở {refusal.unit}: đóng hoặc đổi địa chỉ "
            f"{excess.closed + excess.readdressed} trong {excess.existing} hộp thư "
            f"({excess.share:.0f} %), quá mức cho phép cho một đơn vị ({limits})."
        )
    return (
        f"Thay đổi hàng loạt: {excess.what} trong {excess.existing} hộp thư "
        f"({excess.share:.1f} %), quá mức cho phép ({limits})."
    )


def judged(new: NewLimits) -> str:
    """Say by which limits a plan is judged that changes them."""
    return (
        f"Thay đổi này sửa mức thay đổi hàng loạt của cơ quan (mass_change): trước là "
        f"{_limits(new.before)}, sau là {_limits(new.after)}. Kế hoạch này được xét theo mức "
        "trước; mức sau chỉ dùng cho các thay đổi tiếp theo."
    )


def _limits(limits: Limits) -> str:
    return f"{limits.percent:g} % hoặc {limits.count} hộp thư"


def ground(decision: AnyDecision | Delegate | None) -> str:
    """Name the decision behind a change, as `` theo quyết định …``; empty where there is none."""
    if decision is None or isinstance(decision, Delegate):
        return ""
    return f", theo quyết định {decision.called} số {decision.number} ngày {written(decision.date)}"


def decided(decision: AnyDecision) -> str:
    """Name what a decision does, with its number and date."""
    what = decision.called
    if isinstance(decision, PersonDecision) and decision.until:
        what += f" đến hết {written(decision.until)}"
    return f"{what}, quyết định số {decision.number} ngày {written(decision.date)}"


def paper(delegate: Delegate) -> str:
    """Name the document that empowers a delegate (Article 14.1)."""
    return f"giấy ủy quyền số {delegate.document} ngày {written(delegate.date)}"


def _given(given: Given | None) -> str:
    """Say by which rule an address was given, with the Article."""
    if given is None:
        return ""
    how = f"{ADDRESS_RULES[given.rule]}, Điều {given.article}"
    return f"({how}; {_taken(given.taken)})" if given.taken else f"({how})"


def _taken(taken: Taken) -> str:
    """Say who or what holds an address, as ``«…» là của …``."""
    if taken.holder is not None:
        return f"«{taken.local_part}» là của {taken.holder.name} ({taken.holder.id})"
    if taken.given:
        return f"«{taken.local_part}» đã cấp trước đây, không cấp lại"
    return f"«{taken.local_part}» là tên dành riêng"


def _opened(event: Event) -> str:
    return f"có hộp thư {event.address} {_given(event.given)}{ground(event.decision)}"


_KEPT = "thư cũ được giữ trên máy chủ"


def _closed(event: Event) -> str:
    until = f" đến hết {written(event.until)}" if event.until else ""
    fate = f"không đăng nhập được nữa, {_KEPT}; thư gửi đến được "
    if event.reason == "passed-on":
        fate += f"chuyển cho {event.after}{until}"
    elif event.after:
        fate += f"trả lời rằng nay gửi cho {event.after}{until}"
    else:
        fate = f"không đăng nhập và không nhận thư nữa, {_KEPT}"
    return (
        f"đóng hộp thư {event.address}{ground(event.decision)}: {fate}; địa chỉ không cấp cho "
        "người khác (Điều 4.6)"
    )


def _suspended(event: Event) -> str:
    """Describe a suspension: the holder can't log in, but mail is still delivered."""
    return (
        f"tạm ngưng hộp thư {event.address}{ground(event.decision)}: không đăng nhập được, thư vẫn "
        "đến và được giữ"
    )


def _readdressed(event: Event) -> str:
    """Describe a new address and what becomes of the old one."""
    old = event.former_address
    fate = {
        "replaced": f"{old} được giữ lại, không cấp cho ai",
        "replaced-for-good": f"{old} vẫn nhận thư",
        "replaced-later": f"thư gửi đến {old} vẫn vào hộp thư này thêm một thời gian",
    }.get(event.reason, "")
    if event.until is not None:
        fate = (
            f"{old} còn nhận thư đến hết {written(event.until)}, sau đó giữ lại, không cấp cho ai"
        )
    return (
        f"đổi địa chỉ từ {old} thành {event.address} {_given(event.given)}"
        f"{ground(event.decision)}; {fate}"
    )


def _decision(event: Event) -> AnyDecision:
    """Return the decision of an event that always has one."""
    decision = event.decision
    assert decision is not None
    assert not isinstance(decision, Delegate)
    return decision


def _withdrawn(event: Event) -> str:
    """Say that a decision was removed from the roster before it took effect."""
    decision = _decision(event)
    return (
        f"bỏ quyết định {decision.called} số {decision.number}, lẽ ra có hiệu lực từ "
        f"{written(decision.starts)}: đến ngày đó không có gì thay đổi theo quyết định này"
    )


def _transferred(event: Event) -> str:
    kept = f"; giữ nguyên hộp thư {event.address}" if event.address else ""
    return f"chuyển từ {event.before} sang {event.after}{ground(event.decision)}{kept}"


def _paper(event: Event) -> str:
    assert isinstance(event.decision, Delegate)
    return paper(event.decision)


def _who(value: Value) -> str:
    if not isinstance(value, Party):
        return str(value)
    if value.name:
        return f"{value.name} ({value.id})"
    return value.id or "chưa có ai"


def _functions(event: Event) -> str:
    parts = []
    for verb, names in (("thêm", event.after), ("bỏ", event.before)):
        if isinstance(names, tuple) and names:
            parts.append(f"{verb} {', '.join(names)}")
    return f"danh bạ: lĩnh vực phụ trách {'; '.join(parts)}"


def _place(event: Event) -> str:
    old, new = event.before or "(không ghi)", event.after or "(không ghi)"
    return f"danh bạ: địa danh «{old}» thành «{new}»"


def _unused(event: Event) -> str:
    last = f"từ {event.before}" if event.before else "lần nào"
    return (
        f"khóa đăng nhập hộp thư {event.address} vì không sử dụng {last} (quá {event.after} ngày); "
        "thư vẫn đến và được giữ"
    )


_COUNTED_AGAIN = "lại tính những ngày không sử dụng"


# The words of every reason.
WORDS: Mapping[Reason, Callable[[Event], str]] = {
    "opened": _opened,
    "ended": _closed,
    "passed-on": _closed,
    "archived": lambda event: (
        f"đưa thư của hộp thư {event.address} vào kho lưu trữ (nén, mã hóa; trở lại làm việc thì "
        "lấy lại được)"
    ),
    "deleted": lambda event: (
        f"xóa hẳn thư đã lưu trữ của hộp thư {event.address}, vì đã hết thời hạn lưu trữ"
    ),
    "unused": _unused,
    "new-letter": lambda event: (
        f"lập thư mật khẩu mới cho hộp thư {event.address} theo yêu cầu ngày {event.after}: mật "
        "khẩu, bước thứ hai, các máy đã thêm và các phiên đăng nhập đang có đều hết hiệu lực"
    ),
    "first-letter": lambda event: (
        f"lập thư mật khẩu cho hộp thư {event.address}: mật khẩu cũ không dùng được nữa từ khi "
        "máy chủ thư được nâng cấp"
    ),
    "entry-deleted": lambda event: f"{_closed(event)}; mục bị xóa khỏi danh sách",
    "entry-unknown": lambda event: f"{_closed(event)}; danh sách không có mục này",
    "suspended": _suspended,
    "reinstated": lambda event: f"mở lại hộp thư {event.address}{ground(event.decision)}",
    "replaced": _readdressed,
    "replaced-for-a-time": _readdressed,
    "replaced-for-good": _readdressed,
    "replaced-later": _readdressed,
    "former-ends": lambda event: (
        f"địa chỉ cũ {event.address} thôi nhận thư, được giữ lại, không cấp cho ai"
    ),
    "kept": lambda event: f"{decided(_decision(event))}, giữ nguyên hộp thư {event.address}",
    "no-mailbox": lambda event: f"{decided(_decision(event))}, không có hộp thư nào thay đổi",
    "withdrawn": _withdrawn,
    "on-leave": lambda event: (
        f"{decided(_decision(event))}; giữ nguyên hộp thư {event.address}, không bị khóa vì không "
        "sử dụng"
    ),
    "back-from-leave": lambda event: (
        f"{decided(_decision(event))}; giữ nguyên hộp thư {event.address}, {_COUNTED_AGAIN}"
    ),
    "leave-ends": lambda event: f"hết kỳ nghỉ; hộp thư {event.address} {_COUNTED_AGAIN}",
    "leave-dropped": lambda event: f"bỏ quyết định {decided(_decision(event))}",
    "reopened": lambda event: (
        f"từ {event.after} đăng nhập được hộp thư {event.address} nếu đã bị khóa vì không sử dụng, "
        f"{_COUNTED_AGAIN}"
    ),
    "shown-name": lambda event: f"tên hiện của hộp thư «{event.before}» thành «{event.after}»",
    "quota": lambda event: f"dung lượng hộp thư {event.before} MB thành {event.after} MB",
    "delivers": lambda event: f"thư gửi đến {event.address} nay vào hộp thư này",
    "delivers-no-more": lambda event: f"thư gửi đến {event.address} thôi vào hộp thư này",
    "transferred": _transferred,
    "manager-named": lambda event: f"người quản lý hộp thư chung là {_who(event.after)}",
    "manager-replaced": lambda event: (
        f"người quản lý hộp thư chung đổi từ {_who(event.before)} sang {_who(event.after)}; hai "
        "bên phải bàn giao địa chỉ và mật khẩu (Điều 14.2)"
    ),
    "delegate-named": lambda event: (
        f"ủy quyền hộp thư chung cho {_who(event.after)}, {_paper(event)}"
    ),
    "delegate-paper": lambda event: f"giấy ủy quyền của {_who(event.after)} nay là {_paper(event)}",
    "delegate-gone": lambda event: f"thôi ủy quyền hộp thư chung cho {_who(event.before)}",
    "title": lambda event: f"danh bạ: chức vụ «{event.before}» thành «{event.after}»",
    "person-name": lambda event: f"danh bạ: họ tên «{event.before}» thành «{event.after}»",
    "listing": lambda event: f"danh bạ: {LISTINGS[str(event.after)]}",
    "unit-name": lambda event: f"danh bạ: tên «{event.before}» thành «{event.after}»",
    "former-name": lambda event: f"danh bạ: tìm được cả theo tên cũ «{event.after}»",
    "former-name-gone": lambda event: f"danh bạ: bỏ tên cũ «{event.before}»",
    "place": _place,
    "functions": _functions,
    "record": lambda _: "mục này có sửa, nhưng không thay đổi gì ở hộp thư và danh bạ",
    "personal-data": lambda _: "dữ liệu cá nhân trong mục này có thay đổi (không nêu ở đây)",
}
