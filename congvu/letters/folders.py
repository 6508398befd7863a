"""Where the controller keeps letters: outside Git, for its user alone."""

from __future__ import annotations

import os
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
    """Return the work tree of Git that a folder lies in or would lie in, None outside of any."""
    whole = folder.expanduser().resolve()
    return next((one for one in (whole, *whole.parents) if (one / ".git").exists()), None)
