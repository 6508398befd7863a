"""Everybody and everything that holds an address, in the form that deriving needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from congvu.findings import Location
from congvu.policies import Candidate, Policy
from congvu.register.model import Entry
from congvu.roster import lifecycle
from congvu.roster.load import Roster
from congvu.roster.model import Person, PersonDecision, Section, Unit, UnitDecision

# Point 4: of several newcomers shared mailboxes and sections come first, then leaders.
SHARED, LEADER, STAFF = 0, 1, 2

# Decisions that can bring a new main address.
_PERSON_CAUSES = frozenset({"recruit", "rename", "appoint", "transfer"})
_UNIT_CAUSES = frozenset({"establish", "rename"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a holder's record stands."""

    file: Path
    location: Location


class SharedHolder:
    """A unit or a section: one possible address, no steps."""

    order = SHARED

    def __init__(
        self,
        holder_id: str,
        label: str,
        place: Place,
        candidate: Candidate,
        decisions: Sequence[UnitDecision],
    ) -> None:
        self.id = holder_id
        self.label = label
        self.place = place
        self.candidate = candidate
        self._decisions = decisions

    @property
    def causes(self) -> list[UnitDecision]:
        """Its establishment and its renamings."""
        return [decision for decision in self._decisions if decision.type in _UNIT_CAUSES]

    @property
    def end(self) -> date | None:
        """The day from which it is dissolved."""
        ended = lifecycle.dissolution(self._decisions)
        return ended.starts if ended else None

    @property
    def delivers_after_end(self) -> bool:
        """A dissolved unit's successor takes its mail."""
        ended = lifecycle.dissolution(self._decisions)
        return bool(ended and ended.successor)

    def fits(self, entry: Entry) -> bool:
        """Its name gives one address, nothing else fits."""
        return (entry.local_part, entry.rule) == (self.candidate.local_part, self.candidate.rule)

    def kept_without_end(self, entry: Entry) -> bool:
        """An old name's address ends."""
        return False


class PersonHolder:
    """A member of staff."""

    def __init__(self, person: Person, place: Place, policy: Policy) -> None:
        self.id = person.id
        self.order = LEADER if person.leader else STAFF
        self.label = person.name.full
        self.place = place
        self.person = person
        self.facts = person.facts
        self._policy = policy

    @property
    def causes(self) -> list[PersonDecision]:
        """Recruitments, renamings, appointments and transfers."""
        decisions = [entry for entry in self.person.decisions if entry.type in _PERSON_CAUSES]
        return lifecycle.in_order(decisions) if len(decisions) > 1 else decisions

    @property
    def end(self) -> date | None:
        """The day from which the person has left."""
        return lifecycle.end_of_service(self.person)

    @property
    def delivers_after_end(self) -> bool:
        """Who has left gets no mail (Article 7.2.b)."""
        return False

    def fits(self, entry: Entry) -> bool:
        """Ask the policy whether the name in the address is still the person's."""
        return self._policy.still_fits(self.facts, entry.local_part, entry.rule)

    def kept_without_end(self, entry: Entry) -> bool:
        """Point 7: a leader's old address as a member of staff goes on delivering."""
        if not self.facts.leader:
            return False
        as_staff = replace(self.facts, leader=False)
        return self._policy.still_fits(as_staff, entry.local_part, entry.rule)


def holders(roster: Roster, policy: Policy) -> Iterator[SharedHolder | PersonHolder]:
    """Yield every holder of the roster: units, sections, people."""
    for unit in roster.units:
        yield _unit_holder(unit, policy)
        for index, section in enumerate(unit.sections):
            if unit.place is not None:
                yield _section_holder(unit, section, index, policy)
        for index, person in enumerate(unit.staff):
            yield PersonHolder(person, Place(unit.file, ("staff", index)), policy)


def _unit_holder(unit: Unit, policy: Policy) -> SharedHolder:
    return SharedHolder(
        unit.id,
        unit.name,
        Place(unit.file, ("name",)),
        policy.unit(unit.name, unit.mailbox.name),
        lifecycle.in_order(unit.decisions),
    )


def _section_holder(unit: Unit, section: Section, index: int, policy: Policy) -> SharedHolder:
    return SharedHolder(
        unit.section_id(section),
        f"{section.name}, {unit.name}",
        Place(unit.file, ("sections", index)),
        policy.section(section.name, unit.place or ""),
        lifecycle.section_decisions(unit, section),
    )
