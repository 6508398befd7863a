"""The plan as a value: what changes for whom, whether that is safe, and a checksum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from congvu.accounts_plan import AccountsPlan

# The kinds of change, in the order in which a unit's changes are shown.
ChangeKind = Literal[
    "opened",
    "readdressed",
    "closed",
    "suspended",
    "reinstated",
    "settings",
    "transferred",
    "manager",
    "later",
    "directory",
    "personal-data",
]
# Those that touch a mailbox.
MAILBOX_KINDS: frozenset[ChangeKind] = frozenset(
    {"opened", "readdressed", "closed", "suspended", "reinstated", "settings", "manager"}
)

# What belongs to no unit of the roster is shown under this.
OTHER = "Khác"


class UnsafePlanError(Exception):
    """A plan that changes more at once than is safe; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, about one person or shared mailbox.

    Attributes:
        kind: what it is.
        unit: id of the unit in whose part it is shown.
        subject: id of the person, unit or section.
        name: who that is, as shown.
        text: what happens, a Vietnamese sentence without the name.
        address: the mailbox's address afterwards, complete; that before, of a closed one.
    """

    kind: ChangeKind
    unit: str
    subject: str
    name: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What takes effect by itself, by decisions that the roster already has."""

    day: date
    unit: str
    subject: str
    name: str
    text: str


@dataclass(frozen=True)
class RosterPlan:
    """The difference between two states of the roster on one day.

    Attributes:
        on: the day.
        units: name of each unit that is mentioned, by id.
        changes: unit by unit, in the order of their ids.
        upcoming: of the 30 days after the day, in the order of their days.
        accounts: the difference as the mail host sees it.
        kept: how many mailboxes stay as they are.
        refusals: why it is too much at once, Vietnamese sentences; none where it is safe.
    """

    on: date
    units: dict[str, str]
    changes: tuple[Change, ...]
    upcoming: tuple[Upcoming, ...]
    accounts: AccountsPlan
    kept: int
    refusals: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """What identifies the plan when it is carried out."""
        return self.accounts.checksum

    @property
    def touches_mailboxes(self) -> bool:
        """Whether any mailbox changes on the day."""
        return self.accounts.changed or any(change.kind in MAILBOX_KINDS for change in self.changes)

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes there are of a kind."""
        return sum(change.kind == kind for change in self.changes)

    def raise_if_unsafe(self) -> None:
        """Refuse a mass change.

        Raises:
            UnsafePlanError: with every reason.
        """
        if self.refusals:
            raise UnsafePlanError("\n".join(self.refusals))
