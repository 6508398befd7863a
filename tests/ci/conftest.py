"""A clone of the project and a simulated GitLab, on which the pipeline's real jobs run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from gitlab_server import PROJECT_ID, TOKEN, GitLab, Serving

PROJECT = Path(__file__).resolve().parents[2]
RUNNER = PROJECT / ".cache/gitlab-ci-local/node_modules/.bin/gitlab-ci-local"
UNIT = "inventory/roster/ubnd-xa-tay-phu.yml"
REGISTER = "inventory/roster/addresses.yml"
# The author of test commits.
WHO = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn"]


@dataclass
class Clone:
    """A clone with the files of the working tree, on its own branch."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def git(self, *arguments: str) -> str:
        command = ["git", *WHO, *arguments]
        done = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.git("commit", "-qam", "change")

    def jobs(self, source: str, branch: str = "nhanh", **variables: str) -> list[str]:
        """Return the names of a pipeline's jobs."""
        done = self._run(source, branch, "--list-csv", **variables)
        rows = done.stdout.partition("name;")[2].splitlines()[1:]
        return sorted(row.split(";")[0] for row in rows if ";" in row)

    def run(self, *jobs: str) -> subprocess.CompletedProcess[str]:
        """Run jobs like the pipeline of a merge request."""
        return self._run("merge_request_event", "nhanh", *jobs)

    def run_on_main(
        self, source: str, *jobs: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run jobs like a pipeline of the protected default branch."""
        protected = {"CI_COMMIT_REF_PROTECTED": "true", **self.variables, **variables}
        return self._run(source, "main", *jobs, **protected)

    def _run(
        self, source: str, branch: str, *arguments: str, **more: str
    ) -> subprocess.CompletedProcess[str]:
        variables = {
            "CI_PIPELINE_SOURCE": source,
            "CI_COMMIT_BRANCH": branch,
            "CI_DEFAULT_BRANCH": "main",
            "CI_COMMIT_SHA": self.git("rev-parse", "HEAD"),
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.git("rev-parse", "main"),
            "CONGVU_CACHE": "",
            **more,
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
def main_clone(tmp_path):
    """A clone on the default branch."""
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
    (folder / ".cache").mkdir()
    (folder / ".cache/vnu-jar").symlink_to(PROJECT / ".cache/vnu-jar")
    made = Clone(folder)
    made.git("init", "-q", "-b", "main")
    made.git("remote", "add", "origin", "git@gitlab.example.vn:tayson/congvu.git")
    (folder / ".git/info/exclude").write_text(".venv\n.cache\n.gitlab-ci-local/\n.lab-thu/\n")
    made.git("add", "-A")
    made.git("commit", "-qm", "main")
    return made


@pytest.fixture
def clone(main_clone):
    """A clone on a merge request's branch."""
    main_clone.git("checkout", "-qb", "nhanh")
    return main_clone


@dataclass
class Office:
    """The project, a simulated GitLab, and a clerk who opens merge requests."""

    gitlab: GitLab
    runner: Clone
    clerk: Clone

    def request(self, number: int, branch: str, *changes: tuple[str, str, str], **more) -> None:
        """Change files on a new branch from main and open a request, like a clerk."""
        self.clerk.git("checkout", "-q", "-B", branch, "origin/main")
        for change in changes:
            self.clerk.change(*change)
        self.push(branch)
        self.gitlab.open(number, branch, **more)

    def push(self, branch: str, *options: str) -> None:
        self.clerk.git("push", "-q", *options, "origin", f"HEAD:refs/heads/{branch}")
        self.gitlab.follow()

    def merge(self, number: int) -> str:
        """Merge a request like an operator; return the commit."""
        request = self.gitlab.requests[number]
        self.clerk.git("fetch", "-q", "origin")
        self.clerk.git("checkout", "-q", "-B", "main", "origin/main")
        self.clerk.git("merge", "-q", "--no-ff", "-m", "merge", request["sha"])
        commit = self.clerk.git("rev-parse", "HEAD")
        request.update(state="merged", merge_commit_sha=commit)
        self.gitlab.of_commit[commit] = [number]
        self.clerk.git("push", "-q", "origin", "main")
        self.clerk.git("fetch", "-q", "origin")
        self.update_runner()
        return commit

    def update_runner(self) -> None:
        """Update the runner's clone to the newest commit of main."""
        self.runner.git("fetch", "-q", str(self.gitlab.repository), "main")
        self.runner.git("reset", "-q", "--hard", "FETCH_HEAD")

    def answer(self, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the job's program directly, without the runner."""
        environment = {**os.environ, **self.runner.variables, "TZ": "ICT-7", **more}
        return subprocess.run(
            [str(self.runner.folder / "bin/merge-requests"), "answer"],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def file(self, number: int, path: str) -> str:
        """Return a file of a request's branch."""
        return self.gitlab.git("show", f"refs/merge-requests/{number}/head:{path}")


@pytest.fixture
def office(main_clone, tmp_path):
    gitlab = GitLab(tmp_path / "repositories")
    gitlab.repository.parent.mkdir(parents=True)
    main_clone.git("clone", "-q", "--bare", str(main_clone.folder), str(gitlab.repository))
    gitlab.git("config", "http.receivepack", "true")
    main_clone.git("clone", "-q", str(gitlab.repository), str(tmp_path / "clerk"))
    with Serving(gitlab):
        main_clone.variables = {
            "CI_SERVER_URL": gitlab.url,
            "CI_PROJECT_ID": str(PROJECT_ID),
            "CI_PROJECT_URL": f"{gitlab.url}/tayson/congvu",
            "CI_DEFAULT_BRANCH": "main",
            "CONGVU_BOT_TOKEN": TOKEN,
            "CONGVU_COMMIT_REGISTER": "1",
        }
        yield Office(gitlab, main_clone, Clone(tmp_path / "clerk"))
