"""Article 14: who is responsible for shared mailboxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from congvu.days import written
from congvu.findings import Finding, Location
from congvu.roster import lifecycle
from congvu.roster.lifecycle import Period
from congvu.roster.model import Person, Unit
from congvu.state import State

_ABSENT: dict[lifecycle.PersonState, str] = {
    "future": "chưa được tuyển dụng",
    "suspended": "đang bị đình chỉ",
    "left": "đã nghỉ",
}


def mailboxes_have_a_manager(state: State) -> Iterator[Finding]:
    """Warn about a shared mailbox for which nobody is responsible (14.1)."""
    for unit in _active_units(state):
        if unit.mailbox.manager is None:
            message = f"hộp thư chung của {unit.name} chưa có người quản lý; hãy ghi mailbox: "
            message += "{manager: mã cán bộ của Thủ trưởng}"
            yield Finding("manager-missing", message, unit.file, location=("mailbox",))
        for index, section in enumerate(unit.sections):
            if section.manager is None and _section_is_active(state, unit, index):
                message = f"hộp thư của {section.name}, {unit.name} chưa có người quản lý (manager)"
                location: Location = ("sections", index)
                yield Finding("manager-missing", message, unit.file, location=location)


def managers_work_in_the_unit(state: State) -> Iterator[Finding]:
    """Ensure that the manager of a shared mailbox is in service in the unit (14.1).

    This includes units and sections that are not open yet, so that no error comes on the first
    day.
    """
    for unit in state.roster.units:
        day = _first_day(lifecycle.periods(unit.decisions), state.on)
        location: Location = ("mailbox", "manager")
        if day is not None and unit.mailbox.manager is not None:
            yield from _manages(state, unit, unit.mailbox.manager, location, (unit.name, day))
        for index, section in enumerate(unit.sections):
            day = _first_day(lifecycle.section_periods(unit, section), state.on)
            if day is not None and section.manager is not None:
                location = ("sections", index, "manager")
                yield from _manages(state, unit, section.manager, location, (section.name, day))


def _first_day(periods: Sequence[Period], on: date) -> date | None:
    """Return the first day from `on` on which the mailbox is open; None if there is none."""
    for period in periods:
        if period.end is None or period.end > on:
            return max(period.start, on)
    return None


def _manages(
    state: State, unit: Unit, person_id: str, location: Location, mailbox: tuple[str, date]
) -> Iterator[Finding]:
    name, day = mailbox
    person = _of_unit(unit, person_id)
    if person is None:
        message = (
            f"người quản lý hộp thư {name}: {_who(state, unit, person_id)}; hãy ghi mã của "
            "người đang làm việc ở đơn vị"
        )
        yield Finding("manager-unknown", message, unit.file, location=location)
        return
    absent = _ABSENT.get(lifecycle.person_state(person, day))
    if absent is not None:
        # Only a warning, since an error would stop the host from closing the mailbox of a person
        # who leaves.
        message = (
            f"người quản lý hộp thư {name}: {person.name} ({person_id}) {absent}; hãy bàn giao "
            "và ghi người khác"
        )
        yield Finding("manager-absent", message, unit.file, location=location)


def delegates_work_in_the_unit(state: State) -> Iterator[Finding]:
    """Ensure that a delegate is in service in the unit, and was when authorised (14.1)."""
    for unit in state.roster.units:
        day = _first_day(lifecycle.periods(unit.decisions), state.on)
        if day is None:
            continue
        for index, delegate in enumerate(unit.mailbox.delegates):
            location: Location = ("mailbox", "delegates", index, "person")
            person = _of_unit(unit, delegate.person)
            if person is None:
                message = (
                    f"người được ủy quyền hộp thư {unit.name}: "
                    f"{_who(state, unit, delegate.person)}; hãy bỏ mục này hoặc ghi đúng mã"
                )
                yield Finding("delegate-unknown", message, unit.file, location=location)
                continue
            absent = _ABSENT.get(lifecycle.person_state(person, day))
            if absent is not None:
                message = (
                    f"người được ủy quyền hộp thư {unit.name}: {person.name} ({person.id}) "
                    f"{absent}; hãy bỏ mục này"
                )
                yield Finding("delegate-absent", message, unit.file, location=location)
            if person.decisions and delegate.date < lifecycle.in_order(person.decisions)[0].starts:
                message = (
                    f"giấy ủy quyền {delegate.document} ngày {written(delegate.date)} có trước khi "
                    f"{person.name} được tuyển dụng; hãy xem lại ngày"
                )
                location = ("mailbox", "delegates", index, "date")
                yield Finding("delegate-date", message, unit.file, location=location)


def authorisations_end_after_they_begin(state: State) -> Iterator[Finding]:
    """Ensure that an authorisation does not end before it was signed (14.1)."""
    for unit in state.roster.units:
        for index, delegate in enumerate(unit.mailbox.delegates):
            if delegate.until is not None and delegate.until < delegate.date:
                message = (
                    f"giấy ủy quyền {delegate.document} ký ngày {written(delegate.date)} nhưng hết "
                    f"hạn ngày {written(delegate.until)}; hãy xem lại ngày hết hạn"
                )
                location: Location = ("mailbox", "delegates", index, "until")
                yield Finding("delegate-until", message, unit.file, location=location)


def delegates_are_needed(state: State) -> Iterator[Finding]:
    """Warn about a delegate who is listed twice or is the manager already (14.1)."""
    for unit in state.roster.units:
        seen = {unit.mailbox.manager: "là người quản lý hộp thư"}
        for index, delegate in enumerate(unit.mailbox.delegates):
            if delegate.person in seen:
                message = f"{delegate.person} đã {seen[delegate.person]}; hãy bỏ mục này"
                location: Location = ("mailbox", "delegates", index)
                yield Finding("delegate-not-needed", message, unit.file, location=location)
            seen.setdefault(delegate.person, "được ủy quyền ở một mục trước")


def heads_run_their_mailbox(state: State) -> Iterator[Finding]:
    """Warn if a unit's head changed and the mailbox was not handed over (14.1, 14.2).

    The manager must be the head or a person whom the head has authorised in writing. Anybody else
    is a former head or a person without a document.
    """
    for unit in _active_units(state):
        manager = unit.mailbox.manager
        empowered = {delegate.person for delegate in unit.mailbox.delegates}
        if manager is None or manager in empowered:
            continue
        heads = [person for person in unit.staff if _is_head(state, person)]
        if len(heads) != 1 or heads[0].id == manager:
            continue
        message = (
            f"Thủ trưởng của {unit.name} là {heads[0].name} ({heads[0].id}, {heads[0].title}) "
            f"nhưng người quản lý hộp thư chung là {manager}; nếu đã thay Thủ trưởng, hãy bàn giao "
            f"hộp thư và ghi manager: {heads[0].id}; nếu là ủy quyền, hãy ghi giấy ủy quyền ở "
            "delegates"
        )
        location = ("mailbox", "manager")
        yield Finding("head-without-mailbox", message, unit.file, location=location)


def _is_head(state: State, person: Person) -> bool:
    return (
        state.office.is_head(person.title) and lifecycle.person_state(person, state.on) == "active"
    )


def _active_units(state: State) -> Iterator[Unit]:
    for unit in state.roster.units:
        if lifecycle.unit_state(unit, state.on) == "active":
            yield unit


def _section_is_active(state: State, unit: Unit, index: int) -> bool:
    return lifecycle.section_state(unit, unit.sections[index], state.on) == "active"


def _of_unit(unit: Unit, person_id: str) -> Person | None:
    return next((person for person in unit.staff if person.id == person_id), None)


def _who(state: State, unit: Unit, person_id: str) -> str:
    other = state.roster.people_by_id.get(person_id)
    if other is None:
        return f"không có ai mã «{person_id}» trong {unit.name}"
    return f"{other.name} ({person_id}) không làm việc ở {unit.name}"
