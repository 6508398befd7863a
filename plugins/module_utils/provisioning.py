"""One run on a mail host: the accounts become what the roster says, and all that follows from it.

What is decided is written in one transaction; what lies outside of the store follows in a second
one, which holds the lock until all of it is done. A run that is killed anywhere leaves a store that
is as before or as wanted, and the next run does the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from ansible.module_utils import accounts_store as store
from ansible.module_utils import handovers, letters, shared_mailboxes
from ansible.module_utils.account_course import Course
from ansible.module_utils.accounts_output import AccountsOutput
from ansible.module_utils.accounts_plan import (
    OPEN,
    AccountsPlan,
    Limits,
    StoredAccount,
    plan,
    refuse_taken,
)
from ansible.module_utils.archiving import Archiving, carry_out, waiting
from ansible.module_utils.day_of_run import carried_out, refuse_gone_by, refuse_to_come
from ansible.module_utils.days import written
from ansible.module_utils.dovecot_sessions import Run
from ansible.module_utils.effects import Effects, journal, notify
from ansible.module_utils.notices import Send, sendmail
from ansible.module_utils.uses import (
    UseRules,
    WantOfUse,
    uses,
    wake,
    want_of_use,
    write_down,
)
from ansible.module_utils.wanted_accounts import Wanted


@dataclass(frozen=True)
class Places:
    """Where things are on a host.

    Attributes:
        store: the accounts store.
        tables: folder of what the daemons read.
        letters: folder of the encrypted letters.
        mail: folder that holds each account's mail; None where there is no mail.
        archives: folder of the archives; None where nothing is archived.
        used: folders in which a file named after an account is touched whenever it is used.
    """

    store: str
    tables: Path
    letters: Path
    mail: Path | None = None
    archives: Path | None = None
    used: Sequence[Path] = ()

    @property
    def handovers(self) -> Path:
        """Folder of what is written down when a shared mailbox passes to others."""
        return Path(self.store).parent / "handovers"


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
        archive_after_days: how long after its end an account is archived.
        delete_after_days: how long after that the archive is deleted; 0 for never.
        use: when a login is closed for want of use.
        new_letters: addresses whose accounts get a new letter; what they had is void.
        open_again: addresses whose accounts can be logged in to again though they were not used.
        limits: what one run may close or re-address.
        allow_mass_change: do it although it is more.
        reviewed: checksum of the reviewed plan, empty for none.
        dovecot: whether Dovecot is told.
        dry: change nothing, and say what would be.
        keep: writes down what the controller said, with the change.
        latest: the present day. A run for a later one is refused unless `allow_other_day` says
            so, and deletes nothing even then: a mistyped year would cost archives that nothing
            brings back. None where nobody asks.
        allow_other_day: carry it out for a day to come, or one before the last carried out.
    """

    places: Places
    wanted: Wanted | None = None
    office: Mapping[str, str] = field(default_factory=dict)
    recipients: Sequence[str] = ()
    first_password_days: int = 15
    archive_after_days: int = 90
    delete_after_days: int = 0
    use: UseRules = field(default_factory=UseRules)
    new_letters: Sequence[str] = ()
    open_again: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    allow_mass_change: bool = False
    reviewed: str = ""
    dovecot: bool = True
    dry: bool = False
    keep: Callable[[sqlite3.Connection, date], None] | None = None
    latest: date | None = None
    allow_other_day: bool = False

    def course(self, on: date, unused: Sequence[str] = ()) -> Course:
        """Return what becomes of accounts whose time is over."""
        letters = bool(self.recipients)
        archives = letters and self.archiving(on) is not None
        days = self.archive_after_days, self.delete_after_days
        return Course(on, *days, tuple(unused), archives, letters)

    def archiving(self, on: date) -> Archiving | None:
        """Return where archives come from and go to; None where nothing is archived."""
        places = self.places
        if places.mail is None or places.archives is None:
            return None
        return Archiving(places.mail, places.archives, self.recipients, on)


