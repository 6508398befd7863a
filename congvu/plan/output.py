"""The base class of a plan's outputs. Each form is a class of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from congvu.findings import Finding
from congvu.plan.model import RosterPlan


class PlanOutput(ABC):
    """A form in which plans are shown: text, Markdown or JSON."""

    @abstractmethod
    def render(
        self, plans: Mapping[str, RosterPlan], errors: Sequence[Finding] = (), note: str = ""
    ) -> str:
        """Return the whole text. The roster's errors come first.

        Args:
            plans: one plan under an empty name, or each mail host's plan under the host's name.
            errors: the roster's errors, with the files' paths as shown.
            note: why there is no plan although the roster has no error; empty where there is one.
        """
