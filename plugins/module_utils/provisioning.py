"""One run on a mail host: the accounts become what the roster says, and all that follows from it.

What is decided is written in one transaction; what lies outside of the store follows in a second
one, which holds the lock until all of it is done. A run that is killed anywhere leaves a store that
is as before or as wanted, and the next run does the rest.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ansible.module_utils import accounts_store as store
from ansible.module_utils import letters
from ansible.module_utils.accounts_output import AccountsOutput
from ansible.module_utils.accounts_plan import (
    AccountsPlan,
    Limits,
    StoredAccount,
    plan,
    refuse_taken,
)
from ansible.module_utils.dovecot_sessions import Run
from ansible.module_utils.effects import Effects, journal


@dataclass(frozen=True)
class Places:
    """Where things are on a host.

    Attributes:
        store: the accounts store.
        tables: folder of what the daemons read.
        letters: folder of the encrypted letters.
        mail: folder that holds each account's mail; None where there is no mail.
    """

    store: str
    tables: Path
    letters: Path
    mail: Path | None = None


@dataclass(frozen=True)
class Wanted:
    """What the roster wants.

    Attributes:
        accounts: those that should be open.
        aliases: (former address, account id).
        units: each account's unit, by account id.
    """

    accounts: list[StoredAccount]
    aliases: list[tuple[str, str]]
    units: Mapping[str, store.Unit] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """What a run is asked to do.

    Attributes:
        places: where.
        wanted: the accounts; None to leave them as they are and see to the rest.
        office: what the account page shows of the office, empty to leave that as it is; `page` and
            `name` stand on letters.
        recipients: age keys that letters are encrypted to; without any there are no letters.
        first_password_days: how long a first password is good.
        new_letters: addresses whose accounts get a new letter; what they had is void.
        limits: what one run may close or re-address.
        allow_mass_change: do it although it is more.
        reviewed: checksum of the reviewed plan, empty for none.
        dovecot: whether Dovecot is told.
        dry: change nothing, and say what would be.
    """

    places: Places
    wanted: Wanted | None = None
    office: Mapping[str, str] = field(default_factory=dict)
    recipients: Sequence[str] = ()
    first_password_days: int = 15
    new_letters: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    allow_mass_change: bool = False
    reviewed: str = ""
    dovecot: bool = True
    dry: bool = False


@dataclass(frozen=True)
class Decided:
    """What was written to the store, or would be.

    Attributes:
        plan: the accounts that changed.
        units: (account id, unit's name) of accounts that have another unit now.
        letters: accounts that got a letter.
        without_letter: how many wait for one, since the office named no key.
        open: how many accounts are open afterwards.
    """

    plan: AccountsPlan
    units: list[tuple[str, str]]
    letters: list[str]
    without_letter: int
    open: int

    @property
    def changed(self) -> bool:
        """Whether the store was, or would be, changed."""
        return self.plan.changed or bool(self.units or self.letters)


@dataclass(frozen=True)
class Followed:
    """What was put right outside of the store, or would be.

    Attributes:
        files: names of the daemons' files, folders (with a slash) and files of letters.
        sessions: accounts whose sessions were ended.
    """

    files: list[str]
    sessions: list[str]


class RefusedError(Exception):
    """The change is not made; the message is Vietnamese."""

    def __init__(self, message: str, change: AccountsPlan) -> None:
        super().__init__(message)
        self.plan = change


def decide(connection: sqlite3.Connection, request: Request, today: date) -> Decided:
    """Make the store what is wanted, all at once or not at all.

    Args:
        connection: the store, from `accounts_store.connect`.
        request: what to do.
        today: the office's day.

    Raises:
        RefusedError, PlanError, LettersError, OSError, sqlite3.Error: the store is as it was.
    """
    file: Path | None = None
    try:
        # The lock comes before the comparison, so that two runs can't both act on the same state.
        with _transaction(connection):
            change = _change(connection, request)
            store.apply(connection, change, today.isoformat())
            units = store.set_units(connection, request.wanted.units) if request.wanted else []
            renewed = [_holder(connection, address, request, change)
                       for address in request.new_letters]  # fmt: skip
            store.raise_letter(connection, renewed)
            journal(connection, change, renewed, today.isoformat())
            letters.forget_expired(connection, today.isoformat())
            due = letters.due(connection)
            made = due if request.recipients else []
            if made and not request.dry:
                expires = today + timedelta(days=request.first_password_days)
                sealing = (request.recipients, expires.isoformat())
                file = letters.issue(
                    connection, made, request.places.letters, request.office, sealing
                )
    except BaseException:
        if file is not None:
            file.unlink(missing_ok=True)
        raise
    created = {account.id for account in change.create}
    return Decided(
        change,
        [(id_, unit) for id_, unit in units if id_ not in created],
        [letter.account for letter in made],
        len(due) - len(made),
        change.existing + len(change.create) + len(change.reopen) - len(change.close),
    )


def follow(
    connection: sqlite3.Connection, request: Request, run: Run, *, changed: bool
) -> Followed:
    """Do what is still to be done outside of the store.

    Args:
        connection: the store.
        request: what to do.
        run: runs a program, as `AnsibleModule.run_command`.
        changed: whether the store was changed just now.

    Raises:
        DovecotError, OSError, sqlite3.Error: the next run does the rest.
    """
    places = request.places
    with _transaction(connection):
        effects = Effects(connection, dry=request.dry)
        files = effects.make_folders(places.mail)
        tables = effects.publish(places.tables, request.office)
        files += tables
        files += effects.sweep_letters(places.letters)
        sessions = []
        if request.dovecot:
            sessions = effects.end_sessions(run, forget=changed or bool(tables))
    return Followed(files, sessions)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _change(connection: sqlite3.Connection, request: Request) -> AccountsPlan:
    """Return what must change, if that may be."""
    stored = [StoredAccount(*row) for row in store.accounts(connection)]
    if request.wanted is None:
        return AccountsPlan(sum(account.is_open for account in stored))
    wanted = request.wanted
    refuse_taken(wanted.accounts, store.owners(connection))
    change = plan(stored, store.addresses(connection), wanted.accounts, wanted.aliases)
    output = AccountsOutput(change)
    if request.reviewed and (reason := output.another_plan(request.reviewed)):
        raise RefusedError(reason, change)
    excess = change.excess(request.limits)
    if excess and not request.allow_mass_change:
        raise RefusedError(output.refused(excess), change)
    return change


def _holder(
    connection: sqlite3.Connection, address: str, request: Request, change: AccountsPlan
) -> str:
    """Return whose new letter is asked for."""
    found = store.holder(connection, address)
    if found is None:
        raise RefusedError(
            f"Chưa có gì thay đổi: không có cán bộ nào đang dùng địa chỉ {address}, nên không thể "
            "lập thư mật khẩu mới.",
            change,
        )
    if not request.recipients:
        raise RefusedError(
            f"Chưa có gì thay đổi: không thể lập thư mật khẩu mới cho {address}, vì district.yml "
            "chưa có khóa age của cơ quan (accounts: recipients).",
            change,
        )
    return found.id
