"""The sample roster on one day, with the findings and the plan for changes of it."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from congvu.checks import run_checks
from congvu.cli.main import main
from congvu.findings import Finding
from congvu.office import DEFAULT_ROSTER, load_office
from congvu.plan.compute import roster_plan
from congvu.plan.model import RosterPlan
from congvu.register.file import MENDED
from congvu.roster.load import RosterReader
from congvu.state import State, read_state
from congvu.workbook.export import unit_workbook
from congvu.workbook.problems import SUFFIX
from guide.edits import apply
from guide.page import Edit

# The day of all examples in the pages.
DAY = date(2026, 11, 24)
# The settings in the repository name no key, since each office makes its own. With one, letters
# and archives can be made.
_KEY = "age1" + "q" * 58


@dataclass(frozen=True)
class Answer:
    """The result of a change.

    Attributes:
        before: the sample roster.
        after: the changed roster; its files are deleted already.
        findings: all findings of the checks, with lines.
    """

    before: State
    after: State
    findings: tuple[Finding, ...]

    @property
    def unexpected(self) -> list[Finding]:
        """The findings that no command can correct."""
        return [finding for finding in self.findings if finding.code not in MENDED]

    @cached_property
    def plan(self) -> RosterPlan:
        """What changes."""
        return roster_plan(self.before, self.after)


@dataclass(frozen=True)
class Imported:
    """The result of `congvu import` for a file.

    Attributes:
        text: its output.
        copy: the copy with the problems, empty if there is no problem.
    """

    text: str
    copy: bytes


class Sample:
    """The sample roster. Each change is made in a new copy."""

    def __init__(self, roster: Path = DEFAULT_ROSTER) -> None:
        self._roster = roster
        office = load_office()
        keyed = office.accounts.model_copy(update={"recipients": (_KEY,)})
        self._office = office.model_copy(update={"accounts": keyed})
        # Unchanged units are read only once.
        self._reader = RosterReader()
        self._workbooks: dict[str, bytes] = {}
        self._answers: dict[tuple[Edit, ...], Answer] = {}

    @cached_property
    def before(self) -> State:
        """The unchanged roster."""
        return read_state(self._roster, DAY, self._office, self._reader)

    def answer(self, edits: Sequence[Edit]) -> Answer:
        """Change a copy and check it. The result is cached, since pages need a case several times.

        Raises:
            PageError: an edit can't be carried out.
        """
        asked = tuple(edits)
        if asked not in self._answers:
            with self._copy(edits) as folder:
                after = read_state(folder, DAY, self._office, self._reader)
                found = tuple(run_checks(after, self.before))
            self._answers[asked] = Answer(self.before, after, found)
        return self._answers[asked]

    def explain(self, words: Sequence[str]) -> str:
        """Return the output of `congvu explain`."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            main(["--roster", str(self._roster), "--date", DAY.isoformat(), "explain", *words])
        return output.getvalue().rstrip()

    def workbook(self, unit: str) -> bytes:
        """Return the workbook that `congvu export` writes for a unit."""
        if unit not in self._workbooks:
            known = self.before.roster.units_by_id
            self._workbooks[unit] = unit_workbook(self.before, known[unit])
        return self._workbooks[unit]

    def imported(self, name: str, data: bytes, options: Sequence[str] = ()) -> Imported:
        """Import a file into a temporary copy."""
        output = io.StringIO()
        with self._copy([]) as folder:
            file = folder.parent / name
            file.write_bytes(data)
            day = ["--roster", str(folder), "--date", DAY.isoformat()]
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                main([*day, "import", *options, str(file)])
            text = output.getvalue().replace(f"{folder.parent}/", "").rstrip()
            copy = file.with_name(f"{file.stem}{SUFFIX}.xlsx")
            return Imported(text, copy.read_bytes() if copy.exists() else b"")

    @contextmanager
    def _copy(self, edits: Sequence[Edit]) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="congvu-guide-") as temporary:
            folder = Path(temporary, self._roster.name)
            shutil.copytree(self._roster, folder, copy_function=shutil.copyfile)
            apply(edits, folder)
            yield folder
