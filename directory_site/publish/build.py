"""Runs MkDocs, in a process of its own, into a folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


class BuildError(Exception):
    """The site can't be built; the message is what MkDocs or the hook said.

    Attributes:
        code: the exit code of the build.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def build(site: Path) -> None:
    """Build the site of the roster that the environment names; a warning is an error.

    Raises:
        BuildError: MkDocs failed.
    """
    # Not --quiet: it keeps MkDocs from counting the warnings that --strict is about.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    done = subprocess.run(command, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        said = (line for line in done.stderr.splitlines() if not line.startswith("INFO"))
        raise BuildError("\n".join(said), done.returncode)
