"""The roster with its register on one day, even if they have errors."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from congvu.days import today
from congvu.findings import Finding
from congvu.office import Office, load_office
from congvu.register import file as register_file
from congvu.register.derive import Derivation, derive
from congvu.register.model import Register
from congvu.roster.cache import default_folder
from congvu.roster.load import Roster, RosterReader


@dataclass(frozen=True)
class State:
    """One reading of the roster's folder, on one day.

    Attributes:
        office: the office.
        roster: the units that could be read.
        committed: the register in the folder.
        on: the day.
        load_findings: findings about unreadable files and about the text of files.
    """

    office: Office
    roster: Roster
    committed: Register
    on: date
    load_findings: tuple[Finding, ...]

    @property
    def readable(self) -> bool:
        """Whether all of roster and register could be read."""
        broken = (finding.file == self.roster.register_file for finding in self.load_findings
                  if finding.code not in register_file.MENDED)  # fmt: skip
        return self.roster.complete and not any(broken)

    @cached_property
    def derivation(self) -> Derivation:
        """The derivation of the register for the day."""
        return derive(self.roster, self.committed, self.office, self.on)

    @property
    def register(self) -> Register:
        """The register of the day."""
        return self.derivation.register


@contextmanager
def without_collecting() -> Iterator[None]:
    """Stop the garbage collector while many small objects are made that stay in memory.

    Afterwards they are frozen, so that later collections do not visit them again. For 10,000
    people this saves two thirds of the time. Reference counting still frees them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


def read_state(
    directory: Path,
    on: date | None = None,
    office: Office | None = None,
    reader: RosterReader | None = None,
) -> State:
    """Read roster and register; nothing is refused yet.

    Args:
        directory: the roster's folder.
        on: the day, the office's today by default.
        office: the office, that of ``inventory/district.yml`` by default.
        reader: a reader to share, so that two revisions of a roster are read faster.
    """
    reader = reader or RosterReader(default_folder())
    with without_collecting():
        roster, findings = reader.read(directory)
        register, register_findings = register_file.load(roster.register_file)
    return State(
        office or load_office(),
        roster,
        register,
        on or today(),
        (*findings, *register_findings),
    )
