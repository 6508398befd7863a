"""A plan as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from congvu.days import written
from congvu.findings import Finding
from congvu.findings_formats import as_text
from congvu.plan.model import OTHER, Change, ChangeKind, RosterPlan
from congvu.plan.output import PlanOutput
from congvu.plan.sentences import happens, judged, refused, sentence

_COUNTED: tuple[tuple[ChangeKind, str], ...] = (
    ("opened", "hộp thư mới"),
    ("readdressed", "đổi địa chỉ"),
    ("closed", "đóng"),
    ("suspended", "tạm ngưng"),
    ("reinstated", "mở lại"),
    ("archived", "lưu trữ"),
    ("deleted", "xóa khỏi kho lưu trữ"),
    ("unused", "khóa vì không sử dụng"),
    ("new-letter", "thư mật khẩu mới"),
    ("transferred", "chuyển đơn vị"),
    ("settings", "thay đổi khác ở hộp thư"),
    ("manager", "thay đổi người quản lý hoặc ủy quyền"),
)
NOTHING = "Không hộp thư nào thay đổi."
NOTHING_AT_ALL = "Không có gì thay đổi."
SOON = "Trong 30 ngày tới, các quyết định đã có sẽ tự có hiệu lực"


class PlanText(PlanOutput):
    """Text for a terminal."""

    def render(
        self, plans: Mapping[str, RosterPlan], errors: Sequence[Finding] = (), note: str = ""
    ) -> str:
        """Return the errors, the note and the plans, one below the other."""
        found = as_text(errors, Path()) if errors else ""
        noted = f"{note}\n" if note else ""
        return found + noted + "\n".join(map(self._of_host, plans, plans.values()))

    def _of_host(self, host: str, plan: RosterPlan) -> str:
        heading = f"Máy chủ thư {host}\n" if host else ""
        return heading + "\n".join(_lines(plan)) + "\n"


def summary(plan: RosterPlan) -> str:
    """Return a summary line: how many mailboxes change in which way, how many do not change."""
    counts = [f"{number} {what}" for kind, what in _COUNTED if (number := plan.count(kind))]
    if not plan.touches_mailboxes:
        beside = f"{NOTHING} Chỉ có các thay đổi ghi dưới đây."
        return beside if plan.changes or plan.new_limits else f"{NOTHING_AT_ALL} {NOTHING}"
    what = ", ".join(counts) or "thay đổi nhỏ ở hộp thư (tên hiện, dung lượng, địa chỉ cũ)"
    return f"{what}; {plan.kept} hộp thư giữ nguyên."


def letters(plan: RosterPlan) -> str:
    """Say how many letters with first passwords are to be printed, unit by unit."""
    units = Counter(letter.unit for letter in plan.letters)
    counted = ", ".join(f"{unit} {number}" for unit, number in units.items())
    return f"Văn phòng cần in {len(plan.letters)} thư mật khẩu: {counted}."


def by_unit(plan: RosterPlan) -> Iterator[tuple[str, list[Change]]]:
    """Yield each unit's name with its changes."""
    for unit, changes in groupby(plan.changes, key=lambda change: change.unit):
        yield plan.units.get(unit, OTHER), list(changes)


def _lines(plan: RosterPlan) -> Iterator[str]:
    yield f"Ngày {written(plan.on)}: {summary(plan)}"
    if plan.new_limits is not None:
        yield judged(plan.new_limits)
    for refusal in plan.refusals:
        yield f"TỪ CHỐI: {refused(refusal)}"
    for unit, changes in by_unit(plan):
        yield f"\n{unit}"
        for change in changes:
            yield f"  {change.name} ({change.subject}): {sentence(change)}."
    if plan.letters:
        yield f"\n{letters(plan)}"
    if plan.upcoming:
        yield f"\n{SOON}:"
        for one in plan.upcoming:
            yield f"  {written(one.day)}  {one.name} ({one.subject}): {happens(one.event)}."
    yield f"\nMã kế hoạch: {plan.checksum}"
