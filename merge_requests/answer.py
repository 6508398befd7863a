"""Answers merge requests: keeps one comment on each up to date, and commits a missing register.

`python -m merge_requests.answer` runs only in pipelines of the protected default branch. It
answers the request that a webhook names, or else all open requests.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from congvu.days import today
from congvu.office import PROJECT
from congvu.roster.load import RosterReader
from merge_requests.comment import comment, own_notes
from merge_requests.files import REGISTER
from merge_requests.gitlab_project import Bot, GitLabError, Project, Request
from merge_requests.repository import MovedError, Repository, RepositoryError
from merge_requests.review import Proposal, Review, review
from merge_requests.settings import Settings, SettingsError, asked_for, settings_from

_MESSAGE = """\
Ghi sổ địa chỉ

Lý do: {why}.
Máy của Văn phòng lập sổ bằng mã của nhánh chính, như lệnh «congvu register».
"""


@dataclass
class Answers:
    """One run of the job, with the project, its repository and the day."""

    settings: Settings
    project: Project
    repository: Repository
    on: date

    @cached_property
    def bot(self) -> Bot:
        """The user who writes the comments."""
        return self.project.bot()

    @cached_property
    def reader(self) -> RosterReader:
        """Reads roster files, each content once. It does not use the cache on disk."""
        return RosterReader()

    def answer(self, request: Request) -> str:
        """Bring one request's comment up to date, and return a sentence for the job's log.

        Raises:
            GitLabError, RepositoryError: GitLab or Git failed.
        """
        main = self.repository.fetch_main()
        head = self.repository.fetch_request(request.number)
        if not self.repository.lacks(main, head):
            # It was merged while this job ran. The comment must keep the plan that was reviewed.
            return "đã có trong nhánh chính"
        found = review(self.repository, main, head, self.on, self.reader)
        done = []
        reason = ""
        if found.proposal is not None:
            reason = self._why_not(request)
            if not reason:
                head = self._commit(request, found, found.proposal)
                found = review(self.repository, main, head, self.on, self.reader)
                done.append("ghi sổ địa chỉ")
        by_machine = self.repository.author(head) == self.bot.email
        body = comment(found, self.on, self.settings.project_url, reason, by_machine)
        done.append(self._write(request, body))
        return ", ".join(done)

    def _why_not(self, request: Request) -> str:
        """Return why the register may not be committed to a request's branch, or an empty text."""
        if not self.settings.commit_register:
            return "Dự án này chưa cho máy ghi sổ địa chỉ (CONGVU_COMMIT_REGISTER)."
        if not request.of_this_project:
            return "Nhánh của yêu cầu nằm ở một bản sao (fork), máy không ghi vào đó được."
        if request.source_branch == self.settings.main:
            return "Nhánh của yêu cầu là nhánh chính, máy không ghi vào đó."
        if self.project.is_protected(request.source_branch):
            return "Nhánh của yêu cầu được bảo vệ, máy không ghi vào đó được."
        return ""

    def _commit(self, request: Request, found: Review, proposal: Proposal) -> str:
        """Commit the register to the request's branch, with a merge of main if main is ahead."""
        repository = self.repository
        behind = repository.lacks(found.head, found.main)
        parents = [found.head, found.main] if behind else [found.head]
        tree = repository.tree_with(proposal.tree, REGISTER, repository.write(proposal.text))
        message = _MESSAGE.format(why=proposal.why)
        commit = repository.commit(tree, parents, message, self.bot)
        repository.push(commit, request.source_branch)
        return commit

    def _write(self, request: Request, body: str) -> str:
        """Write the comment if it changed. A request has only one comment by the bot."""
        mine = own_notes(self.project.notes(request.number), self.bot.id)
        for spare in mine[1:]:
            self.project.remove_note(request.number, spare.id)
        if not mine:
            self.project.add_note(request.number, body)
            return "bình luận mới"
        if mine[0].body.replace("\r\n", "\n").strip() == body.strip():
            return "không có gì đổi"
        self.project.change_note(request.number, mine[0].id, body)
        return "sửa bình luận"


def main() -> int:
    """Answer the requests; return 0 if all were answered."""
    try:
        settings = settings_from(os.environ)
        project = Project(settings)
        answers = Answers(settings, project, Repository(PROJECT, settings), today())
        requests = _requests(project, settings, asked_for(os.environ))
    except (SettingsError, GitLabError) as error:
        print(error, file=sys.stderr)
        return 1
    failed = 0
    for request in requests:
        try:
            print(f"!{request.number}: {answers.answer(request)}", flush=True)
        except MovedError as error:
            print(f"!{request.number}: {error}", flush=True)
        except Exception as error:  # one bad request must not stop the others
            print(f"!{request.number}: {_sentence(error)}", file=sys.stderr, flush=True)
            failed = 1
    if not requests:
        print("Không có yêu cầu hợp nhất nào cần trả lời.")
    return failed


def _sentence(error: Exception) -> str:
    """Return an error's message, or only the place of an unexpected error.

    The message of an unexpected error could have private data in it.
    """
    if isinstance(error, GitLabError | RepositoryError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"lỗi chưa lường trước ({type(error).__name__} ở {Path(place.filename).name}, dòng "
        f"{place.lineno}); hãy báo cho người phát triển"
    )


def _requests(project: Project, settings: Settings, number: int | None) -> list[Request]:
    if number is None:
        return project.open_requests(settings.main)
    request = project.request(number)
    wanted = request is not None and request.state == "opened"
    return [request] if request and wanted and request.target_branch == settings.main else []


if __name__ == "__main__":
    sys.exit(main())
