"""Reads the roster's folder into units, with all errors of all files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from congvu.findings import Finding
from congvu.os_errors import reason
from congvu.processes import in_processes
from congvu.roster import yaml_text
from congvu.roster.cache import YamlCache, digest
from congvu.roster.file_checks import check_text
from congvu.roster.messages import code_and_message
from congvu.roster.model import Person, Section, Unit

REGISTER_FILE = "addresses.yml"
_SUFFIXES = (".yml", ".yaml")
_REGISTER_STEM = REGISTER_FILE.removesuffix(".yml")
_LIKE_YAML = re.compile(r"\.ya?ml", re.IGNORECASE)


@dataclass(frozen=True)
class Roster:
    """All units of an office, in the order of their ids.

    Attributes:
        directory: the roster's folder.
        units: the units, one from each file.
        complete: whether every file could be read; if not, people and units are missing.
    """

    directory: Path
    units: tuple[Unit, ...]
    complete: bool = True

    @property
    def register_file(self) -> Path:
        """The path of the address register."""
        return self.directory / REGISTER_FILE

    def people(self) -> Iterator[tuple[Unit, Person]]:
        """Yield every person with the unit."""
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
        """All people, by staff number."""
        return {person.id: person for _, person in self.people()}

    @cached_property
    def unit_of(self) -> dict[str, Unit]:
        """The unit whose file holds somebody, by staff number."""
        return {person.id: unit for unit, person in self.people()}

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        """All units, by id."""
        return {unit.id: unit for unit in self.units}


def roster_files(directory: Path) -> list[Path]:
    """Return the unit files of a roster's folder, sorted by name."""
    return sorted(
        file
        for file in directory.iterdir()
        if file.suffix in _SUFFIXES
        and file.stem != _REGISTER_STEM
        and not file.name.startswith(".")
    )


def _not_read(directory: Path) -> Iterator[Finding]:
    """Warn about files that look like a part of the roster but are not read."""
    for file in sorted(directory.iterdir()):
        if file.name.startswith(".") or file.name == REGISTER_FILE:
            continue
        if file.name == f"{_REGISTER_STEM}.yaml":
            message = f"sổ địa chỉ phải tên là {REGISTER_FILE}; tệp này không được đọc"
            yield Finding("file-not-read", message, file)
        elif file.is_dir() and not file.is_symlink() and file.suffix not in _SUFFIXES:
            for inner in sorted(file.rglob("*.y*ml")):
                message = "tệp trong thư mục con không được đọc; hãy chuyển lên thư mục danh sách"
                yield Finding("file-not-read", message, inner)
        elif _LIKE_YAML.search(file.name) and file.suffix not in _SUFFIXES:
            message = "tệp này không được đọc; tên tệp phải kết thúc bằng «.yml», chữ thường"
            yield Finding("file-not-read", message, file)


