"""The accounts that a mail host should have on a day, and the addresses that deliver to them.

In which state an account is stands in `congvu.account_states`. Nothing personal goes in beyond
name and address (address rules, point 10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from congvu import account_states, rights
from congvu.account_states import AccountState, Stage
from congvu.accounts_plan import OPEN
from congvu.days import shifted
from congvu.register.model import Entry
from congvu.roster import lifecycle
from congvu.roster.lifecycle import Period
from congvu.roster.model import Person, Section, Unit
from congvu.state import State
from congvu.succession import heir, is_open, mailbox_name

AccountKind = Literal["person", "shared"]
# What becomes of what is sent to an account: it is taken, answered with the unit's mailbox, handed
# to that mailbox, or refused.
Mail = Literal["keep", "answer", "unit", "refuse"]


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox.

    Attributes:
        id: how the store knows it and where its mail lies; never changes.
        kind: a person's or a shared one.
        name: who it belongs to, as shown.
        address: its main address, complete; the last one, of an account whose time is over.
        state: suspended can't log in; left, archived and deleted are those whose time is over.
        quota_mb: its size in MB.
        former_addresses: old addresses that still deliver to it, complete, sorted.
        unit: name of the unit that it belongs to, as shown.
        unit_id: that unit's id.
        since: first day in this state, ISO.
        mail: what becomes of what is sent to it.
        left_unit: the address of the unit's mailbox, complete, where mail is answered with it or
            handed to it (Article 7); else empty.
        unused_from: from which day on, ISO, days without use count; empty while they don't, as in
            a leave, and for shared mailboxes.
        new_letter: the day, ISO, on which a new letter was asked for it last; empty for never.
        grants: who may open a shared mailbox with their own login, and why; see `congvu.rights`.
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
    since: str = ""
    mail: Mail = "keep"
    left_unit: str = ""
    unused_from: str = ""
    new_letter: str = ""
    grants: tuple[rights.Grant, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its time is not over."""
        return self.state in OPEN

    def as_dict(self) -> dict[str, Any]:
        """Return the account as plain data; `asdict` copies deeply, ten times slower."""
        return dict(zip(self.__slots__, _COLUMNS(self), strict=True))


_COLUMNS = attrgetter(*Account.__slots__)


def account_id(holder: str) -> str:
    """Return the account id of a register's holder. A user name can't have a section's slash."""
    return holder.replace("/", ".")


def desired_accounts(state: State) -> list[Account]:
    """Return every account that should be open on the day, by id.

    People who have left and dissolved units have none. The host closes every account that is not
    returned here, and keeps its mail (Article 7).
    """
    return [account for account in every_account(state) if account.is_open]


def every_account(state: State) -> list[Account]:
    """Return every account that there was by the day, open or not, by id."""
    former: defaultdict[str, list[str]] = defaultdict(list)
    for address, account in _former_addresses(state):
        former[account].append(address)
    accounts = (
        replace(account, former_addresses=tuple(former[account.id]))
        if account.is_open and account.id in former
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
    quota, settings = state.office.quota_mb.person, state.office.accounts
    for unit in state.roster.units:
        unit_address: str | None = None
        for person in unit.staff:
            stage = account_states.stage_on(account_states.of_person(person, settings), state.on)
            entry = last_entry(state, person.id, stage)
            if stage is None or entry is None:
                continue
            mail = _mail(state, stage)
            if mail in ("answer", "unit"):
                if unit_address is None:
                    unit_address = unit_mailbox(state, unit, state.on)
                if not unit_address:
                    mail = "keep" if stage.ended is None else "refuse"
            yield Account(
                person.id,
                "person",
                person.name.full,
                state.office.address(entry.local_part),
                stage.state,
                quota,
                unit=unit.name,
                unit_id=unit.id,
                since=stage.start.isoformat(),
                mail=mail,
                left_unit=unit_address or "" if mail in ("answer", "unit") else "",
                unused_from=_unused_from(person, stage, state.on),
                new_letter=person.new_letter.isoformat() if person.new_letter else "",
            )


def _shared(state: State) -> Iterator[Account]:
    for unit in state.roster.units:
        yield from _shared_account(state, unit, None, lifecycle.periods(unit.decisions))
        for section in unit.sections:
            periods = lifecycle.section_periods(unit, section)
            yield from _shared_account(state, unit, section, periods)


def _shared_account(
    state: State, unit: Unit, section: Section | None, periods: list[Period]
) -> Iterator[Account]:
    holder = unit.holder_id(section)
    stage = account_states.stage_on(
        account_states.of_shared(periods, state.office.accounts), state.on
    )
    entry = last_entry(state, holder, stage)
    if stage is not None and entry is not None:
        yield Account(
            account_id(holder),
            "shared",
            mailbox_name(unit, section),
            state.office.address(entry.local_part),
            stage.state,
            state.office.quota_mb.shared,
            unit=unit.name,
            unit_id=unit.id,
            since=stage.start.isoformat(),
            # Its address is its successor's, where it has one.
            mail="keep" if stage.ended is None else "refuse",
            grants=rights.granted(state, unit, section, state.on) if stage.ended is None else (),
        )


def unit_mailbox(state: State, unit: Unit, on: date) -> str:
    """Return the address of a unit's mailbox on a day; its successor's where it is dissolved.

    Empty where there is none.
    """
    holder = heir(state.roster, unit.id, on)
    entry = state.register.main(holder, on)
    if entry is None or not is_open(state.roster, holder, on):
        return ""
    return state.office.address(entry.local_part)


def _mail(state: State, stage: Stage) -> Mail:
    settings = state.office.accounts
    if stage.ended is None:
        return settings.suspended_mail if stage.state == "suspended" else "keep"
    answered = state.on < shifted(stage.ended, settings.answer_days)
    # An answer needs a mailbox that keeps what it answers.
    if not answered or (settings.left_mail == "answer" and stage.state != "left"):
        return "refuse"
    return settings.left_mail


def _unused_from(person: Person, stage: Stage, on: date) -> str:
    if stage.state != "active":
        return ""
    day = stage.start
    if person.reopened is not None and person.reopened <= on:
        day = max(day, person.reopened)
    for leave in lifecycle.leaves(person):
        if leave.start <= on <= leave.last:
            return ""
        if leave.start <= leave.last < on:
            day = max(day, shifted(leave.last, 1))
    return day.isoformat()


def last_entry(state: State, holder: str, stage: Stage | None) -> Entry | None:
    """Return the entry of a holder's main address: that of the day, or the last before an end.

    Args:
        state: the roster on the day.
        holder: id of the person, unit or section.
        stage: that of the account; None where there is none yet.
    """
    main = state.register.main(holder, state.on)
    if main is not None or stage is None or stage.ended is None:
        return main
    # An address that was planned and taken back before its day is no one's main one; nothing in
    # its entry says so, but it mostly doesn't fit the name that there is now.
    known = [entry for entry in state.register.by_holder.get(holder, ())
             if entry.since < stage.ended]  # fmt: skip
    owner = state.derivation.holders.get(holder)
    fitting = [entry for entry in known if owner is not None and owner.fits(entry)]
    return next(reversed(fitting or known), None)
