"""Who may open a shared mailbox, and send as it, on a day (Article 14).

People come in with their own login. The right follows from the roster alone: it is the manager's,
and a delegate's from the date of the document to the last day that it names (14.2). Nobody has it
who may not log in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from congvu import account_states
from congvu.accounts_settings import AccountsSettings
from congvu.days import shifted
from congvu.roster.model import Delegate, Person, Section, Unit
from congvu.state import State

# A person's id and why they have the right: as the manager, as the head of the office in place of
# somebody who is missing, or by a document, whose number and date stand there.
Grant = tuple[str, str]
MANAGER, HEAD = "manager", "head"


def granted(state: State, unit: Unit, section: Section | None, on: date) -> tuple[Grant, ...]:
    """Return who may open a mailbox on a day, its own people first.

    Where there is nobody of its own, the head of the office gets it; see `head`.
    """
    own = tuple(_own(state.office.accounts, unit, section, on))
    if own:
        return own
    person = head(state, on)
    return ((person, HEAD),) if person else ()


def head(state: State, on: date) -> str:
    """Return who gets a mailbox that has nobody on a day; empty where there is no such person.

    It is who runs the mailbox of the unit that `district.yml` names (`unattended_to`).
    """
    office = state.roster.units_by_id.get(state.office.unattended_to or "")
    if office is None:
        return ""
    return next((person for person, _ in _own(state.office.accounts, office, None, on)), "")


def people(unit: Unit, section: Section | None = None) -> Iterator[str]:
    """Yield ids of all whom the roster names for a mailbox, whatever the day."""
    manager, delegates = _named(unit, section)
    if manager is not None:
        yield manager
    for delegate in delegates:
        yield delegate.person


def turns(settings: AccountsSettings, unit: Unit, section: Section | None = None) -> set[date]:
    """Return the days on which the rights to a mailbox can change by themselves."""
    _, delegates = _named(unit, section)
    staff = _staff(unit)
    days = {delegate.date for delegate in delegates}
    days |= {shifted(delegate.until, 1) for delegate in delegates if delegate.until is not None}
    for id_ in people(unit, section):
        if id_ in staff:
            stages = account_states.of_person(staff[id_], settings)
            days |= {stage.start for stage in stages}
    return days


def unattended_from(state: State, unit: Unit, section: Section | None = None) -> date | None:
    """Return the first day, from the state's on, on which a mailbox has nobody of its own."""
    settings = state.office.accounts
    later = (day for day in turns(settings, unit, section) if day > state.on)
    for day in (state.on, *sorted(later)):
        if next(_own(settings, unit, section, day), None) is None:
            return day
    return None


def _own(
    settings: AccountsSettings, unit: Unit, section: Section | None, on: date
) -> Iterator[Grant]:
    manager, delegates = _named(unit, section)
    staff = _staff(unit)
    if manager is not None and _serves(settings, staff.get(manager), on):
        yield manager, MANAGER
    seen = {manager}
    for delegate in delegates:
        last = delegate.until or date.max
        if delegate.person in seen or not delegate.date <= on <= last:
            continue
        if _serves(settings, staff.get(delegate.person), on):
            seen.add(delegate.person)
            yield delegate.person, f"{delegate.document} {delegate.date.isoformat()}"


def _named(unit: Unit, section: Section | None) -> tuple[str | None, tuple[Delegate, ...]]:
    if section is not None:
        return section.manager, ()
    return unit.mailbox.manager, unit.mailbox.delegates


def _staff(unit: Unit) -> Mapping[str, Person]:
    return {person.id: person for person in unit.staff}


def _serves(settings: AccountsSettings, person: Person | None, on: date) -> bool:
    if person is None:
        return False
    stage = account_states.stage_on(account_states.of_person(person, settings), on)
    return stage is not None and stage.state == "active"
