"""A clone of the project with a merge request, and the pipeline's jobs run for real on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
RUNNER = PROJECT / ".cache/gitlab-ci-local/node_modules/.bin/gitlab-ci-local"
UNIT = "inventory/roster/ubnd-xa-tay-phu.yml"


@dataclass
class Clone:
    """The project as it stands in the working tree, on a branch of its own."""

    folder: Path

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn"]
        command = ["git", *who, *arguments]
        done = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.git("commit", "-qam", "change")

    def jobs(self, source: str, branch: str = "nhanh") -> list[str]:
        """Return the names of the jobs that a pipeline has."""
        done = self._run(source, branch, "--list-csv")
        rows = done.stdout.partition("name;")[2].splitlines()[1:]
        return sorted(row.split(";")[0] for row in rows if ";" in row)

    def run(self, *jobs: str) -> subprocess.CompletedProcess[str]:
        """Run jobs as a merge request's pipeline does."""
        return self._run("merge_request_event", "nhanh", *jobs)

    def _run(self, source: str, branch: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        variables = {
            "CI_PIPELINE_SOURCE": source,
            "CI_COMMIT_BRANCH": branch,
            "CI_DEFAULT_BRANCH": "main",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.git("rev-parse", "main"),
            "CONGVU_CACHE": "",
        }
        options = [f"--variable={name}={value}" for name, value in variables.items()]
        return subprocess.run(
            [str(RUNNER), "--force-shell-executor", *options, *arguments],
            cwd=self.folder,
            env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture
def clone(tmp_path):
    folder = tmp_path / "project"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, listed.split("\0")):
        source, target = PROJECT / name, folder / name
        if not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target, follow_symlinks=False)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    made = Clone(folder)
    made.git("init", "-q", "-b", "main")
    made.git("remote", "add", "origin", "git@gitlab.example.vn:tayson/congvu.git")
    (folder / ".git/info/exclude").write_text(".venv\n.gitlab-ci-local/\n")
    made.git("add", "-A")
    made.git("commit", "-qm", "main")
    made.git("checkout", "-qb", "nhanh")
    return made
