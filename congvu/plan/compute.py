"""Computes the plan: (before, after) -> what changes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from congvu.accounts import Account, account_id
from congvu.accounts_plan import AccountsPlan, StoredAccount, plan
from congvu.plan import people, safety, shared, upcoming
from congvu.plan.comparison import Comparison
from congvu.plan.model import Change, RosterPlan
from congvu.state import State


def roster_plan(before: State, after: State) -> RosterPlan:
    """Compare two states of a roster on the same day.

    Raises:
        PlanError: `after` would give an address of `before` to somebody else (Article 4.6).
    """
    both = Comparison(before, after)
    old = list(both.old.values())
    accounts = accounts_plan(old, list(both.new.values()))
    changes: list[Change] = [*people.changes(both), *shared.changes(both)]
    changes.sort(key=lambda change: change.unit)
    coming = sorted(upcoming.upcoming(after), key=lambda one: (one.day, one.unit))
    unit_of = {**dict(_units(after)), **dict(_units(before))}
    names = {unit.id: unit.name for state in (before, after) for unit in state.roster.units}
    touched = len(accounts.update) + len(accounts.close)
    sizes = Counter(unit_of[account.id] for account in old)
    return RosterPlan(
        on=after.on,
        units=names,
        changes=tuple(changes),
        upcoming=tuple(coming),
        accounts=accounts,
        kept=accounts.existing - touched,
        refusals=tuple(safety.refusals(accounts, unit_of, sizes)),
    )


def accounts_plan(before: list[Account], after: list[Account]) -> AccountsPlan:
    """Compare accounts as a mail host does that is just as `before` says."""
    rows = [(account.address, account.id, "main") for account in before]
    rows += [(address, account.id, "former") for account in before
             for address in account.former_addresses]  # fmt: skip
    aliases = [(address, account.id) for account in after for address in account.former_addresses]
    return plan(list(map(stored, before)), rows, list(map(stored, after)), aliases)


def stored(account: Account) -> StoredAccount:
    """Return an account as the store of a mail host has it."""
    return StoredAccount(
        account.id, account.kind, account.name, account.address, account.state, account.quota_mb
    )


def _units(state: State) -> Iterator[tuple[str, str]]:
    """Yield every account id with the name of its unit."""
    for unit in state.roster.units:
        yield unit.id, unit.name
        for section in unit.sections:
            yield account_id(unit.section_id(section)), unit.name
        for person in unit.staff:
            yield person.id, unit.name
