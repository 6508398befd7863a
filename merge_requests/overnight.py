"""Whether a mail host may be brought to today's state by itself. Pure.

A host that is just as the roster says for yesterday differs from today only by decisions that take
effect today, and those were reviewed when they were merged. Any other difference came about
another way: by hand, by a failed deployment, by somebody who should not have been there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from congvu.accounts_plan import PlanError
from congvu.plan.drift import HostAccounts, drift
from congvu.plan.model import RosterPlan
from congvu.state import State


@dataclass(frozen=True)
class Overnight:
    """What the night brings.

    Attributes:
        due: what takes effect today, by host; hosts that have it already are not in it.
        drifted: how a host differs from yesterday's roster, by host.
        impossible: hosts that gave an address to somebody else, with the sentence that says so.
    """

    due: dict[str, RosterPlan] = field(default_factory=dict)
    drifted: dict[str, RosterPlan] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether no host differs in a way that nobody decided."""
        return not self.drifted and not self.impossible

    @property
    def checksum(self) -> str | None:
        """The one plan that all hosts carry out; None where there is nothing to do."""
        return next((plan.checksum for plan in self.due.values()), None)


def overnight(hosts: Mapping[str, HostAccounts], yesterday: State, today: State) -> Overnight:
    """Compare hosts with the roster of both days.

    Args:
        hosts: what each has, by its name in the inventory.
        yesterday: the roster as of the day before.
        today: the same roster as of today.
    """
    assert yesterday.on == today.on - timedelta(days=1)
    night = Overnight()
    for host, accounts in sorted(hosts.items()):
        # Whom nobody's decision but want of use locks out, a host locks out by itself.
        decided = replace(accounts, last_uses={})
        try:
            if not drift(decided, today).accounts.changed:
                continue
            due = drift(accounts, today)
            before = drift(decided, yesterday)
        except PlanError as error:
            night.impossible[host] = str(error)
            continue
        if before.accounts.changed:
            night.drifted[host] = before
        else:
            night.due[host] = due
    return night
