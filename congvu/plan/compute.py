"""Computes a plan from two states of the roster. Pure: nothing is read or written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from congvu.account_course import Course
from congvu.accounts import Account, account_id
from congvu.accounts_plan import AccountsPlan, Limits, StoredAccount, plan
from congvu.plan import ends, people, safety, shared, upcoming
from congvu.plan.comparison import Comparison
from congvu.plan.model import OTHER, Change, Letter, NewLimits, RosterPlan, Upcoming
from congvu.state import State


def roster_plan(before: State, after: State) -> RosterPlan:
    """Compare two states of a roster on the same day.

    Raises:
        PlanError: `after` gives an address of `before` to another holder (Article 4.6).
    """
    both = Comparison(before, after)
    accounts = accounts_plan(both.every_old, both.every_new, course(after))
    unit_of = {**dict(_units(after)), **dict(_units(before))}
    names = {unit.id: unit.name for state in (before, after) for unit in state.roster.units}
    renewed = {account.id for account in accounts.renew}
    return whole(
        after,
        (*people.changes(both, renewed), *shared.changes(both), *ends.changes(after, accounts)),
        upcoming.upcoming(after),
        accounts,
        Surroundings(names, unit_of, list(both.old), before.office.mass_change.limits),
    )


@dataclass(frozen=True)
class Surroundings:
    """What is needed to judge a plan, beside its changes.

    Attributes:
        names: of the units, by id.
        unit_of: name of each account's unit, by account id; who is not in it has none.
        existing: ids of the accounts that are open before.
        limits: what the office allows before.
        waiting: accounts whose letter is made by the next run, whatever the change.
    """

    names: Mapping[str, str]
    unit_of: Mapping[str, str]
    existing: Sequence[str]
    limits: Limits
    waiting: Sequence[StoredAccount] = ()


def whole(
    after: State,
    changes: Iterable[Change],
    coming: Iterable[Upcoming],
    accounts: AccountsPlan,
    around: Surroundings,
) -> RosterPlan:
    """Put a plan together and tell whether it is safe.

    Args:
        after: the state that is wanted.
        changes: what changes; the order within a unit is kept.
        coming: what takes effect later, by decisions that the roster already has.
        accounts: the difference between the accounts before and after.
        around: names, units and accounts before the change.
    """
    sizes = Counter(around.unit_of.get(id_, OTHER) for id_ in around.existing)
    limits, wanted = around.limits, after.office.mass_change.limits
    touched = {old.id for old, _ in accounts.update}
    touched |= {account.id for account in (*accounts.close, *accounts.lock, *accounts.renew)}
    return RosterPlan(
        on=after.on,
        units=dict(around.names),
        changes=tuple(sorted(changes, key=lambda change: change.unit)),
        upcoming=tuple(sorted(coming, key=lambda one: (one.day, one.unit))),
        accounts=accounts,
        kept=accounts.existing - len(touched),
        letters=tuple(sorted(_letters(accounts, around), key=lambda one: (one.unit, one.account))),
        refusals=tuple(safety.refusals(accounts, limits, around.unit_of, sizes)),
        new_limits=NewLimits(limits, wanted) if wanted != limits else None,
    )


def _letters(accounts: AccountsPlan, around: Surroundings) -> Iterator[Letter]:
    """Yield the letters with first passwords that are to be printed."""
    active = (account for account in accounts.renew if account.state == "active")
    due = (*accounts.create, *accounts.reopen, *active, *around.waiting)
    for account in {account.id: account for account in due}.values():
        if account.kind == "person":
            yield Letter(account.id, account.name, around.unit_of.get(account.id, OTHER))


def course(state: State, unused: Sequence[str] = (), keyed: bool | None = None) -> Course:
    """Return what the office has decided about accounts whose time is over.

    Args:
        state: with the office.
        unused: ids of accounts that nobody has used for too long.
        keyed: whether letters and archives can be encrypted; None where the office says it.
    """
    settings = state.office.accounts
    keyed = bool(settings.recipients) if keyed is None else keyed
    return Course(
        state.on,
        settings.archive_after_days,
        settings.delete_after_days,
        tuple(unused),
        archives=keyed,
        letters=keyed,
    )


def accounts_plan(
    before: list[Account], after: list[Account], over: Course | None = None
) -> AccountsPlan:
    """Compare accounts as a mail host does that is just as `before` says."""
    rows = [(account.address, account.id, "main") for account in before if account.is_open]
    rows += [(address, account.id, "former") for account in before
             for address in account.former_addresses]  # fmt: skip
    aliases = [(address, account.id) for account in after for address in account.former_addresses]
    return plan(list(map(stored, before)), rows, list(map(stored, after)), aliases, over)


def stored(account: Account) -> StoredAccount:
    """Return an account as the store of a mail host has it."""
    return StoredAccount(
        account.id,
        account.kind,
        account.name,
        account.address,
        account.state,
        account.quota_mb,
        account.since,
        account.new_letter,
    )


def _units(state: State) -> Iterator[tuple[str, str]]:
    """Yield every account id with the name of its unit."""
    for unit in state.roster.units:
        yield unit.id, unit.name
        for section in unit.sections:
            yield account_id(unit.section_id(section)), unit.name
        for person in unit.staff:
            yield person.id, unit.name
