"""Where the PDF files of letters go: outside Git."""

from __future__ import annotations

import subprocess
from pathlib import Path


def default_target() -> Path:
    """Return where PDF files go unless a folder is named."""
    return Path("~/thu-cap-mat-khau").expanduser()


def git_work_tree(folder: Path) -> Path | None:
    """Return the Git work tree that would take files of a folder in, None for none.

    A folder that the work tree ignores is safe: its files can't be committed by mistake.
    """
    whole = folder.expanduser().resolve()
    tree = next((one for one in (whole, *whole.parents) if (one / ".git").exists()), None)
    if tree is None or _ignored(tree, whole):
        return None
    return tree


def _ignored(tree: Path, folder: Path) -> bool:
    # The slash says that it is a folder, also where it is not there yet.
    command = ["git", "-C", str(tree), "check-ignore", "--quiet", "--", f"{folder}/"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False  # without Git, nobody knows
