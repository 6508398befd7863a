"""What a change of the roster does to shared mailboxes (Articles 7.1 and 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from congvu.accounts import account_id
from congvu.plan import accounts
from congvu.plan.ahead import coming, effect
from congvu.plan.comparison import Comparison
from congvu.plan.model import Change, ChangeKind, Event, Party
from congvu.roster import lifecycle
from congvu.roster.model import Section, Unit, UnitDecision
from congvu.state import State
from congvu.succession import mailbox_name


def changes(both: Comparison) -> Iterator[Change]:
    """Yield what changes for the mailboxes of units and sections."""
    units_before = both.before.roster.units_by_id
    for unit in both.after.roster.units:
        was = units_before.get(unit.id)
        of_unit = _Mailbox(both, unit)
        yield from of_unit.changes(_coming(both, was))
        if was is not None:
            yield from _people_of(both, was, unit, of_unit)
            yield from _shown(was, unit, of_unit)
        sections_before = {section.id: section for section in was.sections} if was else {}
        for section in unit.sections:
            old = sections_before.pop(section.id, None)
            yield from _of_section(both, (was, old), (unit, section))
        for section in sections_before.values():
            yield from _gone(both, unit, unit.section_id(section), mailbox_name(unit, section))
    for unit in both.before.roster.units:
        if unit.id not in both.after.roster.units_by_id:
            yield from _gone(both, unit, unit.id, unit.name)
            for section in unit.sections:
                yield from _gone(both, unit, unit.section_id(section), mailbox_name(unit, section))


class _Mailbox:
    """One shared mailbox, of a unit or a section."""

    def __init__(
        self,
        both: Comparison,
        unit: Unit,
        of: Section | None = None,
    ) -> None:
        self._both = both
        self._after = both.after
        self._unit = unit
        self._holder = unit.holder_id(of)
        self._name = mailbox_name(unit, of)
        self._decisions = lifecycle.section_decisions(unit, of) if of else unit.decisions
        self._coming = coming(unit, of, both.after.on)

    def change(self, kind: ChangeKind, event: Event, day: date | None = None) -> Change:
        return Change(kind, self._unit.id, self._holder, self._name, event, day=day)

    @property
    def open(self) -> bool:
        """Whether the mailbox is open after the change."""
        return account_id(self._holder) in self._both.new

    def changes(self, known: Sequence[UnitDecision]) -> Iterator[Change]:
        """Yield what happens to the mailbox.

        Args:
            known: decisions that had not taken effect yet, as the roster had them before.
        """
        id_ = account_id(self._holder)
        was, now = self._both.old.get(id_), self._both.new.get(id_)
        owner = accounts.Owner(self._unit.id, self._holder, self._name, tuple(self._decisions))
        yield from accounts.changes(self._after, owner, was, now, renamed=False)
        for decision in self._coming:
            if decision not in known:
                event = effect(self._after, self._holder, decision)
                yield self.change("later", event, decision.starts)
        for decision in known:
            if decision not in self._decisions:
                yield self.change("later", Event("withdrawn", decision=decision))


def _coming(both: Comparison, was: Unit | None, of: Section | None = None) -> list[UnitDecision]:
    return coming(was, of, both.after.on) if was else []


def _of_section(
    both: Comparison, was: tuple[Unit | None, Section | None], now: tuple[Unit, Section]
) -> Iterator[Change]:
    old, section = was[1], now[1]
    mailbox = _Mailbox(both, *now)
    yield from mailbox.changes(_coming(both, *was) if old else [])
    if old is not None and old.manager != section.manager and mailbox.open:
        yield mailbox.change("manager", _handover(both, old.manager, section.manager))


def _people_of(both: Comparison, was: Unit, unit: Unit, mailbox: _Mailbox) -> Iterator[Change]:
    if not mailbox.open:
        return  # a closed mailbox needs no manager
    if was.mailbox.manager != unit.mailbox.manager:
        event = _handover(both, was.mailbox.manager, unit.mailbox.manager)
        yield mailbox.change("manager", event)
    old = {delegate.person: delegate for delegate in was.mailbox.delegates}
    new = {delegate.person: delegate for delegate in unit.mailbox.delegates}
    for person, delegate in new.items():
        if person not in old:
            who = _who(both.after, person)
            event = Event("delegate-named", decision=delegate, after=who)
            yield mailbox.change("manager", event)
        elif old[person] != delegate:
            who = _who(both.after, person)
            event = Event("delegate-paper", decision=delegate, after=who)
            yield mailbox.change("manager", event)
    for person in sorted(old.keys() - new.keys()):
        event = Event("delegate-gone", before=_who(both.before, person))
        yield mailbox.change("manager", event)


def _shown(was: Unit, unit: Unit, mailbox: _Mailbox) -> Iterator[Change]:
    if was.name != unit.name:
        yield mailbox.change("directory", Event("unit-name", before=was.name, after=unit.name))
    old_names, names = _former_names(was), _former_names(unit)
    for name in names:
        if name not in old_names:
            yield mailbox.change("directory", Event("former-name", after=name))
    for name in old_names:
        if name not in names:
            yield mailbox.change("directory", Event("former-name-gone", before=name))
    if was.place != unit.place:
        event = Event("place", before=was.place or "", after=unit.place or "")
        yield mailbox.change("directory", event)
    if set(was.functions) != set(unit.functions):
        added = tuple(name for name in unit.functions if name not in was.functions)
        removed = tuple(name for name in was.functions if name not in unit.functions)
        yield mailbox.change("directory", Event("functions", before=removed, after=added))


def _former_names(unit: Unit) -> list[str]:
    return [decision.former_name for decision in unit.decisions if decision.former_name]


def _gone(both: Comparison, unit: Unit, holder: str, name: str) -> Iterator[Change]:
    was = both.old.get(account_id(holder))
    if was is not None and was.id not in both.new:
        gone = Event("entry-deleted", was.address)
        yield Change("closed", unit.id, holder, name, gone, was.address)


def _handover(both: Comparison, old: str | None, new: str | None) -> Event:
    if old is None:
        return Event("manager-named", after=_who(both.after, new))
    return Event("manager-replaced", before=_who(both.before, old), after=_who(both.after, new))


def _who(state: State, person: str | None) -> Party:
    known = state.roster.people_by_id.get(person or "")
    return Party(person or "", str(known.name) if known else "")
