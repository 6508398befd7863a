"""An answer as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvu.policies import Rule
from congvu.register.model import EntryState


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name, as Article 6.2.c speaks of it.

    Attributes:
        what: họ, tên lót or tên.
        text: as it is written.
        folded: as an address writes it in full.
        letters: as an address abbreviates it; empty for tên, which is never abbreviated.
    """

    what: str
    text: str
    folded: str
    letters: str


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One form that Article 6 gives, and what became of it.

    Attributes:
        local_part: the form.
        rule: which rule gives it.
        article: the Article behind the rule.
        obstacle: why it can't be given, a Vietnamese phrase; empty where it can.
    """

    local_part: str
    rule: Rule
    article: str
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One address of a holder; `decision` is what it became the main address by (Article 7)."""

    address: str
    state: EntryState
    rule: Rule
    article: str
    since: date
    until: date | None
    decision: str


@dataclass(frozen=True)
class Answer:
    """What there is to say about a name, an address or an id.

    Attributes:
        title: what was asked about, as shown.
        facts: what is known of it, one Vietnamese sentence each.
        parts: how the name is taken apart and folded; none where no name is asked about.
        steps: the steps of Article 6, in their order; none where they say nothing.
        result: the address that the steps lead to, complete; empty where none is free.
        advice: what to write so that there is one, or to know about it.
        held: addresses over time, oldest first.
        alike: people of the same folded name, as shown.
    """

    title: str
    facts: tuple[str, ...] = ()
    parts: tuple[NamePart, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    result: str = ""
    advice: str = ""
    held: tuple[Held, ...] = ()
    alike: tuple[str, ...] = ()
