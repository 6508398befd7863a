"""Divides the directory into printed files: one file, or volumes for a very large directory.

A single file of 30,000 people would take half a minute after each change, and nobody prints 900
pages. With volumes, only the changed one is made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from congvu.alphabet import order
from congvu.directory import UnitEntry
from directory_site.addresses import root
from directory_site.markdown.parts import KINDS
from directory_site.source import Source

# Path from the site's root of the only file, or of the list of volumes.
PATH = "danh-ba.pdf"
# With more people than this there are volumes, and no list by name, since it would change with
# every person.
MOST_TOGETHER = 10_000
# The maximum number of people in a volume; a unit is not divided.
MOST_IN_VOLUME = 1_500

# Titles of kinds with their units, both in the order of the front page.
Kinds = list[tuple[str, list[UnitEntry]]]


@dataclass(frozen=True)
class PrintedFile:
    """The content of one file: everything, one volume, or the list of volumes.

    Attributes:
        kinds: its units by kind.
        volume: name of the volume, empty for a file that is not a volume.
        listed: name, units and address of each volume, if it is the list of volumes.
        others: in a volume, the address of the list of volumes.
    """

    kinds: Kinds
    volume: str = ""
    listed: tuple[tuple[str, str, str], ...] = ()
    others: str = ""

    def day(self, source: Source) -> date:
        """The day of its data. A volume has its own day, so that it does not change every day."""
        if not self.volume:
            return source.directory.on
        return max(unit.updated for _, units in self.kinds for unit in units)

    def depends_on(self, source: Source) -> list[bytes | str]:
        """Return everything that the file's bytes depend on, as parts of a cache key."""
        dated = "" if self.volume else f"{source.directory.on} {source.revision!r}"
        apart = f"{self.volume} {self.listed} {self.others} {dated} {source.office!r}"
        return [apart, *(source.unit_keys[unit.id] for _, units in self.kinds for unit in units)]


def printed_files(source: Source) -> dict[str, PrintedFile]:
    """Return every file by its path from the site's root; the first one leads to the others."""
    kinds = by_kind(source.directory.units)
    volumes = _volumes(kinds)
    if not volumes:
        return {PATH: PrintedFile(kinds)}
    start = root(source.office)
    titled = {
        f"danh-ba-{number}.pdf": (f"Tập {number}", volume)
        for number, volume in enumerate(volumes, start=1)
    }
    listed = tuple((title, _span(volume), start + path) for path, (title, volume) in titled.items())
    return {
        PATH: PrintedFile([], listed=listed),
        **{
            path: PrintedFile(volume, title, others=start + PATH)
            for path, (title, volume) in titled.items()
        },
    }


def by_kind(units: Iterable[UnitEntry]) -> Kinds:
    """Return the kinds that there are, with their units, in the order of the front page."""
    groups = [
        (title, sorted((unit for unit in units if unit.kind == kind), key=_place))
        for kind, title in KINDS.items()
    ]
    return [(title, members) for title, members in groups if members]


def _volumes(kinds: Kinds) -> list[Kinds]:
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
    return [_grouped(run) for run in runs]


def _grouped(run: list[tuple[str, UnitEntry]]) -> Kinds:
    return [
        (title, [unit for _, unit in units]) for title, units in groupby(run, key=lambda of: of[0])
    ]


def _span(volume: Kinds) -> str:
    """Name a volume's units by the first and the last."""
    first, last = volume[0][1][0].name, volume[-1][1][-1].name
    return first if first == last else f"{first} – {last}"


def _place(unit: UnitEntry) -> str:
    return order(unit.place or unit.name)
