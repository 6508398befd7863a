"""What a change of the roster does to people and their mailboxes (Article 7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date

from congvu.days import written
from congvu.plan import accounts
from congvu.plan.ahead import effect
from congvu.plan.comparison import Comparison
from congvu.plan.model import Change, ChangeKind, Event
from congvu.roster.lifecycle import MOVING, OF_LEAVES, latest
from congvu.roster.model import Person, PersonDecision, Unit
from congvu.state import State

_PRIVATE = ("birth_date", "home_town", "birthplace")
Place = tuple[Unit, Person]


def changes(both: Comparison, renewed: Set[str] = frozenset()) -> Iterator[Change]:
    """Yield what changes for people. A person in an unchanged entry can get another address too.

    Args:
        both: the rosters.
        renewed: ids of people who get a new letter; `congvu.plan.ends` tells of them.
    """
    same = _unchanged(both.before, both.after)
    left = {person.id: (unit, person) for unit, person in both.before.roster.people()
            if unit.id not in same}  # fmt: skip
    for unit, person in both.after.roster.people():
        if unit.id not in same:
            yield from _of_person(both, left.pop(person.id, None), (unit, person), renewed)
        elif _account_differs(both, person.id):
            # The entry did not change, but a change of another entry can change this address.
            yield from _of_mailbox(both, unit, person)
    for unit, person in left.values():
        account = both.old.get(person.id)
        if account is not None:
            gone = Event("entry-deleted", account.address)
            yield Change("closed", unit.id, person.id, person.name.full, gone, account.address)


def _unchanged(before: State, after: State) -> set[str]:
    units = before.roster.units_by_id
    return {
        unit.id
        for unit in after.roster.units
        if (old := units.get(unit.id)) is not None and old.staff is unit.staff
    }


def _account_differs(both: Comparison, person: str) -> bool:
    return both.old.get(person) != both.new.get(person)


def _of_person(
    both: Comparison, was: Place | None, now: Place, renewed: Set[str]
) -> Iterator[Change]:
    unit, person = now
    found = list(_of_record(both, was, now))
    yield from found
    told = found or person.id in renewed
    if not told and was is not None and was[1] != person:
        yield Change("directory", unit.id, person.id, person.name.full, Event("record"))


def _of_record(both: Comparison, was: Place | None, now: Place) -> Iterator[Change]:
    unit, person = now
    if was is not None and was[1] == person and was[0].id == unit.id:
        if _account_differs(both, person.id):
            yield from _of_mailbox(both, unit, person)
        return

    def change(kind: ChangeKind, event: Event, day: date | None = None) -> Change:
        account = both.new.get(person.id) or both.old.get(person.id)
        address = account.address if account else ""
        return Change(kind, unit.id, person.id, person.name.full, event, address, day)

    yield from _of_mailbox(both, unit, person)
    if was is not None and was[0].id != unit.id:
        decision = latest(person.decisions, both.after.on, *MOVING)
        old, new = both.old.get(person.id), both.new.get(person.id)
        kept = new.address if old and new and old.address == new.address else ""
        moved = Event("transferred", kept, decision=decision, before=was[0].name, after=unit.name)
        yield change("transferred", moved)
    for kind, event, day in _of_decisions(both, was, person):
        yield change(kind, event, day)
    if was is not None and was[1].title != person.title:
        yield change("directory", Event("title", before=was[1].title, after=person.title))
    renamed = was is not None and was[1].name != person.name and person.listed == "name"
    if was is not None and renamed and person.id in both.new:
        names = Event("person-name", before=str(was[1].name), after=str(person.name))
        yield change("directory", names)
    reopened = person.reopened if was is None or was[1].reopened != person.reopened else None
    if reopened is not None and (account := both.new.get(person.id)) is not None:
        yield change("settings", Event("reopened", account.address, after=written(reopened)))
    if person.listed != (was[1].listed if was else "name") and person.id in both.new:
        yield change("directory", Event("listing", after=person.listed))
    private = [name for name in _PRIVATE if getattr(person, name) != _private(was, name)]
    if private:
        yield change("personal-data", Event("personal-data"))


def _of_decisions(
    both: Comparison, was: Place | None, person: Person
) -> Iterator[tuple[ChangeKind, Event, date | None]]:
    """Yield what decisions do that change no account today: those to come, and leaves."""
    on = both.after.on
    before = was[1].decisions if was else ()
    for decision in person.decisions:
        if decision not in before and decision.starts > on:
            yield "later", effect(both.after, person.id, decision), decision.starts
        elif decision not in before and decision.type in OF_LEAVES and person.id in both.new:
            yield "leave", effect(both.after, person.id, decision), None
    for decision in before:
        if decision not in person.decisions and decision.starts > on:
            yield "later", Event("withdrawn", decision=decision), None
        elif decision.type in OF_LEAVES and not any(
            _corrects(one, decision) for one in person.decisions
        ):
            yield "leave", Event("leave-dropped", decision=decision), None


def _corrects(new: PersonDecision, old: PersonDecision) -> bool:
    """Tell whether a decision is what an earlier one was, maybe with other days."""
    return new.type == old.type and (new.number == old.number or new.date == old.date)


def _private(was: Place | None, name: str) -> object:
    return getattr(was[1], name) if was else None


def _of_mailbox(both: Comparison, unit: Unit, person: Person) -> Iterator[Change]:
    owner = accounts.Owner(unit.id, person.id, person.name.full, person.decisions)
    was, now = both.old.get(person.id), both.new.get(person.id)
    yield from accounts.changes(both.after, owner, was, now, renamed=False)
