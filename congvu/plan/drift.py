"""Compares the accounts of a mail host with the roster on a day. Pure: no host is contacted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from congvu.accounts import Account, account_id, desired_accounts
from congvu.accounts_plan import AccountsPlan, StoredAccount, plan
from congvu.plan.accounts import Owner, changes
from congvu.plan.compute import Surroundings, stored, whole
from congvu.plan.model import Change, RosterPlan
from congvu.roster.lifecycle import section_decisions
from congvu.state import State
from congvu.succession import mailbox_name

# The unit id under which accounts are shown that the roster does not know.
UNKNOWN = ""


@dataclass(frozen=True)
class HostAccounts:
    """The accounts store of a mail host.

    Attributes:
        accounts: all accounts, closed ones too.
        addresses: (address, account, state) rows.
        owners: (address, account) of every address that is or was somebody's main one.
    """

    accounts: tuple[StoredAccount, ...]
    addresses: tuple[tuple[str, str, str], ...]
    owners: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_rows(
        cls,
        accounts: Sequence[Sequence[str | int]],
        addresses: Sequence[Sequence[str]],
        owners: Sequence[Sequence[str]] = (),
    ) -> HostAccounts:
        """Build it from the rows that the module C(mailboxes_info) returns.

        Raises:
            TypeError, ValueError: the rows have another form.
        """
        return cls(
            tuple(
                StoredAccount(str(id_), str(kind), str(name), str(address), str(state), int(quota))
                for id_, kind, name, address, state, quota in accounts
            ),
            tuple((str(address), str(owner), str(state)) for address, owner, state in addresses),
            tuple((str(address), str(owner)) for address, owner in owners),
        )


def drift(host: HostAccounts, state: State) -> RosterPlan:
    """Return what the next run of the playbook would do on a host.

    The plan has the checksum that this run will compute on the host.

    Raises:
        PlanError: on the host an address belongs to another account than in the roster
            (Article 4.6).
    """
    wanted = desired_accounts(state)
    aliases = [(address, account.id) for account in wanted for address in account.former_addresses]
    difference = plan(
        list(host.accounts),
        list(host.addresses),
        list(map(stored, wanted)),
        aliases,
        dict(host.owners),
    )
    owners = dict(_owners(state))
    old, new = _touched(host, difference, wanted)
    found = chain.from_iterable(
        _of_account(state, id_, old.get(id_), new.get(id_), owners.get(id_))
        for id_ in sorted(old.keys() | new.keys())
    )
    units = {unit.id: unit.name for unit in state.roster.units}
    unit_of = {id_: units[owner.unit] for id_, owner in owners.items()}
    existing = [account.id for account in host.accounts if account.is_open]
    around = Surroundings(units, unit_of, existing, state.office.mass_change.limits)
    return whole(state, found, (), difference, around)


def _touched(
    host: HostAccounts, difference: AccountsPlan, wanted: list[Account]
) -> tuple[dict[str, Account], dict[str, Account]]:
    """Return the accounts that differ: first as the host has them, then as they should be."""
    before = {account.id: account for account in host.accounts if account.is_open}
    ids = {account.id for account in (*difference.create, *difference.reopen, *difference.close)}
    ids |= {after.id for _, after in difference.update}
    ids |= {owner for _, owner, _ in difference.add_addresses}
    gone = set(difference.remove_addresses)
    moved = gone | {address for address, _, _ in difference.add_addresses}
    ids |= {owner for address, owner, _ in host.addresses if address in moved}
    former: dict[str, list[str]] = {}
    for address, owner, kind in sorted(host.addresses):
        if kind == "former" and owner in ids:
            former.setdefault(owner, []).append(address)
    old = {id_: _account(before[id_], tuple(former.get(id_, ()))) for id_ in ids if id_ in before}
    return old, {account.id: account for account in wanted if account.id in ids}


def _account(stored_account: StoredAccount, former: tuple[str, ...]) -> Account:
    return Account(
        stored_account.id,
        "person" if stored_account.kind == "person" else "shared",
        stored_account.name,
        stored_account.address,
        "suspended" if stored_account.state == "suspended" else "active",
        stored_account.quota_mb,
        former,
    )


def _owners(state: State) -> Iterator[tuple[str, Owner]]:
    for unit in state.roster.units:
        yield unit.id, Owner(unit.id, unit.id, unit.name, unit.decisions)
        for section in unit.sections:
            holder = unit.section_id(section)
            name = mailbox_name(unit, section)
            decisions = tuple(section_decisions(unit, section))
            yield account_id(holder), Owner(unit.id, holder, name, decisions)
        for person in unit.staff:
            yield person.id, Owner(unit.id, person.id, person.name.full, person.decisions)


def _of_account(
    state: State, id_: str, was: Account | None, now: Account | None, known: Owner | None
) -> Iterator[Change]:
    if known is not None:
        yield from changes(state, known, was, now, renamed=True)
    elif was is not None:
        for change in changes(state, Owner(UNKNOWN, id_, was.name), was, None, renamed=True):
            yield replace(change, event=replace(change.event, reason="entry-unknown"))
