"""A roster as it stands in a Git revision, in a folder of its own.

Git itself is asked (`ls-tree`, `cat-file`): no library reads more, and nothing of a revision is
ever executed or followed. `git archive` is not used because a revision's own attributes could
hide files from it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from congvu.office import DEFAULT_FILE, Office, load_office
from congvu.roster.file_checks import MAX_BYTES

_LINK = "120000"
_NO_REPOSITORY = "not a git repository"
_OF_A_HOOK = frozenset(
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CEILING_DIRECTORIES",
    ]
)


class RevisionError(Exception):
    """The revision can't be read; the message is Vietnamese."""


class NoRepositoryError(RevisionError):
    """There is no Git on this machine, or the folder is in no repository."""


@dataclass(frozen=True)
class Revision:
    """One revision.

    Attributes:
        commit: its full id.
        root: the folder that stands for the repository's own.
        directory: the roster's folder in it; it may be empty.
        office: the office as the revision has it.
    """

    commit: str
    root: Path
    directory: Path
    office: Office


@contextmanager
def at_revision(directory: Path, ref: str) -> Iterator[Revision]:
    """Lay out the roster's folder as it stands at a revision; it goes away afterwards.

    Args:
        directory: the roster's folder in the working tree.
        ref: what Git takes for a commit: a branch, a tag, an id.

    Raises:
        RevisionError: no Git, no repository, or no such revision.
        OfficeError: the revision's `district.yml` is wrong.
    """
    top = Path(git(directory, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    if not directory.is_relative_to(top):
        raise RevisionError(f"thư mục {directory} không nằm trong kho Git {top}")
    try:
        commit = git(
            top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
        )
    except RevisionError:
        raise RevisionError(
            f"không có phiên bản «{ref}» trong kho Git {top}; nếu kho chỉ được tải một phần "
            "(shallow clone), hãy tải đủ: git fetch --unshallow, trong GitLab CI là GIT_DEPTH: 0"
        ) from None
    name = commit.decode().strip()
    folder = directory.relative_to(top)
    with tempfile.TemporaryDirectory(prefix="congvu-") as temporary:
        root = Path(temporary)
        (root / folder).mkdir(parents=True, exist_ok=True)
        paths = [f"{folder.as_posix()}/"]
        office_file = None
        if DEFAULT_FILE.is_relative_to(top):
            office_file = root / DEFAULT_FILE.relative_to(top)
            paths.append(DEFAULT_FILE.relative_to(top).as_posix())
        _lay_out(top, name, paths, root)
        office = load_office(office_file if office_file and office_file.exists() else DEFAULT_FILE)
        yield Revision(name, root, root / folder, office)


def _lay_out(top: Path, commit: str, paths: list[str], root: Path) -> None:
    """Write the files; a link stays one that leads nowhere, so that reading it is refused."""
    listing = git(top, "ls-tree", "-z", "-l", commit, "--", *paths).decode("utf-8", "replace")
    wanted: list[tuple[str, Path]] = []
    for row in filter(None, listing.split("\0")):
        facts, _, path = row.partition("\t")
        mode, kind, blob, size = facts.split()
        target = root / path
        if kind != "blob" or not target.resolve().is_relative_to(root.resolve()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            target.symlink_to(root / "khong-theo-lien-ket")
        elif int(size) > MAX_BYTES:
            with target.open("wb") as stream:
                stream.truncate(MAX_BYTES + 1)  # refused for its size, whatever is in it
        else:
            wanted.append((blob, target))
    _write_blobs(top, wanted)


def _write_blobs(top: Path, wanted: list[tuple[str, Path]]) -> None:
    blobs = "".join(f"{blob}\n" for blob, _ in wanted).encode()
    data = git(top, "cat-file", "--batch", given=blobs) if wanted else b""
    position = 0
    for _, target in wanted:
        end = data.index(b"\n", position)
        size = int(data[position:end].split()[2])
        target.write_bytes(data[end + 1 : end + 1 + size])
        position = end + 1 + size + 1


def git(folder: Path, *arguments: str, given: bytes = b"", **environment: str) -> bytes:
    """Run a command of Git in a folder; return what it printed.

    Args:
        folder: where; Git looks at nothing else.
        arguments: of Git.
        given: what it reads.
        environment: variables to set for it.

    Raises:
        NoRepositoryError: no Git, or the folder is in no repository.
        RevisionError: Git refused.
    """
    try:
        done = subprocess.run(
            ["git", "--no-replace-objects", "-C", str(folder), *arguments],
            input=given,
            capture_output=True,
            check=True,
            env={**clean_environment(), **environment},
        )
    except FileNotFoundError:
        raise NoRepositoryError("máy này chưa có Git; hãy cài gói git") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace")
        kind = NoRepositoryError if _NO_REPOSITORY in said else RevisionError
        raise kind(_reason(folder, said)) from None
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return an environment in which Git looks at the folder that it is given alone.

    A hook's GIT_DIR would lead it to another repository, and a partial clone would have it call
    whatever program the clone's own configuration names to fetch what is missing.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _reason(folder: Path, said: str) -> str:
    if "dubious ownership" in said:
        return (
            f"Git không đọc kho ở {folder} vì kho là của người dùng khác; nếu tin kho này, chạy: "
            f"git config --global --add safe.directory {folder}"
        )
    if _NO_REPOSITORY in said:
        return f"thư mục {folder} không nằm trong kho Git nào"
    lines = said.strip().splitlines()
    return f"Git không đọc được {folder}: {lines[-1] if lines else ''}"
