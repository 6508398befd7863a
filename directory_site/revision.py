"""The commit that the site is made from: the last one that changed any of the site's sources.

It is not simply the last commit: a commit without effect on the site must not change its bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from congvu.days import POSIX_ZONE, written
from congvu.office import DEFAULT_FILE, PROJECT
from congvu.revision import NoRepositoryError, git

# The site's sources, in addition to the roster and the office.
_MADE_OF = ("congvu", "directory_site", "mkdocs.yml", "requirements/run.txt")
# The version of the file at `PATH`. An incompatible change needs a new number.
FORMAT = 1
PATH = "phien-ban.json"
# Enough characters to identify a commit, and few enough to read aloud.
_SHORT = 10


@dataclass(frozen=True)
class SiteRevision:
    """The revision of the site's sources.

    Attributes:
        commit: the full id of the commit.
        day: the day of the commit, in Vietnam.
        changed: whether there are uncommitted changes.
    """

    commit: str
    day: date
    changed: bool


def site_revision(roster: Path) -> SiteRevision | None:
    """Return the revision; None if roster and project are not in the same Git repository.

    In a shallow clone it can be the oldest commit, which has the same files although an earlier
    commit changed them.

    Raises:
        RevisionError: Git can't read the repository.
    """
    try:
        top = Path(git(PROJECT, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    except NoRepositoryError:
        return None
    paths = [roster.resolve(), DEFAULT_FILE.resolve(), *(PROJECT / path for path in _MADE_OF)]
    if not all(path.is_relative_to(top) for path in paths):
        return None
    chosen = ["--", *(str(path.relative_to(top)) for path in paths)]
    # Use the office's day, wherever the site is built.
    form = ("--format=%H %cd", "--date=format-local:%Y-%m-%d")
    found = git(top, "log", "-1", *form, *chosen, TZ=POSIX_ZONE).decode().split()
    if not found:
        return None
    commit, day = found
    status = git(top, "status", "--porcelain", "--untracked-files=all", *chosen)
    return SiteRevision(commit, date.fromisoformat(day), bool(status.strip()))


def revision_shown(revision: SiteRevision | None) -> dict[str, str | bool] | None:
    """Return the data for pages: the short id, the day in Vietnamese notation, changed or not."""
    if revision is None:
        return None
    return {
        "commit": revision.commit[:_SHORT],
        "date": written(revision.day),
        "changed": revision.changed,
    }


def revision_file(revision: SiteRevision | None) -> str:
    """Return the JSON at `PATH` with the site's revision, for programs and directory_back.yml."""
    facts = {
        "format": FORMAT,
        "commit": revision.commit if revision else None,
        "day": revision.day.isoformat() if revision else None,
        "uncommitted_changes": revision.changed if revision else None,
    }
    return json.dumps(facts, indent=2) + "\n"
