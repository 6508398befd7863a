"""The steps of Article 6 for one holder, and whether each step's local part is free.

Deriving takes the first free step, and `congvu explain` shows all steps. Only this module knows
the steps and which of them are free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from congvu.names import PersonName
from congvu.policies import Candidate, PersonFacts, Policy
from congvu.register.model import Entry
from congvu.roster.model import Person

# RFC 5321, 4.5.3.1.1.
MAX_LOCAL_PART = 64


@dataclass(frozen=True, slots=True)
class Step:
    """One local part by the steps of Article 6.

    Attributes:
        candidate: the local part and its rule.
        entry: another holder's entry of the address, in any state.
        reserved: whether nobody may get it: mail needs it (address rules, point 6), or it is
            empty.
        namesake: whether its holder is in the roster with the same full name (points 2 and 3).
    """

    candidate: Candidate
    entry: Entry | None = None
    reserved: bool = False
    namesake: bool = False

    @property
    def free(self) -> bool:
        """Whether nobody has the address; one that is too long is free, but can't be given."""
        return self.entry is None and not self.reserved

    @property
    def too_long(self) -> bool:
        """Whether the local part is longer than mail allows."""
        return len(self.candidate.local_part) > MAX_LOCAL_PART


class Steps:
    """Gives the steps for a holder, given a register and a roster.

    Args:
        policy: the address policy.
        entries: the register, by local part; it may grow meanwhile.
        reserved: local parts that nobody gets.
        people: the roster's people, by id.
    """

    def __init__(
        self,
        policy: Policy,
        entries: Mapping[str, Entry],
        reserved: Set[str],
        people: Mapping[str, Person],
    ) -> None:
        self._policy = policy
        self._entries = entries
        self._reserved = reserved
        self._people = people

    def of_person(self, facts: PersonFacts, holder_id: str = "") -> Iterator[Step]:
        """Yield a person's steps in order, including taken ones. A new person has an empty id.

        If a namesake has the first local part, the components come next (point 3).
        """
        base = self.step(self._policy.person_base(facts), holder_id, facts.name)
        yield base
        if not base.namesake:
            middle = self._policy.person_middle_name(facts)
            if middle is not None:
                yield self.step(middle, holder_id, facts.name)
        for candidate in self._policy.person_components(facts):
            yield self.step(candidate, holder_id, facts.name)

    def step(self, candidate: Candidate, holder_id: str, name: PersonName | None = None) -> Step:
        """Return a local part as a step, with the reason why the holder can't get it, if any."""
        local_part = candidate.local_part
        if not local_part or local_part in self._reserved:
            return Step(candidate, reserved=True)
        entry = self._entries.get(local_part)
        if entry is None or entry.holder == holder_id:
            return Step(candidate)
        other = self._people.get(entry.holder)
        namesake = other is not None and name is not None and other.name.key == name.key
        return Step(candidate, entry, namesake=namesake)
