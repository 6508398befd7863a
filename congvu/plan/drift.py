"""Compares the accounts of a mail host with the roster on a day. Pure: no host is contacted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any

from congvu.account_course import is_unused
from congvu.accounts import Account, every_account
from congvu.accounts_plan import OPEN, AccountsPlan, StoredAccount, plan, refuse_taken
from congvu.plan import ends
from congvu.plan.accounts import Owner, changes
from congvu.plan.compute import Surroundings, course, stored, whole
from congvu.plan.ends import UNKNOWN
from congvu.plan.model import Change, RosterPlan
from congvu.plan.owners import owners
from congvu.state import State


@dataclass(frozen=True)
class HostAccounts:
    """The accounts store of a mail host.

    Attributes:
        accounts: all accounts, closed ones too.
        addresses: (address, account, state) rows.
        last_uses: the day of the last use, ISO, empty for never, by id of accounts that may log in;
            nothing where the host does not keep it.
        owners: (address, account) of every address that is or was somebody's main one.
        waiting: ids of people's accounts whose letter is still to be made.
        keyed: whether the next run is given keys of the office to encrypt with; None where it is
            given the office's own.
    """

    accounts: tuple[StoredAccount, ...]
    addresses: tuple[tuple[str, str, str], ...]
    last_uses: Mapping[str, str] = field(default_factory=dict)
    owners: tuple[tuple[str, str], ...] = ()
    waiting: tuple[str, ...] = ()
    keyed: bool | None = None

    @classmethod
    def from_answer(cls, data: Mapping[str, Any]) -> HostAccounts:
        """Build it from what the module C(mailboxes_info) returns.

        Args:
            data: under ``accounts`` rows of id, kind, name, address, state and quota in MB, and of
                stores that know it the first day in that state and that of the newest letter's
                request, ISO; under ``addresses`` rows of address, account and state. What a host
                need not say: ``unused``, rows of account and day of last use, ISO, empty for never,
                of accounts that may log in and have not been used for a while; ``owners``, rows of
                address and account; ``waiting`` and ``keyed``, as the attributes.

        Raises:
            KeyError, TypeError, ValueError: it has another form.
        """
        return cls(
            tuple(_stored(row) for row in data["accounts"]),
            tuple((str(one), str(owner), str(state)) for one, owner, state in data["addresses"]),
            {str(id_): _iso_day(day) for id_, day in data.get("unused", ())},
            tuple((str(address), str(owner)) for address, owner in data.get("owners", ())),
            tuple(map(str, data.get("waiting", ()))),
            data.get("keyed"),
        )


def _stored(row: Sequence[str | int | None]) -> StoredAccount:
    known, (since, asked) = row[:6], (*row[6:], "", "")[: max(2, len(row) - 6)]
    id_, kind, name, address, state, quota_mb = known
    return StoredAccount(
        str(id_),
        str(kind),
        str(name),
        str(address),
        str(state),
        int(quota_mb or 0),
        _iso_day(since),
        None if asked is None else _iso_day(asked),
    )


def _iso_day(text: str | int | None) -> str:
    return date.fromisoformat(str(text)).isoformat() if text else ""


def drift(host: HostAccounts, state: State) -> RosterPlan:
    """Return what the next run of the playbook would do on a host.

    The plan has the checksum that this run will compute on the host.

    Raises:
        PlanError: on the host an address belongs to another account than in the roster
            (Article 4.6).
    """
    wanted = every_account(state)
    aliases = [(address, account.id) for account in wanted for address in account.former_addresses]
    desired = list(map(stored, wanted))
    refuse_taken((one for one in desired if one.is_open), dict(host.owners))
    over = course(state, _unused(host, state, wanted), host.keyed)
    rows = list(host.accounts), list(host.addresses)
    difference = plan(*rows, desired, aliases, over)
    known = owners(state)
    old, new = _touched(host, difference, [account for account in wanted if account.is_open])
    found = chain.from_iterable(
        _of_account(state, id_, old.get(id_), new.get(id_), known.get(id_))
        for id_ in sorted(old.keys() | new.keys())
    )
    over_now = ends.changes(state, difference, host.last_uses)
    units = {unit.id: unit.name for unit in state.roster.units}
    unit_of = {id_: units[owner.unit] for id_, owner in known.items()}
    existing = [account.id for account in host.accounts if account.state in OPEN]
    due = set(host.waiting) if over.letters else set()
    waiting = [one for one in desired if one.id in due and one.state == "active"]
    around = Surroundings(units, unit_of, existing, state.office.mass_change.limits, waiting)
    return whole(state, (*found, *over_now), (), difference, around)


def _unused(host: HostAccounts, state: State, wanted: list[Account]) -> list[str]:
    """Return ids of accounts that nobody has used for too long."""
    days = state.office.accounts.unused_days
    return [
        account.id
        for account in wanted
        if (last := host.last_uses.get(account.id)) is not None
        and is_unused(last, account.unused_from, days, state.on)
    ]


def _touched(
    host: HostAccounts, difference: AccountsPlan, wanted: list[Account]
) -> tuple[dict[str, Account], dict[str, Account]]:
    """Return the accounts that differ, as the host has them and as they should be."""
    before = {account.id: account for account in host.accounts if account.state in OPEN}
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


def _of_account(
    state: State, id_: str, was: Account | None, now: Account | None, known: Owner | None
) -> Iterator[Change]:
    if known is not None:
        yield from changes(state, known, was, now, renamed=True)
    elif was is not None:
        for change in changes(state, Owner(UNKNOWN, id_, was.name), was, None, renamed=True):
            yield replace(change, event=replace(change.event, reason="entry-unknown"))
