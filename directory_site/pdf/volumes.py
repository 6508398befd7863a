"""What is printed together: the whole directory in one file, or a very large one in volumes.

A file of 30,000 people takes half a minute whenever one of them changes, and nobody prints 900
pages; of volumes only the one that changed is made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from congvu.alphabet import order
from congvu.directory import UnitEntry
from directory_site.markdown.parts import KINDS

# From the site's root: all that is printed or, where there are volumes, the list of them.
PATH = "danh-ba.pdf"
# Above so many people there are volumes, and no list by name: it would change with everybody.
MOST_TOGETHER = 10_000
# A volume ends before the unit with which it would have more people.
MOST_IN_VOLUME = 1_500

# Titles of kinds with their units, both in the order of the front page.
Kinds = list[tuple[str, list[UnitEntry]]]


@dataclass(frozen=True)
class Volume:
    """A file of its own with some of the units.

    Attributes:
        number: its place, from 1.
        kinds: its units by kind.
    """

    number: int
    kinds: Kinds

    @property
    def path(self) -> str:
        """Where it stands, from the site's root."""
        return f"danh-ba-{self.number}.pdf"

    @property
    def units(self) -> list[UnitEntry]:
        """Its units, in order; there is at least one."""
        return [unit for _, units in self.kinds for unit in units]


def by_kind(units: Iterable[UnitEntry]) -> Kinds:
    """Return the kinds that there are, with their units, in the order of the front page."""
    groups = [
        (title, sorted((unit for unit in units if unit.kind == kind), key=_place))
        for kind, title in KINDS.items()
    ]
    return [(title, members) for title, members in groups if members]


def volumes(kinds: Kinds) -> list[Volume]:
    """Return the volumes of all units; none where all are printed together."""
    everything = [(title, unit) for title, units in kinds for unit in units]
    if sum(len(unit.people) for _, unit in everything) <= MOST_TOGETHER:
        return []
    runs: list[list[tuple[str, UnitEntry]]] = []
    people = 0
    for title, unit in everything:
        people += len(unit.people)
        if not runs or people > MOST_IN_VOLUME:
            runs.append([])
            people = len(unit.people)
        runs[-1].append((title, unit))
    return [Volume(number, _grouped(run)) for number, run in enumerate(runs, start=1)]


def _grouped(run: list[tuple[str, UnitEntry]]) -> Kinds:
    return [
        (title, [unit for _, unit in units]) for title, units in groupby(run, key=lambda of: of[0])
    ]


def _place(unit: UnitEntry) -> str:
    return order(unit.place or unit.name)
