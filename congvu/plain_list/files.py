"""Writes a list into the roster's files, and turns the checks' findings into rows of the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from congvu.findings import Finding
from congvu.plain_list.arrival import Arrival, Newcomer
from congvu.plain_list.grid import Grid, Unreadable, column_name
from congvu.roster.edit import UnitFile
from congvu.roster.load import Roster
from congvu.workbook.problems import Problem
from congvu.workbook.rows import shown
from congvu.workbook.wording import in_workbook_words
from congvu.workbook.write import write_text

# The sheet's name in the copy with the problems, for a list that was a text file.
SHEET_OF_TEXT = "Danh sách"


def new_texts(roster: Roster, found: Arrival) -> dict[Path, str]:
    """Return the new text of every file that a list changes.

    Raises:
        EditError: a file can't be edited by a program.
    """
    staff: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in found.newcomers:
        staff[one.unit].append(one.values)
    texts: dict[Path, str] = {}
    for unit in roster.units:
        if unit.id in staff:
            document = UnitFile.read(unit.file)
            for person in staff[unit.id]:
                document.add_person(person)
            texts[unit.file] = document.text()
    for values in found.units:
        file = roster.directory / f"{values['id']}.yml"
        document = UnitFile(file)
        document.values.update(values)
        for person in staff[values["id"]]:
            document.add_person(person)
        texts[file] = document.text()
    return texts


def problems_of(findings: Iterable[Finding], after: Roster, found: Arrival) -> list[Problem]:
    """Return the checks' findings in the changed roster as problems of the list's rows.

    Args:
        findings: errors that the roster did not have before.
        after: the changed roster.
        found: what the list added to it.
    """
    by_id = {str(one.values["id"]): one for one in found.newcomers}
    by_unit: dict[str, Newcomer] = {}
    for one in found.newcomers:
        by_unit.setdefault(one.unit, one)
    units = {unit.file.name: unit for unit in after.units}
    problems = []
    for finding in findings:
        unit = units.get(finding.file.name)
        newcomer = by_unit.get(unit.id) if unit else None
        if unit and finding.location[:1] == ("staff",) and len(finding.location) > 1:
            person = unit.staff[int(finding.location[1])]
            newcomer = by_id.get(person.id, newcomer)
        if newcomer is None:
            problems.append(Problem("", 0, f"{finding.file.name}: {finding.sentence()}"))
        else:
            row = newcomer.candidate
            sentence = shown(in_workbook_words(finding.sentence()))
            problems.append(Problem(row.sheet, row.row, sentence))
    return problems


def workbook_of_text(grid: Grid) -> Workbook:
    """Return a list that was a text file as a workbook in which every cell is text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET_OF_TEXT
    for number, row in enumerate(grid.rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None and not isinstance(value, Unreadable):
                write_text(sheet.cell(number, column), shown(str(value)))
    for column in range(1, grid.width + 1):
        widest = max(len(grid.text(row, column)) for row in range(1, len(grid.rows) + 1))
        sheet.column_dimensions[column_name(column)].width = min(max(8, widest + 2), 40)
    return book
