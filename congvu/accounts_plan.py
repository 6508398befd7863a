"""What must change in the accounts store: a value, with its own safety. Pure; no database.

Modelled on octoDNS's plan: the difference is computed first, judged as a whole, then applied or
refused as a whole. The core compares two revisions of the roster with it, and Ansible sends it to
the mail host (`plugins/module_utils` links here), so it needs nothing but Python.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

# A refused share counts from this many changes on: one retirement in an office of three is
# no accident, two of five may be. octoDNS's share does nothing below ten records.
ALWAYS_ALLOWED = 1


@dataclass(frozen=True)
class Limits:
    """How many accounts one change may close or re-address; beyond it is a mass change.

    What `mass_change` of `district.yml` does not say is as here.

    Attributes:
        percent: share of the open accounts.
        count: how many in all.
    """

    percent: float = 30
    count: int = 20

    def are_passed(self, count: int, existing: int) -> bool:
        """Tell whether so many of the open accounts at once are too many."""
        if count <= ALWAYS_ALLOWED:
            return False
        return 100 * count / existing > self.percent or count > self.count


@dataclass(frozen=True)
class Excess:
    """A mass change.

    Attributes:
        closed: how many accounts it closes.
        readdressed: how many get another main address.
        existing: how many are open before.
        limits: what would have been allowed.
    """

    closed: int
    readdressed: int
    existing: int
    limits: Limits

    @property
    def share(self) -> float:
        """How many percent of the open accounts that is."""
        return 100 * (self.closed + self.readdressed) / self.existing


class PlanError(Exception):
    """What is wanted can't be; the message is Vietnamese."""


# What a mail host has an account in that takes mail; in any other state it is closed.
OPEN_STATES = frozenset({"active", "suspended"})


@dataclass(frozen=True)
class StoredAccount:
    """An account as the store or the roster has it, without its password."""

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
        reopen: accounts that were closed (somebody came back), as they should be.
        update: pairs (before, after) of open accounts that differ.
        close: open accounts that the roster no longer wants.
        add_addresses: (address, account, state) rows to write.
        remove_addresses: addresses whose rows go.
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
        """Identify what the plan does: two plans of the same effect have the same one.

        What was reviewed as the difference of two revisions is what a host may do that is just
        as the first of them says; a host that is otherwise gives another checksum. Whether an
        account is made or opened again only the host knows, so that makes no difference.
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
        """Return by how much the change is too large, None where it is not."""
        closed, moved = len(self.close), len(self.readdressed)
        if not limits.are_passed(closed + moved, self.existing):
            return None
        return Excess(closed, moved, self.existing, limits)

    def counts(self) -> dict[str, int]:
        """Return how many of each change."""
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
        stored: all accounts of the store, closed ones included.
        stored_addresses: (address, account, state) rows of the store.
        wanted: accounts that should be open.
        wanted_aliases: (former address, account id) that should deliver.
        owners: whose main address each address ever was, by the store; where it is not known,
            those of `stored` alone.

    Raises:
        PlanError: an address would have two accounts, now or in the course of time.
    """
    before = {account.id: account for account in stored}
    after = {account.id: account for account in wanted}
    # Closed accounts keep theirs: an address is never given to anyone else (Article 4.6).
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
