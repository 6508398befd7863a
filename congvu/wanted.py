"""What the roster wants of a mail host from each coming day on, as far as is decided already.

A host that knows it carries out each day's changes by itself, also while the controller is off.
The first day lists every account; of each later day only the accounts stand there that differ
from the day before, so that ten thousand people cost little more than one list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import Any

from congvu import account_states
from congvu.account_states import Stage
from congvu.accounts import Account, account_id, every_account
from congvu.days import shifted
from congvu.register.model import Entry, Register
from congvu.roster import lifecycle
from congvu.roster.load import Roster
from congvu.roster.model import AnyDecision, Person, Unit
from congvu.state import State, without_collecting

# A bit more than a year: a leave, a former address and an answer end within it.
DAYS_AHEAD = 400


def wanted(state: State, days: int = DAYS_AHEAD) -> list[dict[str, Any]]:
    """Return what is wanted from the state's day on, and from each day on which it changes.

    Args:
        state: a sound roster.
        days: how many days after the state's are looked at.

    Returns:
        In the order of the days, each with C(day) (ISO), C(accounts) (plain data of
        `congvu.accounts.Account`; all of the first day, then those that are new or differ) and
        C(gone) (ids of accounts that there are no more).
    """
    with without_collecting():
        return _wanted(state, days)


def _wanted(state: State, days: int) -> list[dict[str, Any]]:
    accounts = every_account(state)
    before = {account.id: account for account in accounts}
    found = [_day(state.on, accounts, ())]
    for day, part, holders in _Ahead(state, shifted(state.on, days)).parts():
        now = {one.id: one for one in every_account(part) if one.id in holders}
        changed = [account for id_, account in now.items() if account != before.get(id_)]
        gone = sorted(id_ for id_ in holders if id_ in before and id_ not in now)
        if changed or gone:
            found.append(_day(day, changed, gone))
        before.update(now)
        for id_ in gone:
            del before[id_]
    return found


def _day(day: date, accounts: Iterable[Account], gone: Sequence[str]) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "accounts": [account.as_dict() for account in accounts],
        "gone": list(gone),
    }


class _Ahead:
    """Whose account changes by itself on which day.

    Args:
        state: the roster on the first day.
        end: the last day that counts.
    """

    def __init__(self, state: State, end: date) -> None:
        self._state, self._end = state, end
        self._settings = state.office.accounts
        # People by the days on which theirs may change, and all to whom another's may matter.
        self._people: defaultdict[date, set[str]] = defaultdict(set)
        self._watched: set[str] = set()
        self._unit_of: dict[str, Unit] = {}
        self._unit_days: set[date] = set()
        for unit, person in state.roster.people():
            self._look_at(unit, person)
        for unit in state.roster.units:
            self._unit_days |= self._days_of(unit)

    def parts(self) -> Iterator[tuple[date, State, set[str]]]:
        """Yield each day with a part of the roster on it, and the accounts that it speaks for.

        Where a unit begins, ends or gets another address everything about units is looked at, else
        only the people whose day it is, with the units that their mail may go to.
        """
        for day in sorted(self._people.keys() | self._unit_days):
            if day in self._unit_days:
                units = self._state.roster.units
                people = self._watched
                shared = {unit.id for unit in units}
                shared |= {account_id(unit.section_id(one)) for unit in units
                           for one in unit.sections}  # fmt: skip
                yield day, self._part(day, units, people), people | shared
            else:
                people = self._people[day]
                around = self._with_successors({self._unit_of[id_].id for id_ in people})
                yield day, self._part(day, around, people), people

    def _look_at(self, unit: Unit, person: Person) -> None:
        entries = self._state.register.by_holder.get(person.id, [])
        if _is_settled(person, entries, self._state.on):
            return
        stages = account_states.of_person(person, self._settings)
        days = self._coming(person.decisions, entries, stages)
        days |= self._within(_turns_of_use(person))
        for day in days:
            self._people[day].add(person.id)
        if days or self._is_redirected(stages):
            self._watched.add(person.id)
            self._unit_of[person.id] = unit

    def _days_of(self, unit: Unit) -> set[date]:
        days: set[date] = set()
        for holder, decisions, periods in (
            (unit.id, unit.decisions, lifecycle.periods(unit.decisions)),
            *(
                (unit.section_id(one), one.decisions, lifecycle.section_periods(unit, one))
                for one in unit.sections
            ),
        ):
            entries = self._state.register.by_holder.get(holder, [])
            stages = account_states.of_shared(periods, self._settings)
            days |= self._coming(decisions, entries, stages)
        return days

    def _coming(
        self, decisions: Sequence[AnyDecision], entries: Sequence[Entry], stages: Sequence[Stage]
    ) -> set[date]:
        """Return the days to come on which decisions, addresses or stages of a holder turn."""
        keep = self._state.office.former_address_days
        answer = self._settings.answer_days
        found = [decision.starts for decision in decisions]
        found += [shifted(day, keep + more) for day in found for more in (0, 1)]
        found += [entry.since for entry in entries]
        found += [shifted(entry.until, 1) for entry in entries if entry.until is not None]
        found += [stage.start for stage in stages]
        found += [shifted(stage.ended, answer) for stage in stages if stage.ended is not None]
        return self._within(found)

    def _within(self, days: Iterable[date]) -> set[date]:
        return {day for day in days if self._state.on < day <= self._end}

    def _is_redirected(self, stages: Sequence[Stage]) -> bool:
        """Tell whether mail may go to the unit today: what that becomes matters too."""
        stage = account_states.stage_on(stages, self._state.on)
        if stage is None or stage.ended is None:
            return stage is not None and stage.state == "suspended"
        return self._state.on < shifted(stage.ended, self._settings.answer_days)

    def _with_successors(self, ids: set[str]) -> list[Unit]:
        """Return units with all that may take over from them, in the order of the roster."""
        units = self._state.roster.units_by_id
        open_ids, found = list(ids), set(ids)
        while open_ids:
            unit = units[open_ids.pop()]
            sections = (decision for section in unit.sections for decision in section.decisions)
            for decision in (*unit.decisions, *sections):
                taker = (decision.successor or "").partition("/")[0]
                if taker in units and taker not in found:
                    found.add(taker)
                    open_ids.append(taker)
        return [units[id_] for id_ in sorted(found)]

    def _part(self, day: date, units: Iterable[Unit], people: Set[str]) -> State:
        """Return some units with some of their people and their addresses, on a day."""
        state = self._state
        part = tuple(
            unit.model_copy(update={"staff": tuple(one for one in unit.staff if one.id in people)})
            for unit in units
        )
        kept = [person.id for unit in part for person in unit.staff]
        kept += [unit.id for unit in part]
        kept += [unit.section_id(section) for unit in part for section in unit.sections]
        by_holder = state.register.by_holder
        register = Register(entry for id_ in kept for entry in by_holder.get(id_, ()))
        return State(state.office, Roster(state.roster.directory, part), register, day, ())


def _is_settled(person: Person, entries: Sequence[Entry], on: date) -> bool:
    """Tell of nearly everybody at once that nothing is to come: hired, and not more."""
    if len(person.decisions) != 1 or len(entries) != 1:
        return False
    if person.reopened is not None and person.reopened > on:
        return False
    [entry] = entries
    return entry.state == "main" and entry.until is None and person.decisions[0].starts <= on


def _turns_of_use(person: Person) -> Iterator[date]:
    """Yield the days on which it changes whether days without use count, or from when on."""
    if person.reopened is not None:
        yield person.reopened
    for leave in lifecycle.leaves(person):
        yield leave.start
        yield shifted(leave.last, 1)
