"""Which commit the site is made from: the last that touched anything that the site is made of.

Not simply the last one: a commit that leaves the site as it is must leave its bytes as they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from congvu.days import POSIX_ZONE, written
from congvu.office import DEFAULT_FILE, PROJECT
from congvu.revision import NoRepositoryError, git

# What the site is made of beside the roster and the office.
_MADE_OF = ("congvu", "directory_site", "mkdocs.yml", "requirements/run.txt")
# Of the file at `PATH`; a change that a reader of it could stumble over is a new number.
FORMAT = 1
PATH = "phien-ban.json"
# Enough to name a commit in a repository of this size, few enough to be read out.
_SHORT = 10


@dataclass(frozen=True)
class SiteRevision:
    """What the site is made from.

    Attributes:
        commit: the full id of the commit.
        day: its committer's day, in Vietnam.
        changed: whether there are changes beside it that are not committed.
    """

    commit: str
    day: date
    changed: bool


def site_revision(roster: Path) -> SiteRevision | None:
    """Return the revision; None where roster and project don't stand in one Git repository.

    In a shallow clone it can be the oldest commit that is there: the state is the same, the commit
    that made it is not known.

    Raises:
        RevisionError: Git refuses to read the repository.
    """
    try:
        top = Path(git(PROJECT, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    except NoRepositoryError:
        return None
    paths = [roster.resolve(), DEFAULT_FILE.resolve(), *(PROJECT / path for path in _MADE_OF)]
    if not all(path.is_relative_to(top) for path in paths):
        return None
    chosen = ["--", *(str(path.relative_to(top)) for path in paths)]
    # The office's day wherever the site is built.
    form = ("--format=%H %cd", "--date=format-local:%Y-%m-%d")
    found = git(top, "log", "-1", *form, *chosen, TZ=POSIX_ZONE).decode().split()
    if not found:
        return None
    commit, day = found
    status = git(top, "status", "--porcelain", "--untracked-files=all", *chosen)
    return SiteRevision(commit, date.fromisoformat(day), bool(status.strip()))


def revision_shown(revision: SiteRevision | None) -> dict[str, str | bool] | None:
    """Return what pages show: the short id, the day in Vietnamese form, changed or not."""
    if revision is None:
        return None
    return {
        "commit": revision.commit[:_SHORT],
        "date": written(revision.day),
        "changed": revision.changed,
    }


def revision_file(revision: SiteRevision | None) -> str:
    """Return the JSON at `PATH`: which revision a site is, for programs and for going back."""
    facts = {
        "format": FORMAT,
        "commit": revision.commit if revision else None,
        "day": revision.day.isoformat() if revision else None,
        "uncommitted_changes": revision.changed if revision else None,
    }
    return json.dumps(facts, indent=2) + "\n"
