"""The course of an account: in which state it is from which day on, by decisions and the office.

A function of the decisions and the office's times alone: no day, no register, no host.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from congvu.accounts_settings import AccountsSettings
from congvu.days import shifted
from congvu.roster import lifecycle
from congvu.roster.lifecycle import Period, PersonState
from congvu.roster.model import Person

# active: used. suspended: no login. left: no login, mail is answered for a time. archived: mail is
# packed away. deleted: what was packed away is gone.
AccountState = Literal["active", "suspended", "left", "archived", "deleted"]
_SERVING: dict[PersonState, AccountState] = {"active": "active", "suspended": "suspended"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A time in one state; it lasts until the next stage begins.

    Attributes:
        start: its first day.
        state: of the account.
        ended: the first day after the service, or after the unit's end; None while it goes on.
    """

    start: date
    state: AccountState
    ended: date | None = None


def of_person(person: Person, settings: AccountsSettings) -> list[Stage]:
    """Return the stages of a person's account, in order; none before the recruitment."""
    stages: list[Stage] = []
    state: PersonState = "future"
    for decision in lifecycle.in_order(person.decisions):
        after = lifecycle.state_after(state, decision)
        if after == "left" != state:
            stages += _ended(decision.starts, settings)
        elif after != state and after in _SERVING:
            stages.append(Stage(decision.starts, _SERVING[after]))
        state = after
    return _cut(stages)


def of_shared(periods: Sequence[Period], settings: AccountsSettings) -> list[Stage]:
    """Return the stages of a unit's or section's account, in order."""
    stages: list[Stage] = []
    for period in periods:
        stages.append(Stage(period.start, "active"))
        if period.end is not None:
            stages += _ended(period.end, settings)
    return _cut(stages)


def stage_on(stages: Iterable[Stage], on: date) -> Stage | None:
    """Return the stage of a day, None before the first."""
    found = None
    for stage in stages:
        if stage.start > on:
            break
        found = stage
    return found


def _ended(day: date, settings: AccountsSettings) -> list[Stage]:
    archived = shifted(day, settings.archive_after_days)
    stages = [Stage(day, "left", day), Stage(archived, "archived", day)]
    if settings.delete_after_days:
        stages.append(Stage(shifted(archived, settings.delete_after_days), "deleted", day))
    return stages


def _cut(stages: Sequence[Stage]) -> list[Stage]:
    """Leave out what a later stage overtakes: who comes back is not archived any more."""
    found: list[Stage] = []
    for stage in stages:
        while found and found[-1].start >= stage.start:
            found.pop()
        if not found or found[-1].state != stage.state:
            found.append(stage)
    return found
