"""Builds a release of the site and unpacks it like the role.

The checks before publication are left out, since they have their own tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.invented_people import write_roster
from congvu.office import DEFAULT_ROSTER, PROJECT
from directory_site.cache import Cache
from directory_site.publish.compress import compressed
from directory_site.publish.pack import pack

# All audits use this day, so that the sample roster's decisions have the same effect.
DAY = "2026-11-24"


class ReleaseError(Exception):
    """A release can't be built; the message is the command's output."""


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


def build(root: Path, roster: Path = DEFAULT_ROSTER, checkout: Path = PROJECT) -> Release:
    """Build the site of a roster for `DAY`, in an empty folder.

    Args:
        root: the folder, the release's `directory_web_root`.
        roster: the roster's folder.
        checkout: the project with the office; `checkout_on_request` makes another one.

    Raises:
        ReleaseError: the build failed; the message says why.
    """
    site, archive = root / "site", root / "directory.tar.gz"
    command = ("build", "--strict", "--site-dir", str(site))
    _run("mkdocs", *command, cwd=checkout, CONGVU_ROSTER=str(roster), NO_MKDOCS_2_WARNING="1")
    with Cache() as cache:
        pack(site, compressed(site, cache), archive)
    with tarfile.open(archive) as packed:
        packed.extractall(root / "releases" / "audited", filter="data")
    archive.unlink()
    shutil.rmtree(site)
    (root / "current").symlink_to(Path("releases", "audited"))
    return Release(root)


def build_invented(folder: Path, people: int) -> Release:
    """Build the site of invented people in an empty folder, with the same errors as `build`."""
    roster, root = folder / "roster", folder / "web"
    root.mkdir()
    write_roster(roster, people)
    _run("congvu.cli", "--roster", str(roster), "register")
    return build(root, roster)


def extended_roster(folder: Path, more: Path) -> Path:
    """Copy the sample roster into an empty folder and add the units of another; return it."""
    for source in (DEFAULT_ROSTER, more):
        shutil.copytree(source, folder, dirs_exist_ok=True)
    _run("congvu.cli", "--roster", str(folder), "register")
    return folder


def checkout_on_request(folder: Path) -> Path:
    """Copy the site's sources into a folder, with people's addresses shown on request."""
    for name in ("mkdocs.yml", "congvu", "directory_site", "inventory"):
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    office = folder / "inventory" / "district.yml"
    text = office.read_text(encoding="utf-8")
    changed = text.replace("people_addresses: shown", "people_addresses: on_request")
    office.write_text(changed, encoding="utf-8")
    return folder


def _run(module: str, *arguments: str, cwd: Path = PROJECT, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env={**os.environ, "CONGVU_DATE": DAY, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ReleaseError(done.stdout + done.stderr)
    return done.stdout
