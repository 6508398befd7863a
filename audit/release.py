"""Builds a release of the site and puts it where the role would: what visitors get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.invented_people import write_roster
from congvu.office import DEFAULT_ROSTER, PROJECT

# The sample roster's decisions are seen from here, whenever the audits run.
DAY = "2026-11-24"


@dataclass(frozen=True)
class Release:
    """One release of the site on this machine.

    Attributes:
        root: the role's `directory_web_root`.
    """

    root: Path

    @property
    def site(self) -> Path:
        """The folder with the pages."""
        return self.root / "current"


def build(root: Path, roster: Path = DEFAULT_ROSTER) -> Release:
    """Build the site of a roster, as of `DAY`, below an empty folder.

    Raises:
        subprocess.CalledProcessError: the build failed; its standard error says why.
    """
    archive = root / "directory.tar"
    told = json.loads(_run("directory_site.archive", str(archive), CONGVU_ROSTER=str(roster)))
    name = told["release"]
    with tarfile.open(archive) as packed:
        packed.extractall(root / "releases" / name, filter="data")
    archive.unlink()
    (root / "current").symlink_to(Path("releases", name))
    return Release(root)


def build_invented(folder: Path, people: int) -> Release:
    """Build the site of invented people, in an empty folder; errors are those of `build`."""
    roster, root = folder / "roster", folder / "web"
    root.mkdir()
    write_roster(roster, people)
    _run("congvu.cli", "--roster", str(roster), "register")
    return build(root, roster)


def _run(module: str, *arguments: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env={**os.environ, "CONGVU_DATE": DAY, **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
