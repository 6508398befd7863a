"""The project in GitLab. Only this module calls GitLab's API, through python-gitlab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gitlab
import requests

from merge_requests.settings import Settings


class GitLabError(Exception):
    """GitLab refused or did not answer; the message is Vietnamese and holds no secret."""


@dataclass(frozen=True)
class Request:
    """A merge request, as GitLab's API describes it.

    Attributes:
        number: the number that people see (``!12``).
        head: the commit that would be merged.
        source_branch: name of its branch.
        of_this_project: whether the branch is in this project and not in a fork.
        target_branch: the branch that it would be merged into.
        state: opened, closed, locked or merged.
        result: the commits on the target branch that its merge made; empty before the merge.
    """

    number: int
    head: str
    source_branch: str
    of_this_project: bool
    target_branch: str
    state: str
    result: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Note:
    """A comment.

    Attributes:
        id: its number.
        author: number of the user who wrote it.
        body: its text.
    """

    id: int
    author: int
    body: str


@dataclass(frozen=True)
class Bot:
    """The user to whom the token belongs."""

    id: int
    name: str
    email: str


class Project:
    """The project, with the rights of the bot's token."""

    def __init__(self, settings: Settings) -> None:
        verify: bool | str = settings.authority or True
        self._gitlab = gitlab.Gitlab(
            settings.server,
            private_token=settings.token,
            ssl_verify=verify,
            timeout=60,
        )
        self._project = self._gitlab.projects.get(settings.project_id, lazy=True)
        self._host = settings.server.split("://", 1)[-1].split("/")[0].split(":")[0]

    def bot(self) -> Bot:
        """Return the token's user."""
        with _said("không nhận mã truy cập của máy (CONGVU_BOT_TOKEN)"):
            self._gitlab.auth()
        user: Any = self._gitlab.user
        email = getattr(user, "commit_email", None) or getattr(user, "email", None)
        email = email or f"{user.username}@noreply.{self._host}"
        return Bot(int(user.id), str(user.name), str(email))

    def open_requests(self, target: str) -> list[Request]:
        """Return every open request for a target branch, the oldest first."""
        with _said("không cho xem các yêu cầu hợp nhất"):
            found = self._project.mergerequests.list(
                state="opened",
                target_branch=target,
                order_by="created_at",
                sort="asc",
                per_page=100,
                iterator=True,
            )
            return [_request(one.attributes) for one in found]

    def request(self, number: int) -> Request | None:
        """Return one request, None where it does not exist."""
        with _said(f"không cho xem yêu cầu !{number}"):
            try:
                return _request(self._project.mergerequests.get(number).attributes)
            except gitlab.GitlabGetError as error:
                if error.response_code == requests.codes.not_found:
                    return None
                raise

    def requests_of(self, commit: str) -> list[Request]:
        """Return the requests that a commit belongs to."""
        with _said(f"không cho xem các yêu cầu của commit {commit}"):
            one = self._project.commits.get(commit, lazy=True)
            found: Any = one.merge_requests()
            return [_request(attributes) for attributes in found]

    def notes(self, number: int) -> Iterator[Note]:
        """Yield the comments of people and bots on a request, the oldest first."""
        with _said(f"không cho xem bình luận của yêu cầu !{number}"):
            notes = self._lazy(number).notes
            for note in notes.list(sort="asc", order_by="created_at", per_page=100, iterator=True):
                if not note.system:
                    yield Note(int(note.id), int(note.author["id"]), str(note.body))

    def add_note(self, number: int, body: str) -> None:
        """Write a comment."""
        with _said(f"không nhận bình luận ở yêu cầu !{number}"):
            self._lazy(number).notes.create({"body": body})

    def change_note(self, number: int, note: int, body: str) -> None:
        """Change a comment's text. GitLab notifies nobody of this."""
        with _said(f"không cho sửa bình luận ở yêu cầu !{number}"):
            self._lazy(number).notes.update(note, {"body": body})

    def remove_note(self, number: int, note: int) -> None:
        """Remove a comment."""
        with _said(f"không cho xóa bình luận thừa ở yêu cầu !{number}"):
            self._lazy(number).notes.delete(note)

    def is_protected(self, branch: str) -> bool:
        """Tell whether a branch is protected. A missing branch counts as protected."""
        with _said(f"không cho xem nhánh {branch}"):
            try:
                return bool(self._project.branches.get(branch).protected)
            except gitlab.GitlabGetError as error:
                if error.response_code == requests.codes.not_found:
                    return True
                raise

    def _lazy(self, number: int) -> Any:
        return self._project.mergerequests.get(number, lazy=True)


def _request(attributes: dict[str, Any]) -> Request:
    results = (attributes.get(key) for key in ("merge_commit_sha", "squash_commit_sha", "sha"))
    return Request(
        number=int(attributes["iid"]),
        head=str(attributes["sha"]),
        source_branch=str(attributes["source_branch"]),
        of_this_project=attributes["source_project_id"] == attributes["target_project_id"],
        target_branch=str(attributes["target_branch"]),
        state=str(attributes["state"]),
        result=frozenset(str(one) for one in results if one),
    )


class _said:  # noqa: N801  # reads as a sentence where it is used
    """Turn the exceptions of python-gitlab into an error with one Vietnamese sentence."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, gitlab.GitlabError):
            code = f" (HTTP {error.response_code})" if error.response_code else ""
            said = " ".join(str(error.error_message).split())[:200]
            raise GitLabError(f"GitLab {self._what}{code}: {said}") from None
        if isinstance(error, requests.RequestException):
            kind = type(error).__name__
            raise GitLabError(f"GitLab {self._what}: không kết nối được ({kind})") from None
