"""How many accounts one plan may close or re-address, in the whole office and in each unit.

There are two limits, a share in percent (as in octoDNS) and a number: a small share of a large
office is still many people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from congvu.accounts_plan import AccountsPlan, Excess, Limits
from congvu.plan.model import OTHER, Refusal

# The limits for one unit. Only the plan checks them, since a mail host does not know the units.
UNIT_LIMITS = Limits(percent=50, count=8)


def refusals(
    plan: AccountsPlan, limits: Limits, unit_of: Mapping[str, str], size_of: Mapping[str, int]
) -> Iterator[Refusal]:
    """Yield a refusal for every limit that a plan exceeds.

    Args:
        plan: the difference between the accounts before and after.
        limits: the limits for the whole office.
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
