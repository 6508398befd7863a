"""Builds a release of the site and puts it where the role would: what visitors get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from congvu.office import DEFAULT_ROSTER, PROJECT

# The sample roster's decisions are seen from here, whenever the audits run.
DAY = "2026-11-24"


@dataclass(frozen=True)
class Release:
    """One release of the site on this machine.

    Attributes:
        root: the role's `directory_web_root`.
        facts: what the archive's builder told the role.
    """

    root: Path
    facts: dict[str, object]

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
    command = [sys.executable, "-m", "directory_site.archive", str(archive)]
    environment = {**os.environ, "CONGVU_ROSTER": str(roster), "CONGVU_DATE": DAY}
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True
    )
    facts = json.loads(done.stdout)
    name = str(facts["release"])
    with tarfile.open(archive) as packed:
        packed.extractall(root / "releases" / name, filter="data")
    archive.unlink()
    (root / "current").symlink_to(Path("releases", name))
    return Release(root, facts)
