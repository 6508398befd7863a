"""Computes what must change in the accounts store, and whether that is too much. Pure.

It follows octoDNS's plan: the difference is computed first, then applied or refused as a whole.
The core compares two revisions of the roster with this module. Ansible also sends it to the mail
host (`plugins/module_utils` has a link to it), so it needs only Python's standard library.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from congvu.account_course import Course

# Who is in one of these states has a mailbox in use.
OPEN = frozenset({"active", "suspended"})
# A refused share counts from this many changes on: one retirement in an office of three is
# no accident, two of five may be. octoDNS's share does nothing below ten records.
ALWAYS_ALLOWED = 1


@dataclass(frozen=True)
class Limits:
    """How many accounts one change may end or re-address; beyond it is a mass change.

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
        return 100 * count > self.percent * existing or count > self.count


@dataclass(frozen=True)
class Excess:
    """A mass change.

    Attributes:
        closed: how many accounts it closes.
        readdressed: how many get another main address.
        existing: how many are open before.
        limits: what would have been allowed.
        archived: how many whose time was over before are archived.
        deleted: how many archives are deleted.
        locked: how many can't be logged in to any more for want of use.
        suspended: how many can't be logged in to any more, since their people are suspended; those
            that are re-addressed count there.
        renewed: how many get a new letter, which voids what their people had.
    """

    closed: int
    readdressed: int
    existing: int
    limits: Limits
    archived: int = 0
    deleted: int = 0
    locked: int = 0
    suspended: int = 0
    renewed: int = 0

    @property
    def total(self) -> int:
        """How many accounts it touches."""
        more = self.archived + self.deleted + self.locked + self.suspended + self.renewed
        return self.closed + self.readdressed + more

    @property
    def share(self) -> float:
        """How many percent of the open accounts that is."""
        return 100 * self.total / max(self.existing, 1)

    @property
    def what(self) -> str:
        """What it does, as a part of a Vietnamese sentence."""
        more = (("tạm ngưng", self.suspended), ("lưu trữ", self.archived),
                ("xóa khỏi kho lưu trữ", self.deleted),
                ("khóa vì không sử dụng", self.locked),
                ("lập thư mật khẩu mới cho", self.renewed))  # fmt: skip
        said = f"đóng {self.closed} và đổi địa chỉ {self.readdressed}"
        return said + "".join(f", {verb} {number}" for verb, number in more if number)


class PlanError(Exception):
    """The wanted state is not possible; the message is Vietnamese."""


