"""Who gets and who loses which shared mailbox, and which one would have nobody (Article 14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from congvu import rights
from congvu.accounts import account_id
from congvu.accounts_plan import AccountsPlan
from congvu.days import shifted
from congvu.plan.model import Change, Event, Party, Upcoming
from congvu.plan.owners import owners
from congvu.roster.model import Section, Unit
from congvu.state import State
from congvu.succession import is_open, mailbox_name


def changes(state: State, plan: AccountsPlan, names: dict[str, str]) -> Iterator[Change]:
    """Yield for each shared mailbox who gets and who loses it.

    A mailbox that is closed is told as such, and its people with it.

    Args:
        state: the state that is wanted.
        plan: the difference of the accounts.
        names: of people whom the state may not know any more, by id.
    """
    gained: defaultdict[str, list[str]] = defaultdict(list)
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for found, pairs in ((gained, plan.grant), (lost, plan.revoke)):
        for mailbox, person in pairs:
            known = state.roster.people_by_id.get(person)
            name = known.name.full if known else names.get(person, "")
            found[mailbox].append(f"{name} ({person})" if name else person)
    if not gained and not lost:
        return
    known_owners = owners(state)
    closed = {account.id for account in plan.close}
    for mailbox in sorted(gained.keys() | lost.keys()):
        owner = known_owners.get(mailbox)
        if owner is None or mailbox in closed:
            continue
        address = _address(state, owner.subject)
        event = Event("rights", address, before=tuple(lost[mailbox]), after=tuple(gained[mailbox]))
        yield Change("rights", owner.unit, owner.subject, owner.name, event, address)


def unattended(before: State | None, after: State) -> Iterator[Change]:
    """Yield each shared mailbox that will have nobody of its own, as soon as that is decided.

    Args:
        before: the state before the change, whose gaps are known already; None to tell of all.
        after: the state that is wanted.
    """
    known = {} if before is None else {gap.holder: gap.day for gap in _gaps(before)}
    for gap in _gaps(after):
        if known.get(gap.holder) != gap.day:
            day = gap.day if gap.day > after.on else None
            event = _event(after, gap)
            yield Change("rights", gap.unit, gap.holder, gap.name, event, event.address, day)


def upcoming(state: State, days: int) -> Iterator[Upcoming]:
    """Yield who gets and who loses a shared mailbox within some days, and what has nobody then."""
    for unit in state.roster.units:
        for section in (None, *unit.sections):
            for day in sorted(rights.turns(state.office.accounts, unit, section)):
                if 0 < (day - state.on).days <= days:
                    yield from _turn(state, unit, section, day)
    for gap in _gaps(state):
        if 0 < (gap.day - state.on).days <= days:
            yield Upcoming(gap.day, gap.unit, gap.holder, gap.name, _event(state, gap))


def _turn(state: State, unit: Unit, section: Section | None, day: date) -> Iterator[Upcoming]:
    holder = unit.holder_id(section)
    eve = shifted(day, -1)
    if not (is_open(state.roster, holder, eve) and is_open(state.roster, holder, day)):
        return
    before, after = (dict(rights.granted(state, unit, section, on)) for on in (eve, day))
    gained = tuple(_named(state, person) for person in after if person not in before)
    lost = tuple(_named(state, person) for person in before if person not in after)
    if gained or lost:
        event = Event("rights", _address(state, holder), before=lost, after=gained)
        yield Upcoming(day, unit.id, holder, mailbox_name(unit, section), event)


def _named(state: State, person: str) -> str:
    return f"{state.roster.people_by_id[person].name.full} ({person})"


@dataclass(frozen=True)
class _Gap:
    """A shared mailbox that has nobody of its own from a day on.

    Attributes:
        day: the first such day, from the state's on.
        unit: id of its unit.
        holder: id of the unit or section.
        name: as shown.
    """

    day: date
    unit: str
    holder: str
    name: str


def _gaps(state: State) -> Iterator[_Gap]:
    for unit in state.roster.units:
        for section in (None, *unit.sections):
            if (gap := _gap(state, unit, section)) is not None:
                yield gap


def _gap(state: State, unit: Unit, section: Section | None) -> _Gap | None:
    day = rights.unattended_from(state, unit, section)
    holder = unit.holder_id(section)
    if day is None or not is_open(state.roster, holder, day):
        return None
    return _Gap(day, unit.id, holder, mailbox_name(unit, section))


def _event(state: State, gap: _Gap) -> Event:
    taker = rights.head(state, gap.day)
    person = state.roster.people_by_id.get(taker)
    party = Party(taker, person.name.full) if person else ""
    return Event("unattended", _address(state, gap.holder), after=party)


def _address(state: State, holder: str) -> str:
    entry = state.register.main(holder, state.on)
    return state.office.address(entry.local_part) if entry else account_id(holder)
