"""The holders of addresses (people, units, sections), in the form that deriving needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from congvu.findings import Location
from congvu.policies import Candidate, Policy
from congvu.register.model import Entry
from congvu.roster import lifecycle
from congvu.roster.lifecycle import Period
from congvu.roster.load import Roster
from congvu.roster.model import Person, PersonDecision, Section, Unit, UnitDecision

# Point 4: of several new holders, shared mailboxes and sections come first, then leaders.
SHARED, LEADER, STAFF = 0, 1, 2

# Decisions that can bring a new main address.
_PERSON_CAUSES = frozenset({"recruit", "rename", "appoint", "transfer"})
_UNIT_CAUSES = frozenset({"establish", "rename"})
# Of these, the decisions that change a name, and those that begin or end a leader's post.
_NAMING = frozenset({"recruit", "rename"})
_RAISING = frozenset({"recruit", "appoint"})
_PLACING = _RAISING | {"transfer"}


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a holder's entry in the roster."""

    file: Path
    location: Location


class SharedHolder:
    """A unit or a section, which has only one possible address and no steps."""

    __slots__ = ("_decisions", "candidate", "id", "label", "periods", "place")
    order = SHARED

    def __init__(
        self,
        named: tuple[str, str],
        place: Place,
        candidate: Candidate,
        decisions: Sequence[UnitDecision],
        periods: list[Period],
    ) -> None:
        self.id, self.label = named
        self.place = place
        self.candidate = candidate
        self.periods = periods
        self._decisions = decisions

    @property
    def causes(self) -> list[UnitDecision]:
        """The establishment and renamings; for a section, from its first day."""
        first = self.periods[0].start if self.periods else None
        return [
            decision
            for decision in self._decisions
            if decision.type in _UNIT_CAUSES and (first is None or decision.starts >= first)
        ]

    @property
    def endless(self) -> bool:
        """Whether no end was ever decided."""
        return not self.periods or self.periods[0].end is None

    def cause_after(self, entry: Entry) -> UnitDecision | None:
        """Return the newest decision that can have replaced an entry's address."""
        newer = [cause for cause in self.causes if cause.starts > entry.since]
        return newer[-1] if newer else None

    def cause_of(self, entry: Entry) -> UnitDecision | None:
        """Return the decision that made an address the main one, None if it is not known."""
        return next((cause for cause in self.causes if cause.starts == entry.since), None)

    def fits(self, entry: Entry) -> bool:
        """Tell whether an address is the only one that the name gives."""
        return (entry.local_part, entry.rule) == (self.candidate.local_part, self.candidate.rule)

    def delivers_after(self, period: Period) -> bool:
        """Tell whether a successor gets the mail after the unit is dissolved."""
        return period.has_heir

    def kept_without_end(self, entry: Entry) -> bool:
        """Return False: the address of an old name has a last day."""
        return False


class PersonHolder:
    """A member of staff."""

    __slots__ = ("_file", "_policy", "_position", "facts", "id", "label", "order", "person")

    def __init__(self, person: Person, file: Path, position: int, policy: Policy) -> None:
        self.id = person.id
        self.order = LEADER if person.leader else STAFF
        self.label = person.name.full
        self.person = person
        self.facts = person.facts
        self._file = file
        self._position = position
        self._policy = policy

    @property
    def place(self) -> Place:
        """The place of the entry in the roster."""
        return Place(self._file, ("staff", self._position))

    @property
    def causes(self) -> list[PersonDecision]:
        """Recruitments, renamings, appointments and transfers."""
        decisions = [entry for entry in self.person.decisions if entry.type in _PERSON_CAUSES]
        return lifecycle.in_order(decisions) if len(decisions) > 1 else decisions

    @property
    def periods(self) -> list[Period]:
        """The times of service."""
        return lifecycle.periods(self.person.decisions)

    @property
    def endless(self) -> bool:
        """Whether no end of service was ever decided."""
        decisions = self.person.decisions
        return len(decisions) == 1 or not any(one.type in lifecycle.ENDING for one in decisions)

    def cause_after(self, entry: Entry) -> PersonDecision | None:
        """Return the newest decision by which an address can have followed on an entry's.

        A transfer changes no name (point 8): it counts only where somebody ceases to be a leader,
        whom an appointment makes; a correction of the name counts only where there is one.
        """
        newer = [cause for cause in self.causes if cause.starts > entry.since]
        as_before = replace(self.facts, leader=not self.facts.leader)
        if self._policy.still_fits(as_before, entry.local_part, entry.rule):
            placing = _RAISING if self.facts.leader else _PLACING
            newer = [cause for cause in newer if cause.type in placing]
        elif any(cause.type in _NAMING for cause in newer):
            newer = [cause for cause in newer if cause.type != "transfer"]
        else:
            return None
        return newer[-1] if newer else None

    def cause_of(self, entry: Entry) -> PersonDecision | None:
        """Return the decision that made an address the main one, None if it is not known."""
        found = [cause for cause in self.causes if cause.starts == entry.since]
        if entry.rule == "leader":
            found.reverse()  # for a person who is recruited and appointed on the same day
        return found[0] if found else None

    def fits(self, entry: Entry) -> bool:
        """Ask the policy whether the name in the address is still the person's."""
        return self._policy.still_fits(self.facts, entry.local_part, entry.rule)

    def delivers_after(self, period: Period) -> bool:
        """Return False: a person who has left gets no mail (Article 7.2.b)."""
        return False

    def kept_without_end(self, entry: Entry) -> bool:
        """Tell whether it is a leader's old address as a member of staff (point 7)."""
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
        file = unit.file
        for index, person in enumerate(unit.staff):
            yield PersonHolder(person, file, index, policy)


def _unit_holder(unit: Unit, policy: Policy) -> SharedHolder:
    return SharedHolder(
        (unit.id, unit.name),
        Place(unit.file, ("name",)),
        policy.unit(unit.name, unit.mailbox.name),
        lifecycle.in_order(unit.decisions),
        lifecycle.periods(unit.decisions),
    )


def _section_holder(unit: Unit, section: Section, index: int, policy: Policy) -> SharedHolder:
    return SharedHolder(
        (unit.section_id(section), f"{section.name}, {unit.name}"),
        Place(unit.file, ("sections", index)),
        policy.section(section.name, unit.place or ""),
        lifecycle.section_decisions(unit, section),
        lifecycle.section_periods(unit, section),
    )
