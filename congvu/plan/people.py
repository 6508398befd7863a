"""What a change of the roster does to people and their mailboxes (Article 7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from congvu.plan import accounts
from congvu.plan.ahead import effect
from congvu.plan.comparison import Comparison
from congvu.plan.model import Change, ChangeKind, Event
from congvu.roster.lifecycle import MOVING, latest
from congvu.roster.model import Person, Unit
from congvu.state import State

_PRIVATE = ("birth_date", "home_town", "birthplace")
Place = tuple[Unit, Person]


def changes(both: Comparison) -> Iterator[Change]:
    """Yield what changes for people. A person in an unchanged entry can get another address too."""
    same = _unchanged(both.before, both.after)
    left = {person.id: (unit, person) for unit, person in both.before.roster.people()
            if unit.id not in same}  # fmt: skip
    for unit, person in both.after.roster.people():
        if unit.id not in same:
            yield from _of_person(both, left.pop(person.id, None), (unit, person))
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


def _of_person(both: Comparison, was: Place | None, now: Place) -> Iterator[Change]:
    unit, person = now
    found = list(_of_record(both, was, now))
    yield from found
    if not found and was is not None and was[1] != person:
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
    known = set(was[1].decisions) if was else set()
    for decision in person.decisions:
        if decision not in known and decision.starts > both.after.on:
            yield change("later", effect(both.after, person.id, decision), decision.starts)
    for decision in was[1].decisions if was else ():
        if decision not in person.decisions and decision.starts > both.after.on:
            yield change("later", Event("withdrawn", decision=decision))
    if was is not None and was[1].title != person.title:
        yield change("directory", Event("title", before=was[1].title, after=person.title))
    renamed = was is not None and was[1].name != person.name and person.listed == "name"
    if was is not None and renamed and person.id in both.new:
        names = Event("person-name", before=str(was[1].name), after=str(person.name))
        yield change("directory", names)
    if person.listed != (was[1].listed if was else "name") and person.id in both.new:
        yield change("directory", Event("listing", after=person.listed))
    private = [name for name in _PRIVATE if getattr(person, name) != _private(was, name)]
    if private:
        yield change("personal-data", Event("personal-data"))


def _private(was: Place | None, name: str) -> object:
    return getattr(was[1], name) if was else None


def _of_mailbox(both: Comparison, unit: Unit, person: Person) -> Iterator[Change]:
    owner = accounts.Owner(unit.id, person.id, person.name.full, person.decisions)
    was, now = both.old.get(person.id), both.new.get(person.id)
    yield from accounts.changes(both.after, owner, was, now, renamed=False)
