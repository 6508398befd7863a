"""Timing: medians of several runs, and results as ratios with their aims.

Absolute times mean little on a machine that others share; what is compared runs in turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Result:
    """One line of the report.

    Attributes:
        what: what was measured.
        value: a ratio, or seconds where `unit` says so.
        aim: the aim, in words; empty where the figure is for scale only.
        detail: the figures behind a ratio.
    """

    what: str
    value: float
    aim: str = ""
    detail: str = ""
    unit: str = "×"

    def __str__(self) -> str:
        aim = f"  (aim: {self.aim})" if self.aim else ""
        detail = f"  [{self.detail}]" if self.detail else ""
        return f"{self.what:<62} {self.value:7.2f} {self.unit}{aim}{detail}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(
    first: Callable[[], object], second: Callable[[], object], runs: int = 3
) -> tuple[float, float]:
    """Run two pieces of work in turn, A B A B …; return the median seconds of each."""
    pairs = [(seconds(first), seconds(second)) for _ in range(runs)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