@dataclass(frozen=True)
class StoredAccount:
    """An account as the store or the roster has it, without its password.

    Attributes:
        id: never changes.
        kind: person or shared.
        name: as shown.
        address: the main one, complete.
        state: active, suspended, left, archived or deleted; in stores of the first kind closed
            stands for the last three.
        quota_mb: its size in MB.
        since: first day in this state, ISO; empty where that is not known.
        new_letter: the day, ISO, on which a new letter was asked for it last; empty for never. None
            where its person still has a password from before there were letters.
    """

    id: str
    kind: str
    name: str
    address: str
    state: str
    quota_mb: int
    since: str = field(default="", compare=False)
    new_letter: str | None = field(default="", compare=False)

    @property
    def is_open(self) -> bool:
        """Whether it takes mail."""
        return self.state in OPEN


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
        remove_addresses: addresses whose rows go.
        archive: accounts whose mail is packed away; those among `close` too that ended long ago.
        delete: accounts whose packed mail is deleted.
        lock: accounts that can't be logged in to any more for want of use.
        renew: open accounts that get a new letter; what their people had is void.
        grant: (mailbox, person) of people who may open a shared mailbox from now on.
        revoke: the same of those who may no longer.
    """

    existing: int
    create: list[StoredAccount] = field(default_factory=list)
    reopen: list[StoredAccount] = field(default_factory=list)
    update: list[tuple[StoredAccount, StoredAccount]] = field(default_factory=list)
    close: list[StoredAccount] = field(default_factory=list)
    add_addresses: list[tuple[str, str, str]] = field(default_factory=list)
    remove_addresses: list[str] = field(default_factory=list)
    archive: list[StoredAccount] = field(default_factory=list)
    delete: list[StoredAccount] = field(default_factory=list)
    lock: list[StoredAccount] = field(default_factory=list)
    renew: list[StoredAccount] = field(default_factory=list)
    grant: list[tuple[str, str]] = field(default_factory=list)
    revoke: list[tuple[str, str]] = field(default_factory=list)

    def with_rights(
        self, held: Iterable[tuple[str, str]], wanted: Iterable[tuple[str, str]]
    ) -> AccountsPlan:
        """Return the plan with what changes of the rights to shared mailboxes.

        Args:
            held: (mailbox, person) of those who may open one, in the store.
            wanted: the same as the roster wants it.
        """
        before, after = set(held), set(wanted)
        return replace(self, grant=sorted(after - before), revoke=sorted(before - after))

    @property
    def readdressed(self) -> list[tuple[StoredAccount, StoredAccount]]:
        """Accounts whose main address changes."""
        return [(old, new) for old, new in self.update if old.address != new.address]

    @property
    def suspended(self) -> list[tuple[StoredAccount, StoredAccount]]:
        """Accounts that are in use and can't be logged in to any more."""
        return [(old, new) for old, new in self.update if old.state == "active" != new.state]

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
                self.archive,
                self.delete,
                self.lock,
                self.renew,
                self.grant,
                self.revoke,
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
            "open": sorted(map(_columns, (*self.create, *self.reopen))),
            "update": sorted((_columns(old), _columns(new)) for old, new in self.update),
            "close": sorted((account.id, account.address) for account in self.close),
            "add": sorted(self.add_addresses),
            "remove": sorted(self.remove_addresses),
        }
        more = {"archive": self.archive, "delete": self.delete, "lock": self.lock}
        for what, accounts in (more | {"renew": self.renew}).items():
            if accounts:
                effect[what] = sorted((account.id, account.address) for account in accounts)
        for what, rights in (("grant", self.grant), ("revoke", self.revoke)):
            if rights:
                effect[what] = rights
        text = json.dumps(effect, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def excess(self, limits: Limits) -> Excess | None:
        """Return by how much the change is too large, None where it is not."""
        closed = {account.id for account in self.close}
        excess = Excess(
            len(closed),
            len(self.readdressed),
            self.existing,
            limits,
            archived=sum(account.id not in closed for account in self.archive),
            deleted=len(self.delete),
            locked=len(self.lock),
            suspended=sum(old.address == new.address for old, new in self.suspended),
            renewed=len(self.renew),
        )
        return excess if limits.are_passed(excess.total, self.existing) else None

    def counts(self) -> dict[str, int]:
        """Return the number of changes of each kind."""
        return {
            "created": len(self.create),
            "reopened": len(self.reopen),
            "updated": len(self.update),
            "readdressed": len(self.readdressed),
            "closed": len(self.close),
            "archived": len(self.archive),
            "deleted": len(self.delete),
            "locked": len(self.lock),
            "renewed": len(self.renew),
            "granted": len(self.grant),
            "revoked": len(self.revoke),
        }


def plan(
    stored: list[StoredAccount],
    stored_addresses: list[tuple[str, str, str]],
    wanted: list[StoredAccount],
    wanted_aliases: list[tuple[str, str]],
    course: Course | None = None,
) -> AccountsPlan:
    """Compare the store with what the roster wants.

    An account that is archived is never only left again: it is archived until somebody comes back.

    Args:
        stored: all accounts of the store, closed ones too.
        stored_addresses: (address, account, state) rows of the store.
        wanted: accounts that should be open, and those whose time is over.
        wanted_aliases: (former address, account id) that should deliver.
        course: what becomes of accounts whose time is over; None for nothing, as in stores that
            know only closed ones.

        Raises:
            PlanError: an address would have two accounts, at the same time or one after the other.
    """
    before = {account.id: account for account in stored}
    states = {account.id: account.state for account in wanted}
    wanted = [account for account in wanted if account.state in OPEN]
    after = {account.id: account for account in wanted}
    # Closed accounts keep their addresses, since nobody else may get them (Article 4.6).
    refuse_taken(wanted, {account.address: account.id for account in stored})
    open_before = {key for key, account in before.items() if account.state in OPEN}
    next_steps = {
        key: course.next_step(account.state, account.since, states.get(key, ""))
        for key, account in before.items()
        if course is not None and key not in after
    }
    unused = course.unused if course is not None else ()
    renewed = {
        key: account
        for key, account in after.items()
        if course is not None
        and course.letters
        and key in open_before
        and _asks_anew(before[key], account)
    }

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
        archive=[before[key] for key, step in sorted(next_steps.items()) if step == "archived"],
        delete=[before[key] for key, step in sorted(next_steps.items()) if step == "deleted"],
        lock=[
            before[key]
            for key in sorted(unused)
            # Who gets a new letter is expected to come.
            if key in after
            and key in before
            and key not in renewed
            and before[key].state == after[key].state == "active"
        ],
        renew=[account for _, account in sorted(renewed.items())],
    )


def _asks_anew(before: StoredAccount, after: StoredAccount) -> bool:
    """Tell whether a person needs a letter for what no letter before was made for."""
    asked = before.new_letter is None or before.new_letter < (after.new_letter or "")
    return after.kind == "person" and asked


def refuse_taken(wanted: Iterable[StoredAccount], owners: Mapping[str, str]) -> None:
    """Refuse to give an address to somebody else than the account that has it, or once had it.

    Args:
        wanted: accounts that should be open.
        owners: the account of each main address, present or former, as the host knows them.

    Raises:
        PlanError: an address has another owner (Article 4.6).
    """
    for account in wanted:
        if owners.get(account.address, account.id) != account.id:
            raise PlanError(
                f"Chưa có gì thay đổi: địa chỉ {account.address} đã cấp cho "
                f"{owners[account.address]}, không thể cấp lại cho {account.id} (Điều 4.6). Hãy "
                "khôi phục sổ địa chỉ addresses.yml đúng như cũ rồi chạy lại."
            )


def _columns(account: StoredAccount) -> tuple[str | int, ...]:
    return (
        account.id,
        account.kind,
        account.name,
        account.address,
        account.state,
        account.quota_mb,
    )
