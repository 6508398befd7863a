"""Tries a change of unit files on a copy of the roster, with every check, before writing it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from congvu.atomic import replace_files
from congvu.checks import run_checks
from congvu.findings import Finding
from congvu.plan.compute import roster_plan
from congvu.plan.model import RosterPlan
from congvu.register import file as register_file
from congvu.roster.cache import default_folder, digest
from congvu.roster.load import Roster, RosterReader, roster_files
from congvu.state import State, read_state


class ChangedMeanwhileError(Exception):
    """Another program has written to a file since it was read; the message is Vietnamese."""


@dataclass(frozen=True)
class Trial:
    """The result of a change of the roster.

    Attributes:
        before: the roster before.
        after: the roster afterwards, with its new register.
        texts: the new text of each changed file.
        new: findings that the roster did not have before.
        old: findings that it had before and still has.
        content: a digest of every file at the time of the trial.
    """

    before: State
    after: State
    texts: Mapping[Path, str]
    new: tuple[Finding, ...]
    old: tuple[Finding, ...]
    content: Mapping[Path, bytes]

    @property
    def register_can_be_written(self) -> bool:
        """Whether no error prevents writing the register, by the rule of `congvu register`."""
        return not any(finding.severity == "error" for finding in (*self.new, *self.old))

    def plan(self) -> RosterPlan:
        """Return the plan of the change.

        Raises:
            PlanError: it would give an address to another holder.
        """
        return roster_plan(self.before, self.after)

    def write(self) -> list[Path]:
        """Write the files, and the register if there is no error: all or nothing.

        Returns:
            The files whose content changed.

        Raises:
            ChangedMeanwhileError: a file has changed since the trial was made.
            OSError: a file can't be written.
        """
        contents = {file: text.encode() for file, text in self.texts.items()}
        if self.register_can_be_written:
            file = self.before.roster.register_file
            text = register_file.dump(self.after.register).encode()
            if not file.exists() or file.read_bytes() != text:
                contents[file] = text
        if _content(self.before.roster) != self.content:
            raise ChangedMeanwhileError(
                "danh sách vừa được người khác sửa trong lúc này; chưa ghi gì, hãy chạy lại"
            )
        replace_files(contents)
        return list(contents)


def try_out(before: State, texts: Mapping[Path, str]) -> Trial:
    """Read the roster with some files changed or added, and check it.

    Args:
        before: a readable state of the roster.
        texts: the new text of each changed file.
    """
    directory = before.roster.directory
    content = _content(before.roster)
    with tempfile.TemporaryDirectory(prefix="congvu-") as temporary:
        copy = Path(temporary)
        for file in content:
            if file not in texts:
                shutil.copyfile(file, copy / file.name)
        for file, text in texts.items():
            (copy / file.name).write_bytes(text.encode())
        after = read_state(copy, before.on, before.office, RosterReader(default_folder()))
        found = [
            replace(finding, file=directory / finding.file.name)
            for finding in run_checks(after)
            if finding.code not in register_file.MENDED
        ]
    known = Counter(map(_what, run_checks(before)))
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in found:
        known[_what(finding)] -= 1
        (new if known[_what(finding)] < 0 else old).append(finding)
    if after.readable:
        after = replace(after, committed=after.register)
    return Trial(before, after, dict(texts), tuple(new), tuple(old), content)


def _content(roster: Roster) -> dict[Path, bytes]:
    files = [*roster_files(roster.directory), roster.register_file]
    return {file: digest(file.read_bytes()) for file in files if file.exists()}


def _what(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.file.name
