"""Imports workbooks into the roster: all of them or none, after every check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from congvu.accounts_plan import PlanError
from congvu.findings import Finding
from congvu.plan.model import RosterPlan
from congvu.roster.edit import EditError
from congvu.roster.staff_numbers import StaffNumbers
from congvu.state import State
from congvu.trial import Trial, try_out
from congvu.workbook.change import UnitChange
from congvu.workbook.files import Files
from congvu.workbook.problems import Problem
from congvu.workbook.read import Exported
from congvu.workbook.rows import shown
from congvu.workbook.sheets import STAFF
from congvu.workbook.wording import in_workbook_words


@dataclass
class Book:
    """One workbook to import.

    Attributes:
        file: the workbook's file.
        workbook: its content.
        problems: why nothing can be imported.
        warnings: what the clerk should look at.
        headers: the row of each sheet's header, where it is not the first row.
    """

    file: Path
    workbook: Workbook
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    headers: dict[str, int] = field(default_factory=dict)


@dataclass
class Import:
    """The result of an import, before anything is written.

    Attributes:
        books: the workbooks, each with its problems.
        notes: sentences about what was read, such as the numbers of new people.
        trial: the changed roster; None where there is a problem or nothing changes.
        plan: what changes for mailboxes, where there is a trial.
        details: more keys of the answer for programs.
        last: the last sentence of the answer, empty for none.
    """

    books: list[Book]
    notes: list[str] = field(default_factory=list)
    trial: Trial | None = None
    plan: RosterPlan | None = None
    details: dict[str, Any] = field(default_factory=dict)
    last: str = ""

    @property
    def refused(self) -> bool:
        """Whether there is any problem."""
        return any(book.problems for book in self.books)


def import_exported(state: State, books: Sequence[tuple[Book, Exported]]) -> Import:
    """Import workbooks that `export` wrote, in memory.

    Args:
        state: a readable state of the roster.
        books: the workbooks, each of a unit that the roster has.
    """
    found = Import([book for book, _ in books])
    files = Files(state, StaffNumbers(state.roster, state.register, state.office))
    changes: list[UnitChange] = []
    try:
        for book, exported in books:
            change = UnitChange(exported, files)
            changes.append(change)
            change.carry_out()
            book.problems += change.problems
        changed = [file for file in files.opened.values() if file.changed]
        if not changed:
            return found
        trial = try_out(state, {file.file: file.text() for file in changed})
    except EditError as error:
        books[0][0].problems.append(Problem("", 0, str(error)))
        return found
    judge(found, trial, changes)
    if not found.refused:
        found.notes += [note for change in changes for note in change.notes]
    return found


def judge(found: Import, trial: Trial, changes: Sequence[UnitChange]) -> None:
    """Add the checks' findings to the rows, and keep the changed roster if there is no error."""
    refused = found.refused
    marked = {(one.sheet, one.row) for book in found.books for one in book.problems}
    for findings, is_new in ((trial.new, True), (trial.old, False)):
        for finding in findings:
            book, problem, touched = _placed(found, finding, changes)
            # An old error in a row that the clerk did not touch is no reason to refuse.
            if not (is_new or touched):
                continue
            if finding.severity != "error":
                book.warnings.append(problem)
            # If there are problems already, add only findings about other rows.
            elif not refused or (touched and (problem.sheet, problem.row) not in marked):
                book.problems.append(problem)
    for book in found.books:
        book.problems = list(dict.fromkeys(book.problems))
    if not found.refused:
        try:
            found.plan = trial.plan()
            found.trial = trial
        except PlanError as error:
            found.books[0].problems.append(Problem("", 0, str(error)))


def _placed(
    found: Import, finding: Finding, changes: Sequence[UnitChange]
) -> tuple[Book, Problem, bool]:
    """Return a finding as a problem of its workbook, and whether the clerk changed its row."""
    sentence = shown(in_workbook_words(finding.sentence()))
    for book, change in zip(found.books, changes, strict=True):
        if finding.file in change.sources:
            row = change.sources[finding.file]
            return book, change.located(STAFF, row, f"{finding.file.stem}: {sentence}"), True
        if change.file.file == finding.file and finding.location:
            sheet, row, column = change.places.find(change.values, finding.location)
            touched = (sheet.key, row) in change.places.touched
            return book, change.located(sheet, row, sentence, column), touched
    return found.books[0], Problem("", 0, f"{finding.file.name}: {sentence}"), False
