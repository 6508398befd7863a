"""What every output of a plan can do; each form is a class of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from congvu.findings import Finding
from congvu.plan.model import RosterPlan


class PlanOutput(ABC):
    """One form in which plans are shown."""

    @abstractmethod
    def render(
        self, plans: Mapping[str, RosterPlan], errors: Sequence[Finding] = (), note: str = ""
    ) -> str:
        """Return all of it; errors of the roster come first.

        Args:
            plans: the plan, under no name, or that of each mail host under the host's.
            errors: of the roster, with the files' paths as shown.
            note: why there is no plan although the roster is sound; empty where there is one.
        """
