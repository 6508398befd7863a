"""The edge where playbooks run on the mail hosts of an inventory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from congvu.office import PROJECT
from merge_requests.settings import SettingsError


def inventory() -> Path:
    """Return the inventory that ``CONGVU_INVENTORY`` names, from the project's folder.

    Raises:
        SettingsError: there is none.
    """
    named = os.environ.get("CONGVU_INVENTORY") or "inventory/production"
    folder = PROJECT / named
    if not folder.exists():
        raise SettingsError(
            f"Chưa có inventory «{named}» ở nhánh chính: hãy chép inventory/production.example "
            "thành inventory/production, điền máy chủ rồi hợp nhất (xem README.md)."
        )
    return folder


def play(name: str, **variables: str | bool) -> bool:
    """Run a playbook; return whether it succeeded. What it prints is the job's log.

    Args:
        name: its file in `playbooks/`.
        variables: extra variables of Ansible.
    """
    return _run(name, [], variables)


def play_on(host: str, name: str, **variables: str | bool) -> bool:
    """Do as `play`, on one host of the inventory."""
    return _run(name, ["--limit", host], variables)


def _run(name: str, options: list[str], variables: dict[str, str | bool]) -> bool:
    program = Path(sys.executable).with_name("ansible-playbook")
    command = [str(program), str(PROJECT / "playbooks" / name), "-i", str(inventory()), *options]
    if variables:
        command += ["-e", json.dumps(variables)]
    # Playbooks need nothing of GitLab: what they start must not find the bot's token.
    kept = {key: value for key, value in os.environ.items() if key != "CONGVU_BOT_TOKEN"}
    sys.stdout.flush()
    done = subprocess.run(command, cwd=PROJECT, env=kept, stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0
