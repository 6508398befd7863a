"""Where the controller keeps letters: outside Git, for its user alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def kept_letters(domain: str) -> Path:
    """Return where `playbooks/letters.yml` puts the encrypted files, and the list of printed ones.

    ``CONGVU_LETTERS`` where set, else below ``XDG_DATA_HOME``. To Ansible the same is said by
    `playbooks/group_vars/all/letters.yml`.
    """
    if named := os.environ.get("CONGVU_LETTERS"):
        return Path(named).expanduser().resolve()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "congvu" / "letters" / domain


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
