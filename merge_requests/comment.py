"""The comment on a request: its text, and how it is recognised. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from congvu.findings import Finding
from congvu.plan.markdown import MARKER, PlanMarkdown, escaped
from merge_requests.files import code_among
from merge_requests.gitlab_project import Note
from merge_requests.review import Review

# The line after the marker: the commit that the plan was made for, and the plan's checksum.
_STAMP = "<!-- congvu-answer head={head} plan={plan} day={day} -->"
_READ_STAMP = re.compile(
    re.escape(MARKER) + r"\n<!-- congvu-answer head=([0-9a-f]{40,64}) "
    r"plan=(sha256:[0-9a-f]{64}|none) day=(\d{4}-\d{2}-\d{2}) -->\n"
)
_SHOWN_FILES = 20
_FOOT = (
    "<sub>Máy của Văn phòng viết bình luận này bằng mã của nhánh chính và tự sửa lại khi có thay "
    "đổi. Chưa có gì thay đổi trên máy chủ thư; kế hoạch được làm sau khi hợp nhất.</sub>\n"
)
_RUN_IT = (
    "Hãy nhờ Văn phòng hoặc người có bản sao của kho chạy «bin/congvu register» trên nhánh này "
    "rồi gửi kèm tệp addresses.yml."
)


@dataclass(frozen=True)
class Stamp:
    """The commit, plan and day that a comment was made for.

    Attributes:
        head: the request's commit.
        plan: checksum of the plan; empty where there was none.
        day: the day that the plan was computed for.
    """

    head: str
    plan: str
    day: date


def stamp_of(body: str) -> Stamp | None:
    """Read the stamp of a comment that `comment` wrote; None for any other text."""
    found = _READ_STAMP.match(body.replace("\r\n", "\n"))
    if found is None:
        return None
    plan = "" if found[2] == "none" else found[2]
    return Stamp(found[1], plan, date.fromisoformat(found[3]))


def own_notes(notes: Iterable[Note], bot: int) -> list[Note]:
    """Return the bot's answers. A comment by another user with the same marker does not count."""
    return [note for note in notes if note.author == bot and note.body.startswith(MARKER)]


def comment(
    review: Review, on: date, project_url: str, register: str = "", by_machine: bool = False
) -> str:
    """Render the comment.

    Args:
        review: the review of the request.
        on: the day.
        project_url: the project's address.
        register: why a missing register was not committed; empty where none is missing.
        by_machine: whether this job wrote the request's last commit, which is a register.
    """
    stamp = _STAMP.format(
        head=review.head,
        plan=review.plan.checksum if review.plan else "none",
        day=on.isoformat(),
    )
    plans = {"": review.plan} if review.plan else {}
    output = PlanMarkdown(lambda finding: _link(finding, review, project_url))
    text = output.render(plans, review.errors, review.note)
    rest = text.removeprefix(MARKER + "\n")
    notices = [f"> {notice}\n" for notice in _notices(review, register, by_machine)]
    return "\n".join([MARKER, stamp, "", *notices, rest, _FOOT])


def _notices(review: Review, register: str, by_machine: bool) -> Iterator[str]:
    """Yield the notices for reviewer and clerk above the plan."""
    code = code_among(review.changed)
    if code:
        yield (
            f"**Yêu cầu này sửa cả mã nguồn hoặc cấu hình:** {_listed(code)}. Dấu xanh của "
            "pipeline không chứng tỏ điều gì, vì pipeline của một yêu cầu chạy mã của chính yêu "
            "cầu đó. Văn phòng phải xem riêng các tệp này; thay đổi danh sách nên gửi bằng một yêu "
            "cầu khác."
        )
    if review.conflicts:
        yield (
            f"**Xung đột với nhánh chính ở {_listed(review.conflicts)}.** Hai yêu cầu sửa cùng một "
            "chỗ. Hãy bấm «Resolve conflicts» ở yêu cầu này và giữ lại cả hai thay đổi, trừ tệp "
            "addresses.yml: ở đó lấy bản của nhánh chính (máy sẽ lập lại sổ). Nếu không có nút đó, "
            "hãy nhờ Văn phòng."
        )
    if review.proposal is not None:
        why = escaped(review.proposal.why)
        yield f"**Sổ địa chỉ (addresses.yml) chưa đúng:** {why}. {escaped(register)} {_RUN_IT}"
    elif by_machine:
        yield (
            "Máy của Văn phòng đã ghi sổ địa chỉ (addresses.yml) vào nhánh này, xem commit cuối. "
            "Trước khi sửa tiếp ở máy của mình, hãy lấy commit đó về (git pull)."
        )


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(map(escaped, paths[:_SHOWN_FILES]))
    more = len(paths) - _SHOWN_FILES
    return f"{shown} và {more} tệp nữa" if more > 0 else shown


def _link(finding: Finding, review: Review, project_url: str) -> str:
    path = finding.file.as_posix()
    line = f"#L{finding.line}" if path in review.same else ""
    return f"{project_url}/-/blob/{review.head}/{quote(path)}{line}"
