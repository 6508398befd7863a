"""What becomes of accounts whose time is over, that nobody uses, or that get a new letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from congvu.accounts_plan import AccountsPlan, StoredAccount
from congvu.days import written
from congvu.plan.accounts import Owner
from congvu.plan.model import Change, ChangeKind, Event
from congvu.plan.owners import owners
from congvu.state import State

# Where an account is shown that the roster does not know.
UNKNOWN = ""


def changes(
    state: State, plan: AccountsPlan, last_uses: Mapping[str, str] | None = None
) -> Iterator[Change]:
    """Yield what is archived, deleted and locked, and who gets a new letter.

    Args:
        state: the state that is wanted.
        plan: the difference of the accounts.
        last_uses: the day on which accounts were last used, ISO, by id.
    """
    if not (plan.archive or plan.delete or plan.lock or plan.renew):
        return
    known = owners(state)

    def change(kind: ChangeKind, account: StoredAccount, event: Event) -> Change:
        owner = known.get(account.id, Owner(UNKNOWN, account.id, account.name))
        return Change(kind, owner.unit, owner.subject, owner.name, event, account.address)

    for account in plan.archive:
        yield change("archived", account, Event("archived", account.address))
    for account in plan.delete:
        yield change("deleted", account, Event("deleted", account.address))
    for account in plan.lock:
        last = (last_uses or {}).get(account.id, "")
        used = written(date.fromisoformat(last)) if last else ""
        days = state.office.accounts.unused_days
        event = Event("unused", account.address, before=used, after=days)
        yield change("unused", account, event)
    for account in plan.renew:
        if account.new_letter:
            asked = written(date.fromisoformat(account.new_letter))
            event = Event("new-letter", account.address, after=asked)
        else:
            event = Event("first-letter", account.address)
        yield change("new-letter", account, event)
