"""What happens to one account, found by comparing the account before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from congvu.accounts import Account
from congvu.plan import events
from congvu.plan.model import Change, ChangeKind, Event
from congvu.roster.lifecycle import latest
from congvu.roster.model import PersonDecision, UnitDecision
from congvu.state import State
from congvu.succession import ended_by, heir_name


@dataclass(frozen=True)
class Owner:
    """The holder of an account, as the roster knows it.

    Attributes:
        unit: id of the unit under which the account is shown.
        subject: id of the person, unit or section.
        name: the holder's name, as shown.
        decisions: the holder's decisions.
    """

    unit: str
    subject: str
    name: str
    decisions: tuple[PersonDecision, ...] | tuple[UnitDecision, ...] = ()


def changes(
    state: State, owner: Owner, was: Account | None, now: Account | None, *, renamed: bool
) -> Iterator[Change]:
    """Yield what happens to one account.

    Args:
        state: the state that is wanted.
        owner: whose account it is.
        was: the account before, None where there was none.
        now: the account afterwards, None where there is none.
        renamed: whether to yield an event where the shown name differs.
    """
    account = now or was
    if account is None:
        return
    entry = state.register.main(owner.subject, state.on)

    def change(kind: ChangeKind, event: Event) -> Change:
        return Change(kind, owner.unit, owner.subject, owner.name, event, account.address)

    def ground(*types: str) -> PersonDecision | UnitDecision | None:
        return latest(owner.decisions, state.on, *types)

    if was is None:
        if entry is not None:
            yield change("opened", events.opened(state, entry, ground("recruit", "establish")))
        return
    if now is None:
        end = ended_by(state.roster, owner.subject, state.on) or ground("retire", "resign")
        yield change("closed", _closed(state, was.address, owner.subject, end))
        return
    if was.address != now.address and entry is not None:
        decision = ground("rename", "appoint")
        yield change("readdressed", events.readdressed(state, was.address, entry, decision))
    if (was.state, now.state) == ("active", "suspended"):
        yield change("suspended", Event("suspended", now.address, decision=ground("suspend")))
    if (was.state, now.state) == ("suspended", "active"):
        yield change("reinstated", Event("reinstated", now.address, decision=ground("reinstate")))
    for event in settings(was, now, renamed=renamed):
        yield change("settings", event)


def _closed(
    state: State, address: str, holder: str, decision: PersonDecision | UnitDecision | None
) -> Event:
    """Return the end; its mail goes to who took over, as long as the address is a former one."""
    if holder in state.roster.unit_of:
        day = decision.starts if isinstance(decision, PersonDecision) else state.on
        return events.left(state, holder, address, decision, day)
    takes_over = heir_name(state.roster, holder, state.on)
    former = state.register.get(address.partition("@")[0])
    if not takes_over or former is None or former.until is None:
        return events.closed(address, decision)
    return events.closed(address, decision, takes_over, former.until)


def settings(was: Account, now: Account, *, renamed: bool) -> Iterator[Event]:
    """Yield an event for all that changes of an open account beside address and state.

    Args:
        was: the account before.
        now: the account afterwards.
        renamed: whether to yield an event where the shown name differs.
    """
    if renamed and was.name != now.name:
        yield Event("shown-name", now.address, before=was.name, after=now.name)
    if was.quota_mb != now.quota_mb:
        yield Event("quota", now.address, before=was.quota_mb, after=now.quota_mb)
    # An address that was the main one, or becomes it, is told with the change of address.
    told = {was.address, now.address}
    for address in now.former_addresses:
        if address not in was.former_addresses and address not in told:
            yield Event("delivers", address)
    for address in was.former_addresses:
        if address not in now.former_addresses and address not in told:
            yield Event("delivers-no-more", address)
