"""The public data, as values. A field that is not here can't be published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvu.roster.values import UnitKind


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A member of staff in the directory.

    Attributes:
        name: the full name; empty if the roster lists the person by function only.
        given: the given name (tên), by which Vietnamese lists are sorted; empty if `name` is.
        title: the person's title.
        address: the person's address. If the person is listed by function only, it is the address
            of the section or unit, since a personal address would show the name.
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
        former_names: its former names, the newest first.
    """

    id: str
    name: str
    address: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """A decision about a unit (Article 7.1), which citizens can quote.

    Attributes:
        type: establish, rename or dissolve.
        number: the printed number, «3426/QĐ-UBND».
        signed: the day on which it was signed.
        starts: the day on which it takes effect.
    """

    type: str
    number: str
    signed: date
    starts: date


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """A unit's former address with mail that is still delivered until the day `until`, or None."""

    address: str
    until: date | None


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit with its people in the order of rank, which is the order of the unit's file.

    Attributes:
        id: never changes, not even if the unit is renamed; it is part of the page's URL.
        decision: the newest decision in effect about the unit or one of its sections.
        updated: the last day on which a decision changed anything in this entry.
        former_names: its former names, the newest first.
        former_addresses: former addresses with mail that is still delivered, sorted by address.
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
        """The unit's head, None if it has none."""
        return next((person for person in self.people if person.is_head), None)


@dataclass(frozen=True, slots=True)
class GoneEntry:
    """A dissolved unit. Its page stays and names the successor.

    Attributes:
        decision: the decision that dissolved it.
        successor: id of the successor, empty if there is none that is open.
        successor_section: id of the successor's section, empty if the unit itself is the successor.
        successor_name: name of the successor's mailbox; a section's name includes its unit's name.
        address: its former address as long as mail is delivered, otherwise empty.
        until: the last day of this address.
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
    """A unit that has a function, with the responsible sections and people if they are known.

    Attributes:
        unit: the unit.
        sections: its sections with the function in their names.
        people: its people with the function in their titles, in the order of rank.
    """

    unit: UnitEntry
    sections: tuple[SectionEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionEntry:
    """A function, such as civil status, and the units that have it.

    Attributes:
        id: its name without diacritics, «ho-tich»; it is part of the page's URL.
        name: its name in the roster.
        words: citizens' other words for it (`directory.words` in `district.yml`).
        providers: units with this function, in the order of their ids.
    """

    id: str
    name: str
    words: tuple[str, ...]
    providers: tuple[Provider, ...]


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What changed in one unit on one day.

    Attributes:
        day: the day on which the change took effect.
        unit_id: id of the unit; a dissolved unit still has a page.
        unit_name: the unit's name on the directory's day.
        sentences: what changed, as one or more Vietnamese sentences in plain text.
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
        units: open units, in the order of their ids.
        gone: dissolved units, in the order of their ids.
        functions: functions of units, in the order of their ids.
        changes: recent changes, the newest first; on one day in the order of the units' ids.
    """

    on: date
    units: tuple[UnitEntry, ...]
    gone: tuple[GoneEntry, ...] = ()
    functions: tuple[FunctionEntry, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