@dataclass(frozen=True)
class Decided:
    """What was written to the store, or would be.

    Attributes:
        day: the office's day.
        plan: the accounts that changed.
        units: (account id, unit's name) of accounts that have another unit now.
        letters: accounts that got a letter.
        without_letter: how many wait for one, since the office named no key.
        open: how many accounts are open afterwards.
        mail: (account, what becomes of its mail) of accounts whose mail is treated otherwise now.
        opened: accounts that can be logged in to again though they were not used.
        noticed: accounts whose unit is told that they are not used.
        not_archived: how many wait to be archived, since the office named no key.
        hidden: (person, mailbox) of shared mailboxes that somebody does not see, having too many.
    """

    day: date
    plan: AccountsPlan
    units: list[tuple[str, str]]
    letters: list[str]
    without_letter: int
    open: int
    mail: list[tuple[str, str]] = field(default_factory=list)
    opened: Sequence[str] = ()
    noticed: Sequence[str] = ()
    not_archived: int = 0
    hidden: Sequence[tuple[str, str]] = ()

    @property
    def changed(self) -> bool:
        """Whether the store was, or would be, changed."""
        more = self.units or self.letters or self.mail or self.opened or self.noticed
        return self.plan.changed or bool(more)


@dataclass(frozen=True)
class Followed:
    """What was put right outside of the store, or would be.

    Attributes:
        files: names of the daemons' files, folders (with a slash) and files of letters.
        sessions: accounts whose sessions were ended.
        archives: what was done to archives: (what, account) as words.
        waiting: (account, address) of accounts that are open while their old mail is archived.
    """

    files: list[str]
    sessions: list[str]
    archives: list[str] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)


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
        RefusedError, DayError, PlanError, LettersError, OSError, sqlite3.Error: the store is as it
            was.
    """
    file: Path | None = None
    try:
        # The lock comes before the comparison, so that two runs can't both act on the same state.
        with store.transaction(connection):
            _refuse_other_day(connection, request, today)
            found = _want_of_use(connection, request, today)
            change = _change(connection, request, request.course(today, found.unused))
            _refuse_to_delete_ahead(request, change, today)
            store.apply(connection, change, today.isoformat())
            if request.wanted is not None:
                store.set_grants(connection, change, request.wanted.grants, today.isoformat())
            units, mail = _details(connection, request)
            locked = [account.id for account in change.lock]
            write_down(connection, found, locked, today.isoformat())
            renewed = _renewed(connection, request, change)
            opened = [*found.opened, *_opened(connection, request, change)]
            store.raise_letter(connection, ((id_, today.isoformat()) for id_ in renewed))
            wake(connection, opened, today.isoformat())
            journal(connection, change, renewed, today.isoformat())
            handovers.journal(connection, change, today.isoformat())
            if request.keep is not None:
                request.keep(connection, today)
            if request.wanted is not None:
                carried_out(connection, today)
            notify(connection, found.notices, today.isoformat())
            letters.forget_expired(connection, today.isoformat())
            due = letters.due(connection)
            made = due if request.recipients else []
            if made and not request.dry:
                expires = today + timedelta(days=request.first_password_days)
                sealing = (request.recipients, expires.isoformat())
                file = letters.issue(
                    connection, made, request.places.letters, request.office, sealing
                )
            wake(connection, [letter.account for letter in made], today.isoformat())
    except BaseException:
        if file is not None:
            file.unlink(missing_ok=True)
        raise
    created = {account.id for account in change.create}
    reopened = {account.id for account in change.reopen}
    return Decided(
        today,
        change,
        [(id_, unit) for id_, unit in units if id_ not in created],
        [letter.account for letter in made],
        len(due) - len(made),
        change.existing + len(change.create) + len(change.reopen) - len(change.close),
        # That who is opened receives goes without saying.
        [(id_, what) for id_, what in mail if id_ not in created | reopened],
        opened,
        found.notices,
        _not_archived(connection, request, today),
        shared_mailboxes.hidden(connection),
    )


def follow(
    connection: sqlite3.Connection,
    request: Request,
    decided: Decided,
    run: Run,
    send: Send = sendmail,
) -> Followed:
    """Do what is still to be done outside of the store.

    Args:
        connection: the store.
        request: what to do.
        decided: what was decided just now.
        run: runs a program, as `AnsibleModule.run_command`.
        send: sends a message.

    Raises:
        DovecotError, ArchiveError, OSError, sqlite3.Error: the next run does the rest.
    """
    places = request.places
    with store.transaction(connection):
        effects = Effects(connection, dry=request.dry)
        files = effects.make_folders(places.mail)
        tables = effects.publish(places.tables, request.office)
        files += tables
        files += effects.sweep_letters(places.letters)
        sessions = []
        if request.dovecot:
            sessions = effects.end_sessions(run, forget=decided.changed or bool(tables))
            effects.show_shared(run)
            if request.dry:
                files += handovers.due(connection)
            else:
                files += handovers.write(connection, places.handovers, places.mail, run)
            effects.tell_units(request.office.get("domain", ""), request.use.notice_days, send)
    # Mail is refused and nobody has a session any more: what is packed stays as it is.
    where = request.archiving(decided.day)
    archives = carry_out(connection, where, dry=request.dry) if where else []
    return Followed(files, sessions, archives, waiting(connection))


def _want_of_use(connection: sqlite3.Connection, request: Request, today: date) -> WantOfUse:
    if request.wanted is None:
        return WantOfUse()
    known = uses(connection, request.places.used)
    return want_of_use(known, request.wanted.manners, request.use, today)


def _details(
    connection: sqlite3.Connection, request: Request
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Write units and what becomes of mail; return those that changed of each."""
    if request.wanted is None:
        return [], []
    return (
        store.set_units(connection, request.wanted.units),
        store.set_manners(connection, request.wanted.manners),
    )


