"""Makes the events of a plan: what happens to an address, as data."""

from __future__ import annotations

from datetime import date

from congvu.accounts import unit_mailbox
from congvu.days import shifted
from congvu.plan.model import Event, Given, Party, Reason, Taken
from congvu.register.holders import PersonHolder
from congvu.register.model import Entry
from congvu.roster.model import AnyDecision
from congvu.state import State


def opened(state: State, entry: Entry, decision: AnyDecision | None) -> Event:
    """Return the event that a mailbox is opened."""
    address = state.office.address(entry.local_part)
    return Event("opened", address, decision=decision, given=given(state, entry))


def readdressed(state: State, old: str, entry: Entry, decision: AnyDecision | None) -> Event:
    """Return the event that the main address changes, and what becomes of the old one.

    Args:
        state: the state that is wanted.
        old: the complete old address.
        entry: the register's entry of the new address.
        decision: the decision behind the change, None where there is none.
    """
    former = state.register.get(old.partition("@")[0])
    reason: Reason = "replaced"
    until = None
    if former is not None and former.state == "former":
        until = former.until
        reason = "replaced-for-a-time" if until else "replaced-for-good"
    return Event(
        reason,
        state.office.address(entry.local_part),
        former_address=old,
        decision=decision,
        until=until,
        given=given(state, entry),
    )


def closed(
    address: str, decision: AnyDecision | None, successor: str = "", until: date | None = None
) -> Event:
    """Return the event that a mailbox is closed.

    Args:
        address: its address.
        decision: the decision that ends it, None where there is none.
        successor: name of the unit that receives its mail from now on, empty for none.
        until: the last day on which that unit receives it.
    """
    if not successor:
        return Event("ended", address, decision=decision)
    return Event("passed-on", address, decision=decision, until=until, after=successor)


def left(state: State, person: str, address: str, decision: AnyDecision | None, day: date) -> Event:
    """Return the end of a person's mailbox: for a time mail is answered, or the unit gets it.

    Args:
        state: the state that is wanted.
        person: who leaves.
        address: the address.
        decision: the decision that ends it, None where there is none.
        day: the first day after the service.
    """
    settings = state.office.accounts
    last_day = shifted(day, settings.answer_days - 1)
    unit = state.roster.unit_of.get(person)
    mailbox = unit_mailbox(state, unit, max(day, state.on)) if unit is not None else ""
    if not mailbox or last_day < max(day, state.on):
        return closed(address, decision)
    if settings.left_mail == "unit":
        return closed(address, decision, mailbox, last_day)
    return Event("ended", address, decision=decision, until=last_day, after=mailbox)


def given(state: State, entry: Entry) -> Given:
    """Return by which rule an address was given, and why not by the policy's first rule."""
    article = state.office.rules.ARTICLES[entry.rule]
    holder = state.derivation.holders.get(entry.holder)
    if not isinstance(holder, PersonHolder):
        return Given(entry.rule, article)
    base = state.office.rules.person_base(holder.facts)
    taken = None if base.rule == entry.rule else _taken(state, base.local_part)
    return Given(entry.rule, article, taken)


def _taken(state: State, local_part: str) -> Taken:
    held = state.register.get(local_part)
    holder = state.derivation.holders.get(held.holder) if held else None
    party = None if holder is None else Party(holder.id, holder.label)
    return Taken(local_part, party, given=held is not None)
