"""A plan as data for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from congvu.plan.model import RosterPlan
from congvu.plan.text import summary


def as_dict(plan: RosterPlan) -> dict[str, Any]:
    """Return a plan as plain data, with ISO dates."""
    return {
        "date": plan.on.isoformat(),
        "summary": summary(plan),
        "checksum": plan.checksum,
        "safe": not plan.refusals,
        "refusals": list(plan.refusals),
        "kept": plan.kept,
        "changes": [asdict(change) for change in plan.changes],
        "upcoming": [{**asdict(one), "day": one.day.isoformat()} for one in plan.upcoming],
    }