def _not_archived(connection: sqlite3.Connection, request: Request, today: date) -> int:
    """Return how many accounts would be archived if the office had named a key."""
    if request.wanted is None or request.recipients or request.archiving(today) is None:
        return 0
    states = {account.id: account.state for account in request.wanted.accounts}
    course = replace(request.course(today), archives=True)
    stored = (StoredAccount(*row) for row in store.accounts(connection))
    return sum(
        course.next_step(one.state, one.since, states.get(one.id, "")) == "archived"
        for one in stored
        if states.get(one.id) not in OPEN
    )


def _change(connection: sqlite3.Connection, request: Request, course: Course) -> AccountsPlan:
    """Return what must change, if that may be."""
    stored = [StoredAccount(*row) for row in store.accounts(connection)]
    if request.wanted is None:
        return AccountsPlan(sum(account.is_open for account in stored))
    wanted = request.wanted
    refuse_taken(wanted.accounts, store.owners(connection))
    change = plan(stored, store.addresses(connection), wanted.accounts, wanted.aliases, course)
    change = change.with_rights(store.grants(connection), wanted.grants)
    output = AccountsOutput(change)
    if request.reviewed and (reason := output.another_plan(request.reviewed)):
        raise RefusedError(reason, change)
    excess = change.excess(request.limits)
    if excess and not request.allow_mass_change:
        raise RefusedError(output.refused(excess), change)
    return change


def _refuse_other_day(connection: sqlite3.Connection, request: Request, today: date) -> None:
    """Carry nothing out for a day to come, or one gone by; to look is allowed."""
    if request.wanted is None or request.dry or request.allow_other_day:
        return
    if request.latest is not None:
        refuse_to_come(today, request.latest)
    refuse_gone_by(connection, today)


def _refuse_to_delete_ahead(request: Request, change: AccountsPlan, today: date) -> None:
    """Delete no archive on a day that has not come yet; only to look is allowed."""
    if change.delete and not request.dry and request.latest and today > request.latest:
        raise RefusedError(
            f"Chưa có gì thay đổi: đến ngày {written(today)} sẽ xóa {len(change.delete)} bản lưu "
            f"trữ, nhưng hôm nay mới là {written(request.latest)}. Bản lưu trữ chỉ được xóa khi "
            "ngày đó đã đến. Để xem trước, hãy thêm --check --diff.",
            change,
        )


def _renewed(connection: sqlite3.Connection, request: Request, change: AccountsPlan) -> list[str]:
    """Return who gets a new letter by the operator's word, whom the roster did not give one."""
    found = [_holder(connection, address, change) for address in request.new_letters]
    if found and not request.recipients:
        raise RefusedError(
            "Chưa có gì thay đổi: không thể lập thư mật khẩu mới, vì district.yml chưa có khóa age "
            "của cơ quan (accounts: recipients).",
            change,
        )
    by_roster = {account.id for account in change.renew}
    return [id_ for id_ in found if id_ not in by_roster]


def _opened(connection: sqlite3.Connection, request: Request, change: AccountsPlan) -> list[str]:
    """Return whose account the operator opens again; it must be closed for want of use."""
    found = []
    for address in request.open_again:
        account = _holder(connection, address, change)
        if not store.is_dormant(connection, account):
            raise RefusedError(
                f"Chưa có gì thay đổi: hộp thư {address} không bị khóa vì lâu không dùng.", change
            )
        found.append(account)
    return found


def _holder(connection: sqlite3.Connection, address: str, change: AccountsPlan) -> str:
    """Return the account of a person that an address given by the operator belongs to."""
    found = store.holder(connection, address)
    if found is None:
        raise RefusedError(
            f"Chưa có gì thay đổi: không có cán bộ nào đang dùng địa chỉ {address}.", change
        )
    return found.id
