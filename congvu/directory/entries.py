"""What citizens may see, as values. A field that is not here can't be published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvu.roster.values import UnitKind


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A member of staff as citizens see them.

    Attributes:
        name: the full name; empty where the record says that the person is listed by function only.
        given: the given name (tên), by which Vietnamese lists are sorted; empty as `name` is.
        title: what the person is.
        address: the person's own; that of the section or unit where only the function is listed,
            since a personal address tells the name.
        is_head: whether the person is the unit's head (Thủ trưởng, Article 14.1).
    """

    name: str
    given: str
    title: str
    address: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section's mailbox.

    Attributes:
        id: unique within its unit; never changes.
        former_names: names that it had, the newest first.
    """

    id: str
    name: str
    address: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """A decision about a unit (Article 7.1), as citizens can quote it.

    Attributes:
        type: establish, rename or dissolve.
        number: as it is printed, «3426/QĐ-UBND».
        signed: the day on which it was signed.
        starts: the day from which it counts.
    """

    type: str
    number: str
    signed: date
    starts: date


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """An address that a unit had and that still delivers; `until` is its last day, or None."""

    address: str
    until: date | None


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit's page: people stand in the order of rank that the unit's file has.

    Attributes:
        id: never changes, also when the unit is renamed; the page's address holds it.
        decision: the newest decision about the unit or one of its sections that has begun.
        updated: the newest day on which a decision changed anything that is listed here.
        former_names: names that it had, the newest first.
        former_addresses: its addresses that still deliver, by address.
    """

    id: str
    name: str
    kind: UnitKind
    place: str | None
    functions: tuple[str, ...]
    address: str
    sections: tuple[SectionEntry, ...]
    people: tuple[PersonEntry, ...]
    decision: DecisionEntry
    updated: date
    former_names: tuple[str, ...] = ()
    former_addresses: tuple[FormerAddress, ...] = ()

    @property
    def head(self) -> PersonEntry | None:
        """The unit's head, where it has one."""
        return next((person for person in self.people if person.is_head), None)


@dataclass(frozen=True, slots=True)
class GoneEntry:
    """A unit that was dissolved: its page stays and says what took its place.

    Attributes:
        decision: the decision that dissolved it.
        successor: id of the unit that took over, empty where none did (or none is open any more).
        successor_section: id of that unit's section that took over, empty where the unit did.
        successor_name: how the mailbox that took over is called, a section's with its unit's name.
        address: its former address as long as it delivers, else empty.
        until: that address's last day.
    """

    id: str
    name: str
    kind: UnitKind
    decision: DecisionEntry
    successor: str = ""
    successor_section: str = ""
    successor_name: str = ""
    address: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Who does something in one unit: its mailbox at least, sections and people where told.

    Attributes:
        unit: the unit.
        sections: its sections whose name says that they do it.
        people: its people whose title says that they do it, in the order of rank.
    """

    unit: UnitEntry
    sections: tuple[SectionEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionEntry:
    """Something that citizens come for, and who does it.

    Attributes:
        id: its name without diacritics, «ho-tich»; the page's address holds it.
        name: as the roster writes it.
        words: other words that citizens have for it (`directory.words` of `district.yml`).
        providers: units that do it, in the order of their ids.
    """

    id: str
    name: str
    words: tuple[str, ...]
    providers: tuple[Provider, ...]


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What changed in one unit on one day.

    Attributes:
        day: from which it counts.
        unit_id: the unit; it may be gone by now, its page is not.
        unit_name: how it is called on the directory's day.
        sentences: what changed, each a whole Vietnamese sentence in plain text, at least one.
    """

    day: date
    unit_id: str
    unit_name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that is public on one day.

    Attributes:
        on: the day.
        units: units that exist, in the order of their ids.
        gone: units that were dissolved, in the order of their ids.
        functions: what units do, in the order of their ids.
        changes: what changed of late, the newest first; units of one day in the order of their ids.
    """

    on: date
    units: tuple[UnitEntry, ...]
    gone: tuple[GoneEntry, ...] = ()
    functions: tuple[FunctionEntry, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
