"""Where the controller keeps what it fetched from mail hosts: outside Git, for its user alone."""

from __future__ import annotations

import os
from pathlib import Path


def kept_folder(what: str, domain: str) -> Path:
    """Return the folder of an office's letters or handovers.

    ``CONGVU_LETTERS`` or ``CONGVU_HANDOVERS`` where set, else below ``XDG_DATA_HOME``. To Ansible
    the same is said by `playbooks/group_vars/all/controller.yml`.

    Args:
        what: ``letters`` or ``handovers``.
        domain: of the office.
    """
    if named := os.environ.get(f"CONGVU_{what.upper()}"):
        return Path(named).expanduser().resolve()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "congvu" / what / domain
