"""Computes what must change in the accounts store, and whether that is too much. Pure.

It follows octoDNS's plan: the difference is computed first, then applied or refused as a whole.
The core compares two revisions of the roster with this module. Ansible also sends it to the mail
host (`plugins/module_utils` has a link to it), so it needs only Python's standard library.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

# The share is ignored up to this number of changes: one retirement in an office of three people is
# normal, two of five may be a mistake. octoDNS ignores its share below ten records.
ALWAYS_ALLOWED = 1


@dataclass(frozen=True)
class Limits:
    """How many accounts one change may close or re-address. A larger change is a mass change.

    These are the defaults for values that `mass_change` in `district.yml` does not have.

    Attributes:
        percent: share of the open accounts.
        count: how many in all.
    """

    percent: float = 30
    count: int = 20

    def are_passed(self, count: int, existing: int) -> bool:
        """Tell whether a change of this number of the open accounts is a mass change."""
        if count <= ALWAYS_ALLOWED:
            return False
        return 100 * count / existing > self.percent or count > self.count


@dataclass(frozen=True)
class Excess:
    """A mass change.

    Attributes:
        closed: how many accounts it closes.
        readdressed: how many get another main address.
        existing: how many accounts are open before.
        limits: the limits that it exceeds.
    """

    closed: int
    readdressed: int
    existing: int
    limits: Limits

    @property
    def share(self) -> float:
        """The share of the open accounts, in percent."""
        return 100 * (self.closed + self.readdressed) / self.existing


class PlanError(Exception):
    """The wanted state is not possible; the message is Vietnamese."""


# What a mail host has an account in that takes mail; in any other state it is closed.
OPEN_STATES = frozenset({"active", "suspended"})


@dataclass(frozen=True)
class StoredAccount:
    """An account of the store or of the roster, without its password."""

    id: str
    kind: str
    name: str
    address: str
    state: str
    quota_mb: int

    @property
    def is_open(self) -> bool:
        """Whether it takes mail."""
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class AccountsPlan:
    """The difference between the store and what the roster wants.

    Attributes:
        existing: how many accounts are open in the store.
        create: accounts that the store has never had.
        reopen: closed accounts of people who came back, in the wanted state.
        update: pairs (before, after) of open accounts that differ.
        close: open accounts that the roster no longer wants.
        add_addresses: (address, account, state) rows to write.
        remove_addresses: addresses of rows to delete.
    """

    existing: int
    create: list[StoredAccount] = field(default_factory=list)
    reopen: list[StoredAccount] = field(default_factory=list)
    update: list[tuple[StoredAccount, StoredAccount]] = field(default_factory=list)
    close: list[StoredAccount] = field(default_factory=list)
    add_addresses: list[tuple[str, str, str]] = field(default_factory=list)
    remove_addresses: list[str] = field(default_factory=list)

    @property
    def readdressed(self) -> list[tuple[StoredAccount, StoredAccount]]:
        """Accounts whose main address changes."""
        return [(old, new) for old, new in self.update if old.address != new.address]

    @property
    def changed(self) -> bool:
        """Tell whether anything must change."""
        return any(
            (
                self.create,
                self.reopen,
                self.update,
                self.close,
                self.add_addresses,
                self.remove_addresses,
            )
        )

    @property
    def checksum(self) -> str:
        """The checksum of the plan's effect: plans with the same effect have the same checksum.

        The reviewed plan is the difference of two revisions. A host that agrees with the first one
        computes the same checksum, any other host another one. New and reopened accounts count as
        the same, since only the host can distinguish them.
        """
        effect = {
            "open": sorted(map(astuple, (*self.create, *self.reopen))),
            "update": sorted((astuple(old), astuple(new)) for old, new in self.update),
            "close": sorted((account.id, account.address) for account in self.close),
            "add": sorted(self.add_addresses),
            "remove": sorted(self.remove_addresses),
        }
        text = json.dumps(effect, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def excess(self, limits: Limits) -> Excess | None:
        """Return the mass change, None where the plan is within the limits."""
        closed, moved = len(self.close), len(self.readdressed)
        if not limits.are_passed(closed + moved, self.existing):
            return None
        return Excess(closed, moved, self.existing, limits)

    def counts(self) -> dict[str, int]:
        """Return the number of changes of each kind."""
        return {
            "created": len(self.create),
            "reopened": len(self.reopen),
            "updated": len(self.update),
            "readdressed": len(self.readdressed),
            "closed": len(self.close),
        }


def plan(
    stored: list[StoredAccount],
    stored_addresses: list[tuple[str, str, str]],
    wanted: list[StoredAccount],
    wanted_aliases: list[tuple[str, str]],
    owners: Mapping[str, str] | None = None,
) -> AccountsPlan:
    """Compare the store with what the roster wants.

    Args:
        stored: all accounts of the store, closed ones too.
        stored_addresses: (address, account, state) rows of the store.
        wanted: accounts that should be open.
        wanted_aliases: (former address, account id) pairs with mail that should be delivered.
        owners: whose main address each address ever was, by the store; if it is not known, those
            of `stored` count alone.

        Raises:
            PlanError: an address would have two accounts, at the same time or one after the other.
    """
    before = {account.id: account for account in stored}
    after = {account.id: account for account in wanted}
    # Closed accounts keep their addresses, since nobody else may get them (Article 4.6).
    owner = {**(owners or {}), **{account.address: account.id for account in stored}}
    for account in wanted:
        if owner.get(account.address, account.id) != account.id:
            raise PlanError(
                f"Chưa có gì thay đổi: địa chỉ {account.address} đã cấp cho "
                f"{owner[account.address]}, không thể cấp lại cho {account.id} (Điều 4.6). Hãy "
                "khôi phục sổ địa chỉ addresses.yml đúng như cũ rồi chạy lại."
            )
    open_before = {key for key, account in before.items() if account.is_open}

    rows_before = {address: (account, state) for address, account, state in stored_addresses}
    rows_after = {account.address: (account.id, "main") for account in wanted}
    rows_after.update((address, (account, "former")) for address, account in wanted_aliases)
    if len(rows_after) != len(wanted) + len(wanted_aliases):
        raise PlanError(
            "Chưa có gì thay đổi: hai hộp thư cùng một địa chỉ trong danh sách gửi đến."
        )

    return AccountsPlan(
        existing=len(open_before),
        create=[account for account in wanted if account.id not in before],
        reopen=[
            account for account in wanted if account.id in before and account.id not in open_before
        ],
        update=[
            (before[account.id], account)
            for account in wanted
            if account.id in open_before and before[account.id] != account
        ],
        close=[before[key] for key in sorted(open_before - set(after))],
        add_addresses=[
            (address, *row)
            for address, row in rows_after.items()
            if rows_before.get(address) != row
        ],
        remove_addresses=[address for address in rows_before if address not in rows_after],
    )
