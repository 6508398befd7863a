"""Reads the accounts of an inventory's mail hosts, by running Ansible."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from congvu.cli.context import UsageError
from congvu.office import PROJECT
from congvu.plan.drift import HostAccounts

_PLAYBOOK = PROJECT / "playbooks" / "mailboxes_read.yml"
# A line with advice from the callback `advice`.
_ADVICE = re.compile(r"^=> (?P<sentence>.+)$", re.MULTILINE)
_RESULT = re.compile(r"^fatal: \[.+?\]: \w+! => (?P<result>\{.*\})$", re.MULTILINE)


def host_accounts(inventory: Path | None) -> dict[str, HostAccounts]:
    """Read the accounts store of every mail host, by the host's name in the inventory.

    Args:
        inventory: the inventory, that of ``ansible.cfg`` by default.

    Raises:
        UsageError: there is no such inventory or host, or a host could not be read.
    """
    if inventory is not None and not inventory.exists():
        raise UsageError(f"không có inventory «{inventory}»")
    # The folder has everybody's names and addresses, so only this user may read it; it is deleted.
    with tempfile.TemporaryDirectory(prefix="congvu-") as folder:
        _run_playbook(inventory, Path(folder))
        files = sorted(Path(folder).glob("*.json"))
        if not files:
            raise UsageError("inventory không có máy nào trong nhóm mail_hosts")
        return {file.stem: _parsed(file) for file in files}


def _parsed(file: Path) -> HostAccounts:
    try:
        return HostAccounts.from_answer(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(f"máy {file.stem} trả lời không đúng dạng: {error}") from error


def _run_playbook(inventory: Path | None, folder: Path) -> None:
    beside = Path(sys.executable).with_name("ansible-playbook")
    program = str(beside) if beside.exists() else shutil.which("ansible-playbook")
    if program is None:
        raise UsageError("máy này chưa có Ansible; hãy chạy bằng bin/congvu")
    command = [program, str(_PLAYBOOK), "-e", json.dumps({"mailboxes_read_folder": str(folder)})]
    if inventory is not None:
        command += ["-i", str(inventory.resolve())]
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
        "ANSIBLE_CALLBACK_FORMAT_PRETTY": "false",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise UsageError(f"không đọc được hộp thư trên máy chủ: {_reason(done)}")


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """Return the callback's sentences, or else Ansible's output, on one line."""
    advice = [found["sentence"] for found in _ADVICE.finditer(done.stdout)]
    if advice:
        return " ".join(advice[:-1] or advice)  # the last one says to run the playbook again
    said = [str(json.loads(found["result"]).get("msg")) for found in _RESULT.finditer(done.stdout)]
    lines = said or done.stderr.strip().splitlines() or done.stdout.strip().splitlines()
    return " ".join(lines[-1].split()) if lines else f"Ansible dừng với mã {done.returncode}"
