"""The plan as a value: what changes for whom, whether that is safe, and a checksum.

Nothing here is a sentence: `congvu.plan.sentences` words what stands here, and each output
(`PlanText`, `PlanMarkdown`, `PlanJson`) is a class of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from congvu.accounts_plan import AccountsPlan, Excess
from congvu.policies import Rule
from congvu.roster.model import AnyDecision, Delegate

# The kinds of change, in the order in which a unit's changes are shown.
ChangeKind = Literal[
    "opened",
    "readdressed",
    "closed",
    "suspended",
    "reinstated",
    "settings",
    "archived",
    "deleted",
    "unused",
    "transferred",
    "manager",
    "leave",
    "later",
    "directory",
    "personal-data",
]
# Those that touch a mailbox.
MAILBOX_KINDS: frozenset[ChangeKind] = frozenset(
    {
        "opened",
        "readdressed",
        "closed",
        "suspended",
        "reinstated",
        "settings",
        "archived",
        "deleted",
        "unused",
        "manager",
    }
)

# What exactly happens; each has its words in `congvu.plan.sentences`.
Reason = Literal[
    # A mailbox begins, ends, pauses.
    "opened",
    "ended",
    "passed-on",
    "archived",
    "deleted",
    "unused",
    "entry-deleted",
    "entry-unknown",
    "suspended",
    "reinstated",
    # Another main address; what becomes of the one before.
    "replaced",
    "replaced-for-a-time",
    "replaced-for-good",
    "replaced-later",
    "former-ends",
    # A decision that leaves the mailbox as it is.
    "kept",
    "no-mailbox",
    "withdrawn",
    # A leave, in which a mailbox that nobody uses stays as it is.
    "on-leave",
    "back-from-leave",
    "leave-ends",
    "leave-dropped",
    "reopened",
    # What an open mailbox has otherwise.
    "shown-name",
    "quota",
    "delivers",
    "delivers-no-more",
    # Who works where, and who runs a shared mailbox.
    "transferred",
    "manager-named",
    "manager-replaced",
    "delegate-named",
    "delegate-paper",
    "delegate-gone",
    # The directory and the record.
    "title",
    "person-name",
    "listing",
    "unit-name",
    "former-name",
    "former-name-gone",
    "place",
    "functions",
    "record",
    "personal-data",
]

# What belongs to no unit of the roster is shown under this.
OTHER = "Khác"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something with an id.

    Attributes:
        id: of a person, unit or section; empty for nobody.
        name: as shown; empty where the roster does not know the id.
    """

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Why somebody does not have the first form of an address.

    Attributes:
        local_part: the form.
        holder: who or what has it, None where it is nobody's today.
        given: whether it was given once; else it is a reserved name.
    """

    local_part: str
    holder: Party | None
    given: bool


@dataclass(frozen=True, slots=True)
class Given:
    """By which rule an address was given.

    Attributes:
        rule: of the policy.
        article: which it follows, such as `6.2.c`.
        taken: why not by the first rule, None where it was.
    """

    rule: Rule
    article: str
    taken: Taken | None = None


# What something was or is: a text, a size in MB, names, or somebody.
Value = str | int | tuple[str, ...] | Party


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, as data.

    Attributes:
        reason: what exactly.
        address: the address that it is about, complete.
        former_address: the main address before it, complete.
        decision: on what ground, a decision or a delegate's paper; None where there is none.
        until: last day on which the former or closed address still delivers.
        given: how the address came.
        before: what was, where something has another value now.
        after: what it is now.
    """

    reason: Reason
    address: str = ""
    former_address: str = ""
    decision: AnyDecision | Delegate | None = None
    until: date | None = None
    given: Given | None = None
    before: Value = ""
    after: Value = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, about one person or shared mailbox.

    Attributes:
        kind: what it is.
        unit: id of the unit in whose part it is shown.
        subject: id of the holder: the person, unit or section.
        name: who that is, as shown.
        event: what happens.
        address: the mailbox's address afterwards, complete; that before, of a closed one.
        day: when it takes effect, None for the day of the plan.
    """

    kind: ChangeKind
    unit: str
    subject: str
    name: str
    event: Event
    address: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What takes effect by itself, by decisions that the roster already has.

    Attributes:
        day: when.
        unit: id of the unit.
        subject: id of the holder: the person, unit or section.
        name: who that is, as shown.
        event: what happens.
    """

    day: date
    unit: str
    subject: str
    name: str
    event: Event


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with a first password, to be printed and handed over.

    Attributes:
        account: whose.
        name: of that person.
        unit: name of their unit.
    """

    account: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a plan is too much at once.

    Attributes:
        unit: name of the unit in which it is, empty for the whole office.
        excess: by how much.
    """

    unit: str
    excess: Excess


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
        letters: with first passwords, for new accounts and those that are opened again.
        refusals: why it is too much at once; none where it is safe.
    """

    on: date
    units: dict[str, str]
    changes: tuple[Change, ...]
    upcoming: tuple[Upcoming, ...]
    accounts: AccountsPlan
    kept: int
    letters: tuple[Letter, ...]
    refusals: tuple[Refusal, ...]

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
