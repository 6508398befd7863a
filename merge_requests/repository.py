"""Runs Git: fetches a request, merges it in memory, commits a register.

A request is fetched, merged (`git merge-tree`) and written as Git objects only. None of its files
is ever in the working tree, so none of its attributes, hooks, filters or links takes effect.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from congvu.revision import clean_environment
from merge_requests.gitlab_project import Bot
from merge_requests.settings import Settings

# This names the variable with the secret. The value itself is only in the environment.
_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" congvu "$CONGVU_BOT_TOKEN"; };'
    " f"
)
_SAFE = [
    "--no-replace-objects",
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "gc.auto=0"),
    *("-c", "fetch.fsckObjects=true"),
    *("-c", "submodule.recurse=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "protocol.https.allow=always"),
    *("-c", "protocol.http.allow=always"),
    *("-c", "http.followRedirects=false"),
]
_CONFLICTS = 1
_PATIENCE = 240


class RepositoryError(Exception):
    """Git failed; the message is Vietnamese."""


class MovedError(RepositoryError):
    """Somebody pushed to the branch meanwhile. The next run starts from the new commits."""


@dataclass(frozen=True)
class Merge:
    """The result of a merge.

    Attributes:
        tree: id of the tree of files; a file in conflict has Git's markers in it.
        conflicts: the files in conflict.
    """

    tree: str
    conflicts: tuple[str, ...]


class Repository:
    """The job's clone of the project."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self._settings = settings

    def fetch_main(self) -> str:
        """Fetch the default branch; return its commit."""
        return self._fetch(f"refs/heads/{self._settings.main}", "refs/congvu/main")

    def fetch_request(self, number: int) -> str:
        """Fetch the commit that a request would merge, and return it."""
        return self._fetch(f"refs/merge-requests/{number}/head", f"refs/congvu/requests/{number}")

    def merge(self, main: str, head: str) -> Merge | None:
        """Merge two commits in memory; None where they have no common ancestor."""
        if self._run("merge-base", main, head, allowed=1).returncode:
            return None
        command = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", main, head]
        done = self._run(*command, allowed=_CONFLICTS)
        tree, *names = _texts(done.stdout)
        return Merge(tree, tuple(dict.fromkeys(names)))

    def changed(self, main: str, head: str) -> list[str]:
        """Return the files that a request has changed since it branched off the main branch."""
        command = ["diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "-z"]
        return _texts(self._run(*command, f"{main}...{head}").stdout)

    def lacks(self, commit: str, other: str) -> bool:
        """Tell whether another commit is missing in a commit's history."""
        return self._run("merge-base", "--is-ancestor", other, commit, allowed=1).returncode == 1

    def blob(self, revision: str, path: str) -> str:
        """Return the id of a file's content, empty where there is no such file."""
        done = self._run("ls-tree", "-z", "--format=%(objectname)", revision, "--", path)
        return "".join(_texts(done.stdout)[:1])

    def author(self, commit: str) -> str:
        """Return the e-mail of a commit's author."""
        return self._run("show", "--no-patch", "--format=%ae", commit).stdout.decode().strip()

    def write(self, text: str) -> str:
        """Write a file's content; return its id."""
        return _text(self._run("hash-object", "-w", "--stdin", given=text.encode()).stdout)

    def tree_with(self, tree: str, path: str, blob: str) -> str:
        """Return a copy of a tree with one regular file added or replaced."""
        with tempfile.TemporaryDirectory(prefix="congvu-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("read-tree", tree, more=index)
            entry = f"100644,{blob},{path}"
            self._run("update-index", "--add", "--replace", "--cacheinfo", entry, more=index)
            return _text(self._run("write-tree", more=index).stdout)

    def commit(self, tree: str, parents: Sequence[str], message: str, bot: Bot) -> str:
        """Write a commit that is on no branch, and return its id."""
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", bot.name), ("EMAIL", bot.email))
        }
        options = [option for parent in parents for option in ("-p", parent)]
        command = ["commit-tree", tree, *options]
        return _text(self._run(*command, given=message.encode(), more=who).stdout)

    def push(self, commit: str, branch: str) -> None:
        """Push a commit to a branch of the project, never by force.

        Raises:
            MovedError: the branch has new commits that this commit does not follow.
        """
        target = f"refs/heads/{branch}"
        self._run("check-ref-format", target)
        command = ["push", "--porcelain", "--no-verify", "--no-follow-tags"]
        done = self._remote(*command, self._settings.repository, f"{commit}:{target}", allowed=1)
        if done.returncode:
            # Fetch the branch to tell whether it has moved or whether the push failed otherwise.
            there = self._fetch(target, "refs/congvu/pushed")
            if self.lacks(commit, there):
                raise MovedError(f"nhánh {branch} vừa có thay đổi khác; lần chạy sau sẽ làm tiếp")
            said = done.stdout + done.stderr
            raise RepositoryError(_reason("push", said.decode("utf-8", "replace")))

    def _fetch(self, what: str, where: str) -> str:
        command = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc"]
        self._remote(
            *command, "--no-write-fetch-head", self._settings.repository, f"+{what}:{where}"
        )
        return _text(self._run("rev-parse", "--verify", f"{where}^{{commit}}").stdout)

    def _remote(self, *command: str, allowed: int = 0) -> subprocess.CompletedProcess[bytes]:
        """Run a command that connects to GitLab. The token is not on its command line."""
        options = ["-c", "credential.helper=", "-c", f"credential.helper={_HELPER}"]
        if self._settings.authority:
            options += ["-c", f"http.sslCAInfo={self._settings.authority}"]
        secret = {"CONGVU_BOT_TOKEN": self._settings.token}
        return self._run(*command, allowed=allowed, options=options, more=secret)

    def _run(
        self,
        *command: str,
        given: bytes = b"",
        allowed: int = 0,
        options: Sequence[str] = (),
        more: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        kept = {key: value for key, value in clean_environment().items() if not _tells_git(key)}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        try:
            done = subprocess.run(
                ["git", "-C", str(self.folder), "-c", f"safe.directory={self.folder}", *_SAFE,
                 *options, *command],
                input=given,
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
                env={**kept, **alone, **(more or {})},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            # Somebody can make a request that takes hours to merge; the others must not wait.
            raise RepositoryError(f"Git chưa xong «{command[0]}» sau {_PATIENCE} giây") from None
        if not 0 <= done.returncode <= allowed:
            said = done.stderr.decode("utf-8", "replace")
            raise RepositoryError(_reason(command[0], said))
        return done


def _tells_git(variable: str) -> bool:
    """Tell whether a variable makes Git run a program, write traces or read other settings."""
    return variable == "CONGVU_BOT_TOKEN" or (
        variable.startswith("GIT_")
        and variable not in {"GIT_NO_LAZY_FETCH", "GIT_OPTIONAL_LOCKS", "GIT_TERMINAL_PROMPT",
                             "GIT_LITERAL_PATHSPECS"}
    )  # fmt: skip


def _texts(output: bytes) -> list[str]:
    return [part for part in output.decode("utf-8", "replace").split("\0") if part]


def _text(output: bytes) -> str:
    return output.decode().strip()


def _reason(command: str, said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.startswith(("fatal:", "error:"))]
    last = (lines or said.strip().splitlines() or [""])[0]
    return f"Git không làm được «{command}»: {last[:300]}"
