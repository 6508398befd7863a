"""Works out what a request would do after its merge: findings, plan and register.

Git merges the request in memory, and the main branch's code reads the result. If only the register
is missing or in conflict, the right register is computed, since most clerks can't run a command.
Every address of the main branch stays in it (Article 4.6): if necessary it is derived again from
the main branch's register.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from congvu.accounts_plan import PlanError
from congvu.checks import run_checks
from congvu.findings import Finding
from congvu.office import DEFAULT_ROSTER, OfficeError
from congvu.plan.compute import roster_plan
from congvu.plan.model import RosterPlan
from congvu.register import file as register_file
from congvu.register.derive import derive
from congvu.revision import RevisionError, at_revision
from congvu.roster.load import RosterReader
from congvu.state import State, read_state
from merge_requests.files import REGISTER
from merge_requests.gitlab_project import Bot
from merge_requests.repository import Merge, Repository

# The author of temporary commits, which are on no branch.
_LOOKING = Bot(0, "congvu", "congvu@localhost")


@dataclass(frozen=True)
class Proposal:
    """A register that should be committed to the request's branch.

    Attributes:
        text: the text of the register's file.
        tree: id of the merged tree that it belongs to.
        why: Vietnamese, what was wrong with the register.
    """

    text: str
    tree: str
    why: str


@dataclass(frozen=True)
class Review:
    """The review of a request.

    Attributes:
        main: commit of the main branch.
        head: commit of the request.
        changed: the files that it changes.
        conflicts: files in conflict that only a person can resolve.
        errors: errors of the merged roster, with paths relative to the project.
        plan: the plan of the merge; None where there can't be one.
        note: Vietnamese, why there is no plan; empty where there is one.
        proposal: the missing register; None where it is not missing.
        same: files with errors that are equal in request and merge, so that the errors' line
            numbers are right for the request too.
    """

    main: str
    head: str
    changed: tuple[str, ...]
    conflicts: tuple[str, ...] = ()
    errors: tuple[Finding, ...] = ()
    plan: RosterPlan | None = None
    note: str = ""
    proposal: Proposal | None = None
    same: frozenset[str] = field(default_factory=frozenset)


# Reasons why a register must be written.
_STALE = "sổ địa chỉ chưa có các thay đổi của danh sách"
_SPOILT = (
    "sổ địa chỉ trong yêu cầu này không còn khớp với danh sách hoặc đã bị sửa tay, nên được lập "
    "lại từ sổ của nhánh chính (Điều 4.6)"
)
_IN_CONFLICT = (
    "sổ địa chỉ của yêu cầu này xung đột với nhánh chính, vì một yêu cầu khác đã được hợp nhất "
    "trước; địa chỉ đã cấp ở nhánh chính giữ nguyên (Điều 4.6), người trùng địa chỉ ở yêu cầu này "
    "nhận bước kế tiếp (Điều 6.2.c)"
)


def review(repository: Repository, main: str, head: str, on: date, reader: RosterReader) -> Review:
    """Work out what a merge would do, on a day.

    Args:
        repository: the repository with both commits.
        main: commit of the main branch.
        head: commit of the request.
        on: the day.
        reader: reads roster files; equal files of several requests are read once.

        Raises:
            RepositoryError: Git failed.
    """
    about = Review(main, head, tuple(repository.changed(main, head)))
    merge = repository.merge(main, head)
    if merge is None:
        return replace(about, note="Nhánh này không bắt nguồn từ nhánh chính nên không so được.")
    conflicts = tuple(path for path in merge.conflicts if path != REGISTER)
    if conflicts:
        return replace(about, conflicts=conflicts)
    try:
        reading, proposal = _settled(_Reader(repository, main, head, on, reader), merge)
    except (OfficeError, RevisionError) as error:
        return replace(about, note=_one_line(error))
    names = {finding.file.as_posix() for finding in reading.errors}
    same = {
        name for name in names if repository.blob(merge.tree, name) == repository.blob(head, name)
    }
    return replace(
        about,
        errors=reading.errors,
        plan=reading.plan,
        note=reading.note,
        proposal=proposal,
        same=frozenset(same),
    )


@dataclass(frozen=True)
class _Reading:
    """The merged roster, read with one of the registers.

    Attributes:
        errors: its errors, with paths relative to the project.
        plan: its plan against the main branch.
        note: why there is no plan.
        register: the text that the register's file should have.
        strays: whether the register has an address that is not in the main branch's register and
            belongs to nobody in the merged roster.
    """

    errors: tuple[Finding, ...]
    plan: RosterPlan | None
    note: str
    register: str
    strays: bool

    @property
    def sound(self) -> bool:
        """Whether writing the register would correct every error."""
        return all(finding.code in register_file.MENDED for finding in self.errors)


def _settled(reader: _Reader, merge: Merge) -> tuple[_Reading, Proposal | None]:
    """Read the roster with the merged register, or else with the main branch's register.

    A request's register can have an address that nobody ever had, if a name was corrected or a
    new person was removed within the request. The main branch's register does not have it.
    """
    first = None if merge.conflicts else reader.read(merge.tree)
    if first is not None and first.sound and not first.strays:
        stale = Proposal(first.register, merge.tree, _STALE) if first.errors else None
        return first, stale
    second = reader.read(reader.with_mains_register(merge.tree))
    if second.sound:
        why = _IN_CONFLICT if merge.conflicts else _SPOILT
        return second, Proposal(second.register, merge.tree, why)
    return first or second, None


@dataclass(frozen=True)
class _Reader:
    """Reads merged trees of one request."""

    repository: Repository
    main: str
    head: str
    on: date
    files: RosterReader

    def with_mains_register(self, tree: str) -> str:
        """Return a copy of a tree with the register of the main branch."""
        blob = self.repository.blob(self.main, REGISTER)
        return self.repository.tree_with(tree, REGISTER, blob) if blob else tree

    def read(self, tree: str) -> _Reading:
        """Check a tree's roster, and make its plan against the main branch."""
        commit = self.repository.commit(tree, [self.main, self.head], "", _LOOKING)
        with (
            at_revision(DEFAULT_ROSTER, self.main) as base,
            at_revision(DEFAULT_ROSTER, commit) as merged,
        ):
            before = read_state(base.directory, self.on, base.office, self.files)
            after = read_state(merged.directory, self.on, merged.office, self.files)
            found = run_checks(after, before if before.readable else None)
            errors = tuple(
                replace(one, file=one.file.relative_to(merged.root))
                for one in found
                if one.severity == "error"
            )
            plan, note = _plan(before, after)
            register = register_file.dump(after.register)
            return _Reading(errors, plan, note, register, _has_strays(before, after))


def _plan(before: State, after: State) -> tuple[RosterPlan | None, str]:
    if not before.readable:
        return None, "Chưa có kế hoạch: danh sách ở nhánh chính có tệp không đọc được."
    if not after.readable:
        return None, ""
    try:
        return roster_plan(before, after), ""
    except PlanError as error:
        return None, str(error)


def _has_strays(before: State, after: State) -> bool:
    if not (before.readable and after.readable):
        return False
    lawful = derive(after.roster, before.committed, after.office, after.on).register
    return any(
        entry.local_part not in lawful and entry.local_part not in before.committed
        for entry in after.committed
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
