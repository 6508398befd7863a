"""Finds the plan that was reviewed for a commit of the default branch. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from congvu.accounts_plan import AccountsPlan
from congvu.days import written
from merge_requests.comment import own_notes, stamp_of
from merge_requests.gitlab_project import Note, Request

# The checksum of an empty plan. Carrying it out can't change any account.
NOTHING = AccountsPlan(existing=0).checksum


@dataclass(frozen=True)
class Reviewed:
    """The plan that may be carried out.

    Attributes:
        checksum: the plan's checksum, or that of the empty plan where none was reviewed.
        sentence: Vietnamese, where the plan comes from, for the job's log.
    """

    checksum: str
    sentence: str


def merged_request(requests: Sequence[Request], commit: str, main: str) -> Request | None:
    """Return the merged request that made a commit of the default branch.

    It is None where there is no such request or more than one.
    """
    found = [
        request
        for request in requests
        if request.state == "merged" and request.target_branch == main and commit in request.result
    ]
    return found[0] if len(found) == 1 else None


def reviewed(request: Request | None, notes: Sequence[Note], bot: int) -> Reviewed:
    """Return the plan that the reviewers of a merged request saw, from the bot's comment.

    Args:
        request: the merged request, None where there is none.
        notes: its comments, by any user.
        bot: number of the bot's user.
    """
    if request is None:
        return _none("commit này không đến từ một yêu cầu hợp nhất nào")
    stamps = [stamp_of(note.body) for note in own_notes(notes, bot)]
    stamp = stamps[0] if stamps else None
    if stamp is None or not stamp.plan:
        return _none(f"yêu cầu !{request.number} được hợp nhất khi chưa có kế hoạch")
    if stamp.head != request.head:
        return _none(
            f"yêu cầu !{request.number} có thay đổi sau kế hoạch cuối cùng được ghi ở bình luận"
        )
    day = f"{written(stamp.day)}"
    return Reviewed(
        stamp.plan, f"Kế hoạch đã duyệt ở yêu cầu !{request.number}, tính cho ngày {day}."
    )


def _none(why: str) -> Reviewed:
    return Reviewed(
        NOTHING, f"Không có kế hoạch đã duyệt: {why}. Chỉ triển khai nếu không hộp thư nào đổi."
    )
