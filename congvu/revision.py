"""Writes the roster of a Git revision into a temporary folder.

It runs Git (`ls-tree`, `cat-file`). No file of a revision is executed, and no link is followed.
`git archive` is not used, because attributes in the revision could leave files out.
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
    """Git is not installed, or the folder is in no repository."""


@dataclass(frozen=True)
class Revision:
    """One revision.

    Attributes:
        commit: its full id.
        root: the temporary folder in place of the repository's folder.
        directory: the roster's folder in it, which may be empty.
        office: the office of the revision.
    """

    commit: str
    root: Path
    directory: Path
    office: Office


@contextmanager
def at_revision(directory: Path, ref: str) -> Iterator[Revision]:
    """Write a revision's roster into a temporary folder, which is deleted afterwards.

    Args:
        directory: the roster's folder in the working tree.
        ref: a commit in any form of Git: a branch, a tag, an id.

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
    """Write the files. A link is written as a broken link, so that reading it is refused."""
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
                stream.truncate(MAX_BYTES + 1)  # refused by its size, not by its content
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
    """Run a Git command in a folder; return its output.

    Args:
        folder: the folder; Git uses no other repository.
        arguments: the arguments of Git.
        given: its standard input.
        environment: additional variables.

    Raises:
        NoRepositoryError: Git is not installed, or the folder is in no repository.
        RevisionError: Git failed.
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
    """Return an environment in which Git uses only the given folder.

    GIT_DIR of a hook would name another repository. In a partial clone, Git would run programs from
    the clone's configuration to fetch missing objects.
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
