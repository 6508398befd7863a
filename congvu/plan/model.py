"""The plan as data: what changes for whom, whether that is safe, and a checksum.

There are no sentences here: `congvu.plan.sentences` has them. Each output (`PlanText`,
`PlanMarkdown`, `PlanJson`) is a class of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from congvu.accounts_plan import AccountsPlan, Excess, Limits
from congvu.policies import Rule
from congvu.roster.model import AnyDecision, Delegate

# The kinds of change that affect a mailbox.
MailboxKind = Literal[
    "opened",
    "readdressed",
    "closed",
    "suspended",
    "reinstated",
    "settings",
    "archived",
    "deleted",
    "unused",
    "new-letter",
    "manager",
]
MAILBOX_KINDS: frozenset[MailboxKind] = frozenset(get_args(MailboxKind))
ChangeKind = Literal[
    MailboxKind,
    "transferred",
    "leave",
    "later",
    "directory",
    "personal-data",
]

# What exactly happens. `congvu.plan.sentences` has a sentence for each reason.
Reason = Literal[
    # A mailbox is opened, closed, suspended or reinstated.
    "opened",
    "ended",
    "passed-on",
    "archived",
    "deleted",
    "unused",
    "new-letter",
    "first-letter",
    "entry-deleted",
    "entry-unknown",
    "suspended",
    "reinstated",
    # The main address changes; the reason says what becomes of the old one.
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
    # A person's unit, and the people in charge of a shared mailbox.
    "transferred",
    "manager-named",
    "manager-replaced",
    "delegate-named",
    "delegate-paper",
    "delegate-gone",
    # What changes in the directory only, or in the roster only.
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

# The heading of what belongs to no unit of the roster.
OTHER = "Khác"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something with an id.

    Attributes:
        id: id of a person, unit or section; empty for nobody.
        name: the name, as shown; empty where the roster does not know the id.
    """

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The local part that somebody should have had first, and why it was not free.

    Attributes:
        local_part: the local part.
        holder: who or what has it today, None for nobody.
        given: whether it has been given to somebody; if not, it is a reserved name.
    """

    local_part: str
    holder: Party | None
    given: bool


@dataclass(frozen=True, slots=True)
class Given:
    """By which rule an address was given.

    Attributes:
        rule: the policy's rule.
        article: the Article that the rule follows, such as `6.2.c`.
        taken: why the first rule's local part was not free, None where it was.
    """

    rule: Rule
    article: str
    taken: Taken | None = None


# A value before or after a change: a text, a size in MB, names, or somebody.
Value = str | int | tuple[str, ...] | Party


@dataclass(frozen=True, slots=True)
class Event:
    """What happens, as data.

    Attributes:
        reason: what exactly happens.
        address: the complete address that it happens to.
        former_address: the complete main address before the change.
        decision: the decision or the delegate's document behind it, None where there is none.
        until: last day on which mail to the former or closed address is still delivered.
        given: by which rule the address was given.
        before: the old value, where a value changes.
        after: the new value.
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
        kind: the kind of change.
        unit: id of the unit under which it is shown.
        subject: id of the holder: the person, unit or section.
        name: the holder's name, as shown.
        event: what happens.
        address: the mailbox's complete address after the change; a closed mailbox's last one.
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
    """What takes effect later, by a decision that the roster already has.

    Attributes:
        day: the day on which it takes effect.
        unit: id of the unit.
        subject: id of the holder: the person, unit or section.
        name: the holder's name, as shown.
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
    """Why a plan is refused: it closes or re-addresses too many accounts at once.

    Attributes:
        unit: name of the unit with too many, empty for the whole office.
        excess: how many there are, and how many are allowed.
    """

    unit: str
    excess: Excess


@dataclass(frozen=True, slots=True)
class NewLimits:
    """What is a mass change, where the change itself says it anew.

    Attributes:
        before: what the office allowed, by which the plan is judged: nobody raises a limit to get
            through with the same change.
        after: what it allows from then on.
    """

    before: Limits
    after: Limits


@dataclass(frozen=True)
class RosterPlan:
    """The difference between two states of the roster on one day.

    Attributes:
        on: the day.
        units: names of the units, by id.
        changes: unit by unit, in the order of their ids.
        upcoming: what takes effect in the 30 days after that day, in the order of the days.
        accounts: the difference as the mail host sees it.
        kept: how many mailboxes stay as they are.
        letters: with first passwords, for new accounts, those that are opened again, and those
            that get a new one.
        refusals: why it is too much at once; none where it is safe.
        new_limits: where the office's limits change, these.
    """

    on: date
    units: dict[str, str]
    changes: tuple[Change, ...]
    upcoming: tuple[Upcoming, ...]
    accounts: AccountsPlan
    kept: int
    letters: tuple[Letter, ...]
    refusals: tuple[Refusal, ...]
    new_limits: NewLimits | None = None

    @property
    def checksum(self) -> str:
        """The checksum by which a host recognises the plan that was reviewed."""
        return self.accounts.checksum

    @property
    def touches_mailboxes(self) -> bool:
        """Whether any mailbox changes on the day."""
        return self.accounts.changed or any(change.kind in MAILBOX_KINDS for change in self.changes)

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes there are of a kind."""
        return sum(change.kind == kind for change in self.changes)
