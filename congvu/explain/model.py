"""An answer as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvu.policies import Rule
from congvu.register.model import EntryState


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name in the terms of Article 6.2.c.

    Attributes:
        what: họ, tên lót or tên.
        text: the part as written.
        folded: its full form in an address.
        letters: its abbreviation in an address; empty for tên, which is never abbreviated.
    """

    what: str
    text: str
    folded: str
    letters: str


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One local part by the steps of Article 6, and whether it can be given.

    Attributes:
        local_part: the local part.
        rule: the rule that gives it.
        article: the Article of the rule.
        obstacle: Vietnamese phrase why it can't be given; empty if it can.
    """

    local_part: str
    rule: Rule
    article: str
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One address of a holder; `decision` made it the main address (Article 7)."""

    address: str
    state: EntryState
    rule: Rule
    article: str
    since: date
    until: date | None
    decision: str


@dataclass(frozen=True)
class Answer:
    """The answer about a name, an address or an id.

    Attributes:
        title: the question, as shown.
        facts: known facts, one Vietnamese sentence each.
        parts: the parts of the name; none if the question is not about a name.
        steps: the steps of Article 6, in their order; none if they do not apply.
        result: the complete address by these steps; empty if none is free.
        advice: what to write to get an address, or what to know about it.
        held: addresses over time, the oldest first.
        alike: people with the same folded name, as shown.
    """

    title: str
    facts: tuple[str, ...] = ()
    parts: tuple[NamePart, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    result: str = ""
    advice: str = ""
    held: tuple[Held, ...] = ()
    alike: tuple[str, ...] = ()
