"""A plan as data for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from congvu.findings import Finding
from congvu.findings_formats import as_dicts
from congvu.plan.model import Change, RosterPlan, Upcoming
from congvu.plan.output import PlanOutput
from congvu.plan.sentences import happens, refused, sentence
from congvu.plan.text import summary


class PlanJson(PlanOutput):
    """JSON with ISO dates. One plan stands at the top level, plans of hosts under ``hosts``."""

    def render(
        self, plans: Mapping[str, RosterPlan], errors: Sequence[Finding] = (), note: str = ""
    ) -> str:
        """Return the JSON text."""
        data: dict[str, Any] = {"errors": as_dicts(errors, Path())}
        if note:
            data["note"] = note
        if "" in plans:
            data |= self.data(plans[""])
        elif plans:
            data["hosts"] = {host: self.data(plan) for host, plan in plans.items()}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def data(self, plan: RosterPlan) -> dict[str, Any]:
        """Return one plan as plain data."""
        return {
            "date": plan.on.isoformat(),
            "summary": summary(plan),
            "checksum": plan.checksum,
            "safe": not plan.refusals,
            "refusals": list(map(refused, plan.refusals)),
            "new_limits": asdict(plan.new_limits) if plan.new_limits else None,
            "kept": plan.kept,
            "changes": list(map(self._change, plan.changes)),
            "letters": [
                {"account": one.account, "name": one.name, "unit": one.unit} for one in plan.letters
            ],
            "upcoming": list(map(self._upcoming, plan.upcoming)),
        }

    def _change(self, change: Change) -> dict[str, str]:
        return {
            "kind": change.kind,
            "unit": change.unit,
            "subject": change.subject,
            "name": change.name,
            "text": sentence(change),
            "address": change.address,
        }

    def _upcoming(self, one: Upcoming) -> dict[str, str]:
        return {
            "day": one.day.isoformat(),
            "unit": one.unit,
            "subject": one.subject,
            "name": one.name,
            "text": happens(one.event),
        }
