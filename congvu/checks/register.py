"""Rules about the address register: it is up to date and was not edited by hand."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.findings import Finding
from congvu.register.file import line
from congvu.register.holders import PersonHolder
from congvu.register.model import Entry
from congvu.state import State

_SHOWN = 10


def register_holders_are_known(state: State) -> Iterator[Finding]:
    """Ensure that no entry is deleted without a decision that ends it (7.1, 7.2).

    An entry may be deleted when its address is reserved. The register keeps the address.
    """
    known = state.derivation.holders
    for entry in state.committed:
        if entry.holder not in known and entry.state == "main":
            message = (
                f"{entry.holder} còn giữ địa chỉ «{entry.local_part}» nhưng không có trong danh "
                "sách; muốn hủy hộp thư, hãy giữ mục đó và ghi quyết định (nghỉ hưu, nghỉ việc, "
                "giải thể); nếu là điều động, hãy ghi cả mục ở tệp của đơn vị mới, giữ nguyên mã"
            )
            yield Finding(
                "holder-vanished",
                message,
                state.roster.register_file,
                location=(entry.local_part,),
            )


def register_is_unique_and_lawful(state: State) -> Iterator[Finding]:
    """Ensure that the register gives no reserved name (RFC 2142, 4.6)."""
    for entry in state.committed:
        if entry.local_part in state.office.reserved:
            message = f"«{entry.local_part}» là tên dành riêng của hệ thống thư, không cấp cho ai"
            yield Finding(
                "address-reserved",
                message,
                state.roster.register_file,
                location=(entry.local_part,),
            )


def addresses_change_by_decision(state: State) -> Iterator[Finding]:
    """Ensure that a decision changed a name that no longer fits its address (7)."""
    for holder, kept in state.derivation.undecided:
        if isinstance(holder, PersonHolder):
            decision = "sửa họ tên (rename), hoặc bổ nhiệm (appoint) nếu là lãnh đạo huyện"
        else:
            decision = "đổi tên (rename), hoặc trả lại tên cũ, địa danh cũ, mailbox.name cũ"
        message = (
            f"{holder.label} ({holder.id}) đang có địa chỉ «{kept.local_part}», không còn "
            f"đúng với tên ghi ở đây; hãy ghi quyết định {decision}"
        )
        yield Finding(
            "change-without-decision",
            message,
            holder.place.file,
            location=holder.place.location,
        )


def register_is_up_to_date(state: State) -> Iterator[Finding]:
    """Ensure that the committed register agrees with the derived one (4.6).

    Changes by time alone are no error: when the day of `until` has passed, a line gets its new
    state without a change of the file. So a retirement that was decided last month closes the
    mailbox on its day.
    """
    if state.derivation.findings:
        return
    due = {
        entry.holder
        for entry in state.committed
        if entry.until is not None and entry.until < state.on
    }
    stale = [
        entry
        for entry in state.register
        if (old := state.committed.get(entry.local_part)) != entry
        and not (old is not None and _only_time(old, entry) and entry.holder in due)
    ]
    if stale:
        lines = "".join(f"\n    {line(entry)}".rstrip() for entry in stale[:_SHOWN])
        more = f"\n    … và {len(stale) - _SHOWN} dòng nữa" if len(stale) > _SHOWN else ""
        message = (
            f"sổ địa chỉ chưa khớp với danh sách, {len(stale)} dòng thiếu hoặc khác; hãy chạy "
            f"«bin/congvu register» rồi gửi kèm tệp này, có các dòng sau{lines}{more}"
        )
        yield Finding("register-stale", message, state.roster.register_file, 1)


def _only_time(old: Entry, new: Entry) -> bool:
    return (old.holder, old.rule) == (new.holder, new.rule)
