"""Reads the roster's folder into units. All errors of all files at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from congvu.findings import Finding
from congvu.roster import yaml_text
from congvu.roster.messages import code_and_message
from congvu.roster.model import Person, Section, Unit

REGISTER_FILE = "addresses.yml"
_SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True)
class Roster:
    """All units of an office, in the order of their ids.

    Attributes:
        directory: where the files stand.
        units: one a file.
    """

    directory: Path
    units: tuple[Unit, ...]

    @property
    def register_file(self) -> Path:
        """Where the address register stands."""
        return self.directory / REGISTER_FILE

    def people(self) -> Iterator[tuple[Unit, Person]]:
        """Yield everybody with the unit whose file holds them."""
        for unit in self.units:
            for person in unit.staff:
                yield unit, person

    def sections(self) -> Iterator[tuple[Unit, Section]]:
        """Yield every section with its unit."""
        for unit in self.units:
            for section in unit.sections:
                yield unit, section

    @cached_property
    def people_by_id(self) -> dict[str, Person]:
        """Everybody, by staff number."""
        return {person.id: person for _, person in self.people()}

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        """All units, by id."""
        return {unit.id: unit for unit in self.units}


def roster_files(directory: Path) -> list[Path]:
    """Return the unit files of a roster's folder, sorted by name."""
    return sorted(
        file
        for file in directory.iterdir()
        if file.suffix in _SUFFIXES and file.name != REGISTER_FILE and not file.name.startswith(".")
    )


def load_roster(directory: Path) -> tuple[Roster, list[Finding]]:
    """Read every unit file.

    Returns:
        The units that could be read, and a finding for every one that could not and why.
        Checks across files come later (`congvu.checks`).
    """
    findings: list[Finding] = []
    units: list[Unit] = []
    try:
        files = roster_files(directory)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"không đọc được thư mục danh sách: {reason}"
        return Roster(directory, ()), [Finding("roster-unreadable", message, directory)]
    if not files:
        message = "thư mục danh sách không có tệp đơn vị nào (*.yml)"
        findings.append(Finding("roster-empty", message, directory))
    for file in files:
        try:
            unit = Unit.model_validate(yaml_text.read(file))
        except yaml_text.YamlError as error:
            findings.append(error.finding)
        except ValidationError as error:
            findings.extend(_model_findings(file, error))
        else:
            unit._file = file  # where it was read from is not part of the model
            units.append(unit)
    units.sort(key=lambda unit: unit.id)
    return Roster(directory, tuple(units)), findings


def _model_findings(file: Path, error: ValidationError) -> Iterator[Finding]:
    for detail in error.errors():
        location = tuple(detail["loc"])
        code, message = code_and_message(detail, location)
        yield Finding(code, message, file, location=location)


def with_lines(findings: list[Finding]) -> list[Finding]:
    """Fill in the lines of findings that only know their location, in file and line order."""
    unplaced: dict[Path, list[Finding]] = {}
    placed: list[Finding] = []
    for finding in findings:
        if finding.line or not finding.location:
            placed.append(finding)
        else:
            unplaced.setdefault(finding.file, []).append(finding)
    for file, group in unplaced.items():
        lines = yaml_text.lines_of(file, [finding.location for finding in group])
        placed.extend(map(_at_line, group, lines))
    return sorted(placed, key=lambda finding: (str(finding.file), finding.line, finding.code))


def _at_line(finding: Finding, line: int) -> Finding:
    return replace(finding, line=line)
