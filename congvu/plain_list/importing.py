"""Imports a plain list into the roster: all of it or nothing, after every check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl import Workbook

from congvu.accounts_plan import PlanError
from congvu.plain_list.arrival import Arrival, Before, Choices, arrival
from congvu.plain_list.balance import balance
from congvu.plain_list.columns import Field
from congvu.plain_list.csv_grid import from_text
from congvu.plain_list.files import SHEET_OF_TEXT, new_texts, problems_of, workbook_of_text
from congvu.plain_list.grid import ListError
from congvu.plain_list.placing import Placer
from congvu.plain_list.read_list import grids_of_workbook, read_sheets
from congvu.plain_list.report import as_dict, as_lines, newcomers
from congvu.roster.edit import EditError
from congvu.roster.load import Roster, roster_files
from congvu.state import State
from congvu.trial import try_out
from congvu.workbook.importing import Book, Import
from congvu.workbook.problems import Problem
from congvu.workbook.safe_open import MAX_BYTES

_SIGNATURES = (b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class Asked:
    """The options that the clerk gives with a list.

    Attributes:
        choices: the options about people and units.
        columns: columns whose meaning the clerk states.
        sheets: names of the sheets to read; if empty, every sheet with a list.
    """

    choices: Choices = field(default_factory=Choices)
    columns: Mapping[Field, int] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


def is_text(file: Path) -> bool:
    """Tell whether a file is text rather than a workbook, by its content and its name.

    Raises:
        OSError: it can't be read.
    """
    if not file.is_file() or file.suffix.lower() in _SUFFIXES:
        return False
    with file.open("rb") as stream:
        start = stream.read(8)
    return not start.startswith(_SIGNATURES)


def at_first(state: State) -> State:
    """Return the state, or an empty state where the roster's folder has no file yet."""
    directory = state.roster.directory
    if state.readable or state.roster.register_file.exists() or roster_files(directory):
        return state
    return replace(state, roster=Roster(directory, ()), load_findings=())


def import_list(state: State, file: Path, workbook: Workbook | None, asked: Asked) -> Import:
    """Import a list, in memory.

    Args:
        state: a readable state of the roster.
        file: the list's file.
        workbook: its content, None where the file is text.
        asked: the clerk's options.

    Raises:
        ListError: no list can be read from it.
        OSError: it can't be read.
    """
    if workbook is not None:
        grids, hidden = grids_of_workbook(workbook)
    else:
        if file.stat().st_size > MAX_BYTES:
            raise ListError(f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB")
        grids, hidden = [from_text(file.read_bytes())], []
        workbook = workbook_of_text(grids[0])
    taken = {*state.committed.by_holder, *state.roster.people_by_id}
    choices = asked.choices
    placer = Placer(
        state.roster, choices.unit, choices.establish, taken.__contains__, choices.leadership
    )
    if refusal := placer.refusal_of_stated():
        raise ListError(refusal)
    sheets = read_sheets(grids, hidden, placer.knows, asked.columns, asked.sheets)
    before = Before(state.roster, state.committed, state.office, state.on)
    found = arrival([(body, placer) for body in sheets.bodies], before, choices)
    headers = {body.table.grid.name or SHEET_OF_TEXT: body.table.top for body in sheets.bodies}
    found.problems += sheets.problems
    book = Book(file, workbook, list(found.problems), [], headers)
    result = Import([book], list(as_lines(sheets, found)), details=as_dict(sheets, found))
    if not found.problems:
        result.notes += newcomers(found)
        if found.newcomers:
            _try(state, found, result)
    adds_up = balance(sheets.bodies, found, book.problems)
    if adds_up.lost:
        book.problems += adds_up.problems()
        result.trial = result.plan = None
    result.last = adds_up.line()
    result.details["balance"] = adds_up.as_dict()
    book.problems = [_in_a_sheet(problem) for problem in book.problems]
    return result


def _try(state: State, found: Arrival, result: Import) -> None:
    """Run every check on the changed roster, and keep it where there is no error."""
    [book] = result.books
    try:
        trial = try_out(state, new_texts(state.roster, found))
    except EditError as error:
        book.problems.append(Problem("", 0, str(error)))
        return
    after = trial.after.roster
    errors = [finding for finding in trial.new if finding.severity == "error"]
    book.problems += problems_of(errors, after, found)
    book.warnings += problems_of(
        (finding for finding in trial.new if finding.severity != "error"), after, found
    )
    if book.problems:
        return
    try:
        result.plan = trial.plan()
        result.trial = trial
    except PlanError as error:
        book.problems.append(Problem("", 0, str(error)))


def _in_a_sheet(problem: Problem) -> Problem:
    """Return a problem of a text file's list as a problem of the only sheet in the copy."""
    if problem.sheet or not problem.row:
        return problem
    return replace(problem, sheet=SHEET_OF_TEXT)
