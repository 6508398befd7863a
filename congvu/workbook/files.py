"""The unit files that an import has opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from congvu.roster.edit import UnitFile
from congvu.roster.staff_numbers import StaffNumbers
from congvu.state import State


@dataclass
class Files:
    """The unit files that one import has opened, with the state of the roster.

    Attributes:
        state: the roster before the import.
        numbers: source of new staff numbers.
        opened: the files, by id of the unit.
    """

    state: State
    numbers: StaffNumbers
    opened: dict[str, UnitFile] = field(default_factory=dict)

    def of(self, unit: str) -> UnitFile:
        """Return a unit's file.

        Raises:
            EditError: a program can't safely change it as it is written.
        """
        if unit not in self.opened:
            self.opened[unit] = UnitFile.read(self.state.roster.units_by_id[unit].file)
        return self.opened[unit]

    def with_person(self, id_: str) -> UnitFile | None:
        """Return the file that has a person's entry now."""
        for file in self.opened.values():
            if file.person(id_) is not None:
                return file
        for unit, person in self.state.roster.people():
            if person.id == id_ and unit.id not in self.opened:
                return self.of(unit.id)
        return None