class RosterReader:
    """Reads rosters. Files with the same content are parsed once, also across runs.

    Args:
        cache: folder of the cache on disk, None for no cache.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._folder = cache
        self._units: dict[bytes, Unit] = {}

    def read(self, directory: Path) -> tuple[Roster, list[Finding]]:
        """Read every unit file.

        Returns:
            The units that could be read, and findings for unreadable files and for errors in the
            text of files. The checks of values come later (`congvu.checks`).
        """
        try:
            files = roster_files(directory)
            findings = list(_not_read(directory))
        except OSError as error:
            message = f"không đọc được thư mục danh sách: {reason(error)}"
            return Roster(directory, (), False), [Finding("roster-unreadable", message, directory)]
        if not files:
            message = "thư mục danh sách không có tệp đơn vị nào (*.yml)"
            findings.append(Finding("roster-empty", message, directory))
        units: list[Unit] = []
        for text in self._texts(files):
            unit, found = self._unit(text)
            findings.extend(found)
            if unit is not None:
                units.append(unit)
        units.sort(key=lambda unit: unit.id)
        complete = len(units) == len(files) > 0
        return Roster(directory, tuple(units), complete), findings

    def _texts(self, files: list[Path]) -> list[_Text]:
        """Return each file's parsed text; several processes parse the files that are not cached."""
        texts: dict[Path, _Text] = {}
        new: list[tuple[Path, bytes, bytes]] = []
        with YamlCache(self._folder) as cache:
            for file in files:
                try:
                    data = yaml_text.read_bytes(file)
                except yaml_text.YamlError as error:
                    texts[file] = _Text(file, findings=error.findings, is_yaml=False)
                    continue
                key = digest(data)
                if key in self._units:
                    texts[file] = _Text(file, key)
                elif (values := cache.get(key)) is not None:
                    texts[file] = _Text(file, key, values)
                else:
                    new.append((file, key, data))
            new.sort(key=lambda one: -len(one[2]))
            for text in in_processes(_parsed, new, sum(len(data) for _, _, data in new)):
                texts[text.file] = text
                if text.is_yaml and not text.findings and text.values is not None:
                    cache.put(text.key, text.values)
        return [texts[file] for file in files]

    def _unit(self, text: _Text) -> tuple[Unit | None, list[Finding]]:
        if not text.is_yaml:
            return None, text.findings
        if (known := self._units.get(text.key)) is not None:
            return _at_file(known.model_copy(), text.file), []
        try:
            unit = Unit.model_validate(text.values)
        except ValidationError as error:
            return None, [*text.findings, *_model_findings(text.file, error)]
        if not text.findings:
            self._units[text.key] = unit
        return _at_file(unit, text.file), text.findings


@dataclass(frozen=True)
class _Text:
    """The parsed text of one file, or only its key if it was read before in this run."""

    file: Path
    key: bytes = b""
    values: Any = None
    findings: list[Finding] = field(default_factory=list)
    is_yaml: bool = True


def _parsed(read: tuple[Path, bytes, bytes]) -> _Text:
    file, key, data = read
    try:
        return _Text(file, key, *_values(file, data))
    except yaml_text.YamlError as error:
        return _Text(file, key, findings=error.findings, is_yaml=False)


def _values(file: Path, data: bytes) -> tuple[Any, list[Finding]]:
    text = yaml_text.decoded(file, data)
    findings = check_text(file, text)
    try:
        values, refused = yaml_text.parse(file, yaml_text.composed(text))
    except yaml_text.YamlError as error:
        # Findings about the text explain an error better than the YAML error that follows from it.
        known = any(finding.severity == "error" for finding in findings)
        raise yaml_text.YamlError(*findings, *(() if known else error.findings)) from error
    useless = any(one.severity == "error" and one.code != "duplicate-key" for one in refused)
    told = {(finding.code, finding.line) for finding in findings}
    refused = [one for one in refused if (one.code, one.line) not in told]
    if useless:
        # Without the refused values, the model would only report errors that follow from them.
        raise yaml_text.YamlError(*findings, *refused)
    return values, [*findings, *refused]


def _at_file(unit: Unit, file: Path) -> Unit:
    unit._file = file  # the path is not a field of the model
    return unit


def _model_findings(file: Path, error: ValidationError) -> Iterator[Finding]:
    for detail in error.errors():
        location = tuple(detail["loc"])
        code, message = code_and_message(detail, location)
        yield Finding(code, message, file, location=location)


def with_lines(findings: list[Finding]) -> list[Finding]:
    """Add the line numbers to findings with only a location; sort by file and line."""
    unplaced: dict[Path, list[Finding]] = {}
    placed: list[Finding] = []
    for finding in findings:
        if finding.line or not finding.location:
            placed.append(_at_line(finding, max(finding.line, 1)))
        else:
            unplaced.setdefault(finding.file, []).append(finding)
    for file, group in unplaced.items():
        lines = yaml_text.lines_of(file, [finding.location for finding in group])
        placed.extend(map(_at_line, group, lines))
    return sorted(placed, key=lambda finding: (str(finding.file), finding.line, finding.code))


def _at_line(finding: Finding, line: int) -> Finding:
    return replace(finding, line=line)
