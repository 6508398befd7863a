"""The lab that provisioning and delivery are measured on, set up once a run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lab.settings import PROJECT, Lab, current_lab

_PLAYBOOK = PROJECT / ".venv" / "bin" / "ansible-playbook"


@lru_cache(maxsize=1)
def bench_lab() -> Lab:
    """Return the lab, with the mail host's roles on it and no account."""
    lab = current_lab()
    subprocess.run(lab.boot(), env=lab.environment, stdout=subprocess.DEVNULL, check=True)
    for name in ("lab.yml", "mail_hosts.yml"):
        play(lab, PROJECT / "playbooks" / name)
    return lab


def play(lab: Lab, playbook: Path, *arguments: str, env: Mapping[str, str] = os.environ) -> None:
    """Run a playbook against the lab.

    Raises:
        SystemExit: it failed; the end of its output is the message.
    """
    done = subprocess.run(
        [_PLAYBOOK, "--inventory", PROJECT / "inventory" / "lab", playbook, *arguments],
        env={**env, **lab.environment, **env},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-2000:])


def host_processor(lab: Lab) -> float:
    """Return the processor time that all of the mail host has used since it was booted, seconds."""
    return int(ssh(lab, "systemctl show --value -p CPUUsageNSec -- -.slice")) / 1e9


def ssh(lab: Lab, command: str) -> str:
    """Run a command on the mail host; return its output.

    Raises:
        SystemExit: it failed; the end of its output is the message.
    """
    done = subprocess.run(
        [*lab.ssh(lab.mail), command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command[:300]}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout
