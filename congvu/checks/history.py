"""Rules that compare the roster with an earlier revision (Articles 4.6 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from congvu.days import written
from congvu.findings import Finding, Location
from congvu.roster.lifecycle import MOVING
from congvu.roster.model import AnyDecision, Unit
from congvu.state import State


def addresses_do_not_change_hands(before: State, after: State) -> Iterator[Finding]:
    """Ensure that an address is never given to a second holder (4.6)."""
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
    """Ensure that the register keeps every address, so that nobody can get it again (4.6)."""
    for old in before.committed:
        if old.local_part not in after.committed:
            message = (
                f"địa chỉ «{old.local_part}» của {old.holder} đã bị xóa khỏi sổ; địa chỉ đã cấp "
                "phải giữ mãi. Hãy lấy lại sổ địa chỉ của nhánh chính (main) rồi chạy "
                "«bin/congvu register»"
            )
            yield _of_register(after, "address-vanished", message, old.local_part)


def people_move_by_decision(before: State, after: State) -> Iterator[Finding]:
    """Ensure that an entry moves to another unit's file only by a decision (7.2.a).

    A move has an effect, since a person of a unit can manage its shared mailbox.
    """
    was = {person.id: (unit, person) for unit, person in before.roster.people()}
    for unit in after.roster.units:
        for index, person in enumerate(unit.staff):
            old_unit, old = was.get(person.id, (unit, person))
            if old_unit.id == unit.id and old.leader == person.leader:
                continue
            new = [decision for decision in person.decisions if decision not in old.decisions]
            if not any(decision.type in MOVING for decision in new):
                what = (
                    f"chuyển từ {old_unit.name} sang {unit.name}"
                    if old_unit.id != unit.id
                    else "được ghi là lãnh đạo huyện (leader)"
                    if person.leader
                    else "thôi được ghi là lãnh đạo huyện (leader)"
                )
                message = (
                    f"{person.name} ({person.id}) {what} mà không có quyết định mới; hãy ghi thêm "
                    "quyết định điều động (transfer) hoặc bổ nhiệm (appoint): - {type: …, "
                    "number: …, date: …}"
                )
                location = ("staff", index)
                yield Finding("moved-without-decision", message, unit.file, location=location)


def decisions_do_not_vanish(before: State, after: State) -> Iterator[Finding]:
    """Warn about a removed decision that had taken effect (7).

    For example, without its retirement a mailbox would open again. A corrected number or date is
    allowed.
    """
    was = {id_: decisions for id_, decisions, _, _ in _records(before)}
    for id_, decisions, unit, location in _records(after):
        known = was.get(id_, ())
        if known is decisions:
            continue  # the file has not changed
        for old in known:
            if old.starts > after.on or any(_same(old, new) for new in decisions):
                continue
            message = (
                f"{id_}: quyết định {old.called} số {old.number} ngày "
                f"{written(old.date)} đã có hiệu lực nhưng bị xóa; nếu ghi nhầm người thì được, "
                "nếu không hãy ghi lại, và ghi thêm quyết định mới"
            )
            yield Finding("decision-vanished", message, unit.file, location=location)


def _records(state: State) -> Iterator[tuple[str, Sequence[AnyDecision], Unit, Location]]:
    for unit in state.roster.units:
        yield unit.id, unit.decisions, unit, ("name",)
        for index, section in enumerate(unit.sections):
            yield unit.section_id(section), section.decisions, unit, ("sections", index)
        for index, person in enumerate(unit.staff):
            yield person.id, person.decisions, unit, ("staff", index)


def _same(old: AnyDecision, new: AnyDecision) -> bool:
    return old.type == new.type and (old.number == new.number or old.date == new.date)


HISTORY_CHECKS: tuple[Callable[[State, State], Iterator[Finding]], ...] = (
    addresses_do_not_change_hands,
    addresses_do_not_vanish,
    people_move_by_decision,
    decisions_do_not_vanish,
)


def _of_register(state: State, code: str, message: str, local_part: str) -> Finding:
    return Finding(code, message, state.roster.register_file, location=(local_part,))
