"""How good answers are: the share of queries whose first answer, or one of ten, is acceptable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.search_queries import Query


@dataclass(frozen=True)
class Judged:
    """One query with its answers.

    Attributes:
        query: what was asked.
        answers: local parts, the best first.
    """

    query: Query
    answers: Sequence[str]

    @property
    def first(self) -> bool:
        """Whether the first answer is acceptable."""
        return any(map(self.query.accepts, self.answers[:1]))

    @property
    def among_ten(self) -> bool:
        """Whether one of the first ten is."""
        return any(map(self.query.accepts, self.answers[:10]))


@dataclass(frozen=True)
class Share:
    """Queries whose first answer, or one of the first ten, was acceptable, of how many."""

    first: int
    among_ten: int
    of: int

    @property
    def first_percent(self) -> float:
        """The first in percent."""
        return 100 * self.first / self.of

    @property
    def among_ten_percent(self) -> float:
        """Those among ten in percent."""
        return 100 * self.among_ten / self.of


def share(judged: Sequence[Judged]) -> Share:
    """Count."""
    return Share(
        sum(one.first for one in judged), sum(one.among_ten for one in judged), len(judged)
    )


def by_group(judged: Sequence[Judged]) -> dict[str, Share]:
    """Count each group by itself, in the order in which they come."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.query.group].append(one)
    return {group: share(ones) for group, ones in groups.items()}
