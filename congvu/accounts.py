"""The accounts that a mail host should have on a day, and the addresses that deliver to them.

They have no personal data except name and address (address rules, point 10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from congvu.register.model import Entry
from congvu.roster import lifecycle
from congvu.roster.model import Unit
from congvu.state import State
from congvu.succession import heir, mailbox_name

AccountKind = Literal["person", "shared"]
AccountState = Literal["active", "suspended"]


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox.

    Attributes:
        id: its key in the store and the name of its mail folder; never changes.
        kind: whether it is a person's or a shared mailbox.
        name: the holder's name, as shown.
        address: its complete main address.
        state: if suspended, the holder can't log in, but mail is still delivered.
        quota_mb: its size in MB.
        former_addresses: complete old addresses with mail that is still delivered to it, sorted.
        unit: name of its unit, for letters and the account page.
        unit_id: that unit's id.
    """

    id: str
    kind: AccountKind
    name: str
    address: str
    state: AccountState
    quota_mb: int
    former_addresses: tuple[str, ...] = ()
    unit: str = ""
    unit_id: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the account as plain data. `asdict` copies deeply and is ten times slower."""
        return {name: getattr(self, name) for name in self.__slots__}


def account_id(holder: str) -> str:
    """Return the account id of a register's holder. A user name can't have a section's slash."""
    return holder.replace("/", ".")


def desired_accounts(state: State) -> list[Account]:
    """Return every account that should be open on the day, by id.

    People who have left and dissolved units have none. The host closes every account that is not
    returned here, and keeps its mail (Article 7).
    """
    former: defaultdict[str, list[str]] = defaultdict(list)
    for address, account in _former_addresses(state):
        former[account].append(address)
    accounts = (
        replace(account, former_addresses=tuple(former[account.id]))
        if account.id in former
        else account
        for account in (*_people(state), *_shared(state))
    )
    return sorted(accounts, key=lambda account: account.id)


def _former_addresses(state: State) -> Iterator[tuple[str, str]]:
    """Yield (address, account id) in the order of the addresses; the account may be closed.

    Mail to the address of an old name goes to its holder. Mail to a dissolved unit or section goes
    to its successor (address rules, points 7 and 8).
    """
    for entry in state.register:
        if entry.state == "former" or (entry.state == "main" and _superseded(state, entry)):
            target = account_id(heir(state.roster, entry.holder, state.on))
            yield state.office.address(entry.local_part), target


def _superseded(state: State, entry: Entry) -> bool:
    if len(state.register.by_holder[entry.holder]) == 1:
        return False
    main = state.register.main(entry.holder, state.on)
    return entry.since <= state.on and main is not None and main != entry


def _people(state: State) -> Iterator[Account]:
    quota = state.office.quota_mb.person
    for unit, person in state.roster.people():
        is_ = lifecycle.person_state(person, state.on)
        entry = state.register.main(person.id, state.on)
        if entry is None or is_ not in ("active", "suspended"):
            continue
        address = state.office.address(entry.local_part)
        account_state: AccountState = "suspended" if is_ == "suspended" else "active"
        yield Account(
            person.id, "person", person.name.full, address, account_state, quota,
            unit=unit.name, unit_id=unit.id,
        )  # fmt: skip


def _shared(state: State) -> Iterator[Account]:
    for unit in state.roster.units:
        if lifecycle.unit_state(unit, state.on) == "active":
            yield from _shared_account(state, unit, unit.id, unit.name)
        for section in unit.sections:
            if lifecycle.section_state(unit, section, state.on) == "active":
                name = mailbox_name(unit, section)
                yield from _shared_account(state, unit, unit.section_id(section), name)


def _shared_account(state: State, unit: Unit, holder: str, name: str) -> Iterator[Account]:
    entry = state.register.main(holder, state.on)
    if entry is not None:
        address = state.office.address(entry.local_part)
        quota = state.office.quota_mb.shared
        yield Account(
            account_id(holder), "shared", name, address, "active", quota,
            unit=unit.name, unit_id=unit.id,
        )  # fmt: skip
