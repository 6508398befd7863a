"""How much one change may close or re-address, in all and in each unit.

As in octoDNS a share guards large sets; beside it stands a number, because a small share of a
large office is many people too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from congvu.accounts_plan import AccountsPlan, Limits
from congvu.plan.model import OTHER

# Of one unit. Only the plan asks for them: a mail host knows no units.
UNIT_LIMITS = Limits(percent=50, count=8)


def refusals(
    plan: AccountsPlan, limits: Limits, unit_of: Mapping[str, str], size_of: Mapping[str, int]
) -> Iterator[str]:
    """Yield a sentence for every threshold that a plan passes.

    Args:
        plan: the difference of the accounts.
        limits: those of the office.
        unit_of: name of each account's unit, by account id.
        size_of: how many accounts each unit had, by name.
    """
    if (excess := plan.excess(limits)) is not None:
        yield (
            f"Thay đổi hàng loạt: đóng {excess.closed} và đổi địa chỉ {excess.readdressed} trong "
            f"{excess.existing} hộp thư ({excess.share:.1f} %), quá mức cho phép "
            f"({limits.percent:g} % hoặc {limits.count} hộp thư)."
        )
    touched = [account.id for account in plan.close] + [old.id for old, _ in plan.readdressed]
    for unit, number in sorted(Counter(unit_of.get(id_, OTHER) for id_ in touched).items()):
        if UNIT_LIMITS.are_passed(number, size_of[unit]):
            share = 100 * number / size_of[unit]
            yield (
                f"Thay đổi hàng loạt ở {unit}: đóng hoặc đổi địa chỉ {number} trong "
                f"{size_of[unit]} hộp thư ({share:.0f} %), quá mức cho phép cho một đơn vị "
                f"({UNIT_LIMITS.percent:g} % hoặc {UNIT_LIMITS.count} hộp thư)."
            )
