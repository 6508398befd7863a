"""Runs playbooks on the mail hosts of an inventory. Only this module starts Ansible."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from congvu.office import PROJECT
from merge_requests.settings import SettingsError


def inventory() -> Path:
    """Return the path of the inventory; ``CONGVU_INVENTORY`` names it within the project.

    Raises:
        SettingsError: there is no such inventory.
    """
    named = os.environ.get("CONGVU_INVENTORY") or "inventory/production"
    folder = PROJECT / named
    if not folder.exists():
        raise SettingsError(
            f"Chưa có inventory «{named}» ở nhánh chính: hãy chép inventory/production.example "
            "thành inventory/production, điền máy chủ rồi hợp nhất (xem README.md)."
        )
    return folder


# What Ansible takes as a variable's value: a text, a flag, a dictionary of numbers.
Value = str | bool | Mapping[str, float]


def play(name: str, **variables: Value) -> bool:
    """Run a playbook; return whether it succeeded. What it prints is the job's log.

    Args:
        name: its file in `playbooks/`.
        variables: extra variables for Ansible.
    """
    return _run(name, [], variables)


def play_on(host: str, name: str, **variables: Value) -> bool:
    """Do as `play`, on one host of the inventory."""
    return _run(name, ["--limit", host], variables)


def _run(name: str, options: list[str], variables: dict[str, Value]) -> bool:
    program = Path(sys.executable).with_name("ansible-playbook")
    command = [str(program), str(PROJECT / "playbooks" / name), "-i", str(inventory()), *options]
    if variables:
        command += ["-e", json.dumps(variables)]
    # Playbooks do not need GitLab, so programs that they start must not see the bot's token.
    kept = {key: value for key, value in os.environ.items() if key != "CONGVU_BOT_TOKEN"}
    sys.stdout.flush()
    done = subprocess.run(command, cwd=PROJECT, env=kept, stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0
