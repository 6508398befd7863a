"""Writes what happens to a random office into the roster's documents, as a clerk would.

Each event comes with its decision, and is taken back where the checks refuse it, as a merge request
would be.
"""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from histories import NAMES, SECTIONS, START, UNIT_NAMES, Event, a_person, a_unit, pick
from rosters import OFFICE, decision

from congvu.checks import CHECKS
from congvu.checks.history import HISTORY_CHECKS
from congvu.register.derive import derive
from congvu.register.model import Register
from congvu.roster.load import Roster
from congvu.roster.model import Unit
from congvu.state import State


@dataclass
class Clerk:
    """Keeps the documents of one roster, and its register."""

    units: dict
    day: date = START
    register: Register = field(default_factory=Register)
    number: int = 100
    # The names before each renaming.
    names: dict = field(default_factory=dict)

    def __post_init__(self):
        result = derive(self.roster(), self.register, OFFICE, self.day)
        # Whom no step has an address for is not there.
        for finding in result.findings:
            unit = self.units[finding.file.stem]
            if finding.location[0] == "staff":
                unit["staff"][finding.location[1]] = None
            else:
                unit["name"] = f"Đơn vị {unit['id']}"
        for unit in self.units.values():
            unit["staff"] = [person for person in unit["staff"] if person]
        self.register = derive(self.roster(), self.register, OFFICE, self.day).register

    def copy(self):
        return Clerk.__new__(Clerk)._take(self)

    def _take(self, other):
        self.units, self.day = deepcopy(other.units), other.day
        self.register, self.number = other.register, other.number
        self.names = dict(other.names)
        return self

    def roster(self):
        return parsed(self.units)

    def state(self, on=None, committed=None):
        register = self.register if committed is None else committed
        return State(OFFICE, self.roster(), register, on or self.day, ())

    def handle(self, event):
        """Carry out an event; return whose decisions it changed, None where it was refused."""
        before, planned = deepcopy(self.units), self._ahead()
        self.day += timedelta(days=event.gap)
        self.number += 1
        touched = getattr(self, "_" + event.kind.replace("-", "_"))(event)
        if touched is None or not self.acceptable():
            self.units = before
            return None
        # Who skips a register while something is planned in it lets the plan take effect.
        if event.derived or planned or self._ahead():
            self.register = self.state().register
        return touched

    def acceptable(self):
        """Tell whether the checks let it be merged once the register is written."""
        state = self.state()
        if errors(state, ignored={"register-stale"}):
            return False
        registered = self.state(committed=state.register)
        found = [each for check in HISTORY_CHECKS for each in check(state, registered)]
        assert not found, found
        return not errors(registered)

    # Decisions

    def _dates(self, event):
        if event.delay > 0:
            return {"effective": (self.day + timedelta(days=event.delay)).isoformat()}
        return {}

    def _decide(self, record, type_, event, **more):
        day = self.day + timedelta(days=min(event.delay, 0))
        number = f"{self.number}/QĐ"
        record["decisions"].append(
            decision(type_, day.isoformat(), number, **self._dates(event), **more)
        )

    def people(self):
        return sorted(
            ((unit, person) for unit in self.units.values() for person in unit["staff"]),
            key=lambda pair: pair[1]["id"],
        )

    def _someone(self, event, last=None):
        """Choose a person, or one whose last decision in time is of these types."""
        fitting = [
            pair
            for pair in self.people()
            if last is None or max(pair[1]["decisions"], key=_starts)["type"] in last
        ]
        return pick(fitting, event.who) or (None, None)

    def _somewhere(self, event):
        return self.units[pick(sorted(self.units), event.where)]

    def _recruit(self, event):
        unit = self._somewhere(event)
        day = self.day + timedelta(days=min(event.delay, 0))
        number = self.number
        unit["staff"].append(
            a_person(number, event.what, event.who, day.isoformat(), unit, **self._dates(event))
        )
        return {f"ts-{number}"}

    def _rename(self, event):
        _, person = self._someone(event)
        if person is None:
            return None
        self.names[person["id"], f"{self.number}/QĐ"] = person["name"]
        person["name"] = pick(NAMES, event.what)
        self._decide(person, "rename", event)
        return {person["id"]}

    def _move(self, event, type_, target):
        unit, person = self._someone(event)
        if person is None or target is unit:
            return None
        crosses = ("leader" in person) != (target["kind"] == "leadership")
        if crosses and any(who is person and one["type"] == "rename" for who, one in self._ahead()):
            # The roster has the coming name already, and no address of a post before it is known.
            return None
        unit["staff"].remove(person)
        target["staff"].append(person)
        person.pop("leader", None)
        if target["kind"] == "leadership":
            person["leader"] = "true"
        self._decide(person, type_, event)
        return {person["id"]}

    def _transfer(self, event):
        target = self._somewhere(event)
        return self._move(event, "transfer", target) if target["kind"] != "leadership" else None

    def _appoint(self, event):
        return self._move(event, "appoint", self.units["ubnd-huyen"])

    def _step_down(self, event):
        leaders = self.units["ubnd-huyen"]["staff"]
        if not leaders:
            return None
        who = [person["id"] for _, person in self.people()].index(leaders[0]["id"])
        return self._move(
            Event(event.kind, 0, event.delay, who, 0, 0), "transfer", self.units["xa-a"]
        )

    def _change(self, type_, event, last=None):
        _, person = self._someone(event, last)
        if person is None:
            return None
        self._decide(person, type_, event)
        return {person["id"]}

    def _suspend(self, event):
        return self._change("suspend", event)

    def _reinstate(self, event):
        return self._change("reinstate", event, {"suspend"})

    def _leave(self, event):
        return self._change(pick(("retire", "resign"), event.what), event)

    def _return(self, event):
        return self._change("recruit", event, {"retire", "resign"})

    def _absence(self, event):
        """Grant a leave."""
        _, person = self._someone(event)
        if person is None:
            return None
        start = self.day + timedelta(days=event.delay)
        until = start + timedelta(days=20 * event.what)
        self._decide(person, "leave", event, until=until.isoformat())
        return {person["id"]}

    def _come_back(self, event):
        """End a leave before its last day."""
        return self._change("return", event, {"leave"})

    def _correct_birth_date(self, event):
        _, person = self._someone(event)
        if person is None or "birth_date" not in person:
            return None
        person["birth_date"] = "1971-01-02"
        return set()

    def _dissolve(self, event, successor=None):
        unit = self._somewhere(event)
        if unit["kind"] == "leadership" or unit is successor:
            return None
        more = {"successor": successor["id"]} if successor else {}
        touched = self._shared(unit)
        for person in list(unit["staff"]):
            if successor is None:
                continue
            unit["staff"].remove(person)
            successor["staff"].append(person)
            self._decide(person, "transfer", event)
            touched.add(person["id"])
        self._decide(unit, "dissolve", event, **more)
        return touched

    def _merge(self, event):
        return self._dissolve(event, self.units[pick(sorted(self.units), event.what)])

    def _shared(self, unit):
        return {unit["id"], *(f"{unit['id']}/{section['id']}" for section in unit["sections"])}

    def _rename_unit(self, event):
        unit = self._somewhere(event)
        unit["name"] = pick(UNIT_NAMES, event.what)
        if unit["kind"] == "commune" and event.who % 2:
            unit["place"] = unit["name"]
        self._decide(unit, "rename", event)
        return self._shared(unit)

    def _new_unit(self, event):
        id_ = f"moi-{self.number}"
        self.units[id_] = {**a_unit(id_, pick(UNIT_NAMES, event.what), "division"), "decisions": []}
        self._decide(self.units[id_], "establish", event)
        return {id_}

    def _re_establish(self, event):
        dissolved = [
            unit
            for _, unit in sorted(self.units.items())
            if max(unit["decisions"], key=_starts)["type"] == "dissolve"
        ]
        unit = pick(dissolved, event.where)
        if unit is None:
            return None
        self._decide(unit, "establish", event)
        return self._shared(unit)

    def _add_section(self, event):
        unit = self.units["xa-a"]
        section = {
            "id": f"bp-{self.number}",
            "name": pick(SECTIONS, event.what),
            "decisions": [],
        }
        unit["sections"].append(section)
        if event.who % 2:
            self._decide(section, "establish", event)
        return {f"{unit['id']}/{section['id']}"}

    def _dissolve_section(self, event):
        unit = self.units["xa-a"]
        section = pick([each for each in unit["sections"] if each.get("decisions")], event.what)
        if section is None:
            return None
        heirs = [f"{unit['id']}/{each['id']}" for each in unit["sections"] if each is not section]
        successor = pick([None, *sorted(self.units), *heirs], event.who)
        more = {"successor": successor} if successor else {}
        self._decide(section, "dissolve", event, **more)
        return {f"{unit['id']}/{section['id']}"}

    def _ahead(self):
        """Return people's decisions that have not taken effect."""
        return [
            (person, one)
            for _, person in self.people()
            for one in person["decisions"]
            if _starts(one) > self.day.isoformat()
        ]

    def _withdraw(self, event):
        """Take a decision back before it takes effect; forgetting the name is refused."""
        person, ahead = pick(self._ahead(), event.who) or (None, None)
        if person is None:
            return None
        person["decisions"].remove(ahead)
        if ahead["type"] == "rename" and event.what % 4:
            person["name"] = self.names[person["id"], ahead["number"]]
        return {person["id"]}

    def _postpone(self, event):
        person, ahead = pick(self._ahead(), event.who) or (None, None)
        if person is None:
            return None
        ahead["effective"] = (self.day + timedelta(days=max(event.delay, 1))).isoformat()
        return {person["id"]}

    def _delete(self, event):
        """Delete the record of somebody whose addresses are all out of use."""
        unit, person = self._someone(event, {"retire", "resign"})
        entries = self.register.by_holder.get(person["id"], []) if person else []
        if not entries or any(entry.state != "reserved" or entry.until for entry in entries):
            return None
        unit["staff"].remove(person)
        return {person["id"]}


def _starts(decision_):
    return decision_.get("effective", decision_["date"])


def errors(state, ignored=frozenset()):
    """Run the checks without looking lines up; return the codes of errors."""
    return [
        finding.code
        for check in CHECKS
        for finding in check(state)
        if finding.severity == "error" and finding.code not in ignored
    ]


def parsed(units):
    """Parse documents as the loader does; each unit once for each content."""
    return Roster(Path("roster"), tuple(_parsed(json.dumps(units[id_])) for id_ in sorted(units)))


@cache
def _parsed(text):
    unit = Unit.model_validate(json.loads(text))
    unit._file = Path("roster") / f"{unit.id}.yml"
    return unit
