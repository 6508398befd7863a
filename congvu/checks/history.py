"""What must still hold of what an earlier revision gave (Article 4.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from congvu.findings import Finding
from congvu.state import State


def addresses_do_not_change_hands(before: State, after: State) -> Iterator[Finding]:
    """Ensure that an address once given is never given to anyone else (4.6)."""
    for old in before.committed:
        new = after.committed.get(old.local_part)
        if new is not None and new.holder != old.holder:
            message = (
                f"địa chỉ «{old.local_part}» đã cấp cho {old.holder}, không thể chuyển cho "
                f"{new.holder}; hãy lấy lại sổ địa chỉ của nhánh chính (main) rồi chạy "
                "«bin/congvu register»"
            )
            yield _of_register(after, "address-changed-hands", message, old.local_part)


def addresses_do_not_vanish(before: State, after: State) -> Iterator[Finding]:
    """Ensure that the register keeps every address, or somebody could get it again (4.6)."""
    for old in before.committed:
        if old.local_part not in after.committed:
            message = (
                f"địa chỉ «{old.local_part}» của {old.holder} đã bị xóa khỏi sổ; địa chỉ đã cấp "
                "phải giữ mãi. Hãy lấy lại sổ địa chỉ của nhánh chính (main) rồi chạy "
                "«bin/congvu register»"
            )
            yield _of_register(after, "address-vanished", message, old.local_part)


HISTORY_CHECKS: tuple[Callable[[State, State], Iterator[Finding]], ...] = (
    addresses_do_not_change_hands,
    addresses_do_not_vanish,
)


def _of_register(state: State, code: str, message: str, local_part: str) -> Finding:
    return Finding(code, message, state.roster.register_file, location=(local_part,))
