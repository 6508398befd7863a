"""Decides whether the mail hosts may be brought to today's state without a person. Pure.

If a host agrees with the roster of yesterday, it differs from today's only by decisions that take
effect today, and these were reviewed before they were merged. Any other difference has another
cause: a change by hand, a failed deployment, or an intruder.
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
    """The comparison of the hosts with both days.

    Attributes:
        due: the plan of what takes effect today, by host, without hosts that have it already.
        drifted: the plan of how a host differs from yesterday's roster, by host.
        impossible: the error sentence of each host on which an address has another holder.
    """

    due: dict[str, RosterPlan] = field(default_factory=dict)
    drifted: dict[str, RosterPlan] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether every host differs only by decisions that take effect today."""
        return not self.drifted and not self.impossible

    @property
    def checksum(self) -> str | None:
        """The checksum of the plan that all hosts carry out; None where there is nothing to do."""
        return next((plan.checksum for plan in self.due.values()), None)


def overnight(hosts: Mapping[str, HostAccounts], yesterday: State, today: State) -> Overnight:
    """Compare hosts with the roster of both days.

    Args:
        hosts: each host's accounts, by its name in the inventory.
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
