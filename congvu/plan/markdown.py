"""A plan as Markdown for a merge request.

Names and titles are what clerks typed: nothing in them may become markup, a mention or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from congvu.findings import Finding
from congvu.plan.model import RosterPlan
from congvu.plan.sentences import day
from congvu.plan.text import SOON, by_unit, summary

# By this first line a pipeline finds its own comment again.
MARKER = "<!-- congvu-plan -->"
# GitLab takes a million characters in a comment.
MAX_CHARACTERS = 900_000
# Past it each unit is folded away.
_FOLDED_FROM = 60
_SPECIAL = re.compile(r"([\\`*_\[\]|~#!$])")
_STRAY_AT = re.compile(r"(?<![A-Za-z0-9])@")


def as_markdown(plan: RosterPlan, errors: Sequence[Finding] = ()) -> str:
    """Render for a merge request's comment; errors of the roster come first."""
    text = "\n".join(_lines(plan, errors)) + "\n"
    if len(text) <= MAX_CHARACTERS:
        return text
    rest = f"\n\n… quá dài, đã cắt bớt; hãy chạy «bin/congvu plan» để xem hết.\n\n{_code(plan)}\n"
    return text[: MAX_CHARACTERS - len(rest)].rsplit("\n", 1)[0] + rest


def escaped(text: str) -> str:
    """Return a text in which nothing is markup, a mention, a link or a second line."""
    text = " ".join(text.split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(r"\\\1", text).replace("://", ":&#8203;//").replace("www.", "www&#8203;.")
    return _STRAY_AT.sub("＠", text)


def errors_as_markdown(errors: Sequence[Finding]) -> str:
    """Render errors where no plan can be computed."""
    return "\n".join([MARKER, *_errors(errors)]) + "\n"


def _lines(plan: RosterPlan, errors: Sequence[Finding]) -> Iterator[str]:
    yield MARKER
    yield from _errors(errors)
    yield f"**{escaped(summary(plan))}**"
    yield ""
    for refusal in plan.refusals:
        yield f"> **Từ chối.** {escaped(refusal)}"
        yield ""
    folded = len(plan.changes) > _FOLDED_FROM
    for unit, changes in by_unit(plan):
        if folded:
            yield f"<details><summary>{escaped(unit)} ({len(changes)})</summary>\n"
        else:
            yield f"### {escaped(unit)}\n"
        for change in changes:
            who = f"**{escaped(change.name)}** ({escaped(change.subject)})"
            yield f"- {who}: {escaped(change.text)}."
        yield "\n</details>\n" if folded else ""
    if plan.upcoming:
        yield f"### {SOON}\n"
        for one in plan.upcoming:
            yield f"- {day(one.day)}: **{escaped(one.name)}** {escaped(one.text)}."
        yield ""
    yield f"Tính cho ngày {day(plan.on)}. {_code(plan)}"


def _errors(errors: Sequence[Finding]) -> Iterator[str]:
    if errors:
        yield f"**Danh sách có {len(errors)} lỗi, chưa thể hợp nhất:**\n"
        for finding in errors:
            where = f"{finding.file.name}, dòng {finding.line}"
            yield f"- {escaped(where)}: {escaped(finding.sentence())} ({escaped(finding.code)})"
        yield ""


def _code(plan: RosterPlan) -> str:
    return f"Mã kế hoạch: `{plan.checksum}`"
