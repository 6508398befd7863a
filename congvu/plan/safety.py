"""How much one change may close or re-address, in all and in each unit.

As in octoDNS a share guards large sets; beside it stands a number, because a small share of a
large office is many people too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from congvu.accounts_plan import AccountsPlan, Excess, Limits
from congvu.plan.model import OTHER, Refusal

# Of one unit. Only the plan asks for them: a mail host knows no units.
UNIT_LIMITS = Limits(percent=50, count=8)


def refusals(
    plan: AccountsPlan, limits: Limits, unit_of: Mapping[str, str], size_of: Mapping[str, int]
) -> Iterator[Refusal]:
    """Yield what a plan has too much of, for every threshold that it passes.

    Args:
        plan: the difference of the accounts.
        limits: those of the office.
        unit_of: name of each account's unit, by account id.
        size_of: how many accounts each unit had, by name.
    """
    if (excess := plan.excess(limits)) is not None:
        yield Refusal("", excess)
    closed = Counter(unit_of.get(account.id, OTHER) for account in plan.close)
    moved = Counter(unit_of.get(old.id, OTHER) for old, _ in plan.readdressed)
    for unit, number in sorted((closed + moved).items()):
        if UNIT_LIMITS.are_passed(number, size_of[unit]):
            yield Refusal(unit, Excess(closed[unit], moved[unit], size_of[unit], UNIT_LIMITS))
