"""How much one change may close or re-address, in all and in each unit.

As in octoDNS a share guards large sets; beside it stands a number, because a small share of a
large office is many people too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from congvu.accounts_plan import ALWAYS_ALLOWED, MAX_COUNT, MAX_PERCENT, AccountsPlan
from congvu.plan.model import OTHER

MAX_UNIT_PERCENT = 50.0
MAX_UNIT_COUNT = 8


def refusals(
    plan: AccountsPlan, unit_of: Mapping[str, str], size_of: Mapping[str, int]
) -> Iterator[str]:
    """Yield a sentence for every threshold that a plan passes.

    Args:
        plan: the difference of the accounts.
        unit_of: name of each account's unit, by account id.
        size_of: how many accounts each unit had, by name.
    """
    closed, moved = len(plan.close), len(plan.readdressed)
    count = closed + moved
    if count > ALWAYS_ALLOWED:
        share = 100 * count / plan.existing
        if share > MAX_PERCENT or count > MAX_COUNT:
            yield (
                f"Thay đổi hàng loạt: đóng {closed} và đổi địa chỉ {moved} trong {plan.existing} "
                f"hộp thư ({share:.1f} %), quá mức cho phép ({MAX_PERCENT:g} % hoặc {MAX_COUNT} "
                "hộp thư)."
            )
    touched = [account.id for account in plan.close] + [old.id for old, _ in plan.readdressed]
    for unit, number in sorted(Counter(unit_of.get(id_, OTHER) for id_ in touched).items()):
        if number <= ALWAYS_ALLOWED:
            continue
        share = 100 * number / size_of[unit]
        if share > MAX_UNIT_PERCENT or number > MAX_UNIT_COUNT:
            yield (
                f"Thay đổi hàng loạt ở {unit}: đóng hoặc đổi địa chỉ {number} trong "
                f"{size_of[unit]} hộp thư ({share:.0f} %), quá mức cho phép cho một đơn vị "
                f"({MAX_UNIT_PERCENT:g} % hoặc {MAX_UNIT_COUNT} hộp thư)."
            )
