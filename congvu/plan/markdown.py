"""A plan as Markdown for a merge request.

Clerks typed the names and titles. Nothing in them may become markup, a mention or a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from congvu.days import written
from congvu.findings import Finding
from congvu.plan.model import RosterPlan
from congvu.plan.output import PlanOutput
from congvu.plan.sentences import happens, judged, refused, sentence
from congvu.plan.text import SOON, by_unit, letters, summary

# The pipeline finds its own comment by this first line.
MARKER = "<!-- congvu-plan -->"
# GitLab accepts at most a million characters in a comment.
MAX_CHARACTERS = 900_000
# With more changes than this, each unit's changes are collapsed.
_FOLDED_FROM = 60
_FOLD_END = "\n</details>\n"
# Characters of Markdown, and those that GitLab turns into references, mentions, formulas, emoji.
_SPECIAL = re.compile(r"([\\`*_\[\]|~#!$^%])")
_STRAY_AT = re.compile(r"(?<![A-Za-z0-9])@")


class PlanMarkdown(PlanOutput):
    """Markdown for a merge request's comment.

    Args:
        link: returns the web address of an error's line, empty for none; by default no error has
            a link.
    """

    def __init__(self, link: Callable[[Finding], str] | None = None) -> None:
        self._link = link

    def render(
        self, plans: Mapping[str, RosterPlan], errors: Sequence[Finding] = (), note: str = ""
    ) -> str:
        """Return the comment. It begins with the marker; the end of a too long one is cut off."""
        codes = [_code(host, plan) for host, plan in plans.items()]
        end = "\n" + "\n\n".join(codes) + "\n" if codes else ""
        lines = [*_errors(errors, self._link), *_note(note), *_plans(plans)]
        text = MARKER + "\n" + "\n".join(lines)
        return text + end if len(text) + len(end) <= MAX_CHARACTERS else _cut(text, end)


def _cut(text: str, end: str) -> str:
    note = "\n\n… quá dài, đã cắt bớt; hãy chạy «bin/congvu plan» để xem hết.\n"
    kept = text[: MAX_CHARACTERS - len(note) - len(end) - len(_FOLD_END)].rsplit("\n", 1)[0]
    # An open <details> must be closed, or the note below is hidden in it.
    open_fold = kept.count("<details>") > kept.count("</details>")
    return kept + (_FOLD_END if open_fold else "") + note + end


def escaped(text: str) -> str:
    """Return a text on one line in which nothing is markup, a mention or a link.

    Invisible characters are left out, since some of them reverse the order of the text.
    """
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    text = " ".join(text.split()).replace("www.", "www\u200b.").replace("://", ":\u200b//")
    text = re.sub(r"&(?=\d)", "&\u200b", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _STRAY_AT.sub("@\u200b", text)
    return _SPECIAL.sub(r"\\\1", text).replace("\u200b", "&#8203;")


def _note(note: str) -> Iterator[str]:
    if note:
        yield f"**{escaped(note)}**"
        yield ""


def _plans(plans: Mapping[str, RosterPlan]) -> Iterator[str]:
    for host, plan in plans.items():
        if host:
            yield f"## Máy chủ thư {escaped(host)}\n"
        yield from _lines(plan)


def _lines(plan: RosterPlan) -> Iterator[str]:
    yield f"**{escaped(summary(plan))}**"
    yield ""
    if plan.new_limits is not None:
        yield f"> {escaped(judged(plan.new_limits))}"
        yield ""
    for refusal in plan.refusals:
        yield f"> **Từ chối.** {escaped(refused(refusal))}"
        yield ""
    folded = len(plan.changes) > _FOLDED_FROM
    for unit, changes in by_unit(plan):
        if folded:
            yield f"<details><summary>{escaped(unit)} ({len(changes)})</summary>\n"
        else:
            yield f"### {escaped(unit)}\n"
        for change in changes:
            who = f"**{escaped(change.name)}** ({escaped(change.subject)})"
            yield f"- {who}: {escaped(sentence(change))}."
        yield _FOLD_END if folded else ""
    if plan.letters:
        yield f"{escaped(letters(plan))}\n"
    if plan.upcoming:
        yield f"### {SOON}\n"
        for one in plan.upcoming:
            who = f"**{escaped(one.name)}** ({escaped(one.subject)})"
            yield f"- {written(one.day)}: {who}: {escaped(happens(one.event))}."
        yield ""


def _errors(errors: Sequence[Finding], link: Callable[[Finding], str] | None) -> Iterator[str]:
    if errors:
        yield f"**Danh sách có {len(errors)} lỗi, chưa thể hợp nhất:**\n"
        for finding in errors:
            where = escaped(f"{finding.file.name}, dòng {finding.line}")
            address = link(finding) if link else ""
            shown = f"[{where}]({address})" if address else where
            yield f"- {shown}: {escaped(finding.sentence())} ({escaped(finding.code)})"
        yield ""


def _code(host: str, plan: RosterPlan) -> str:
    of = f", máy chủ thư {escaped(host)}" if host else ""
    return f"Tính cho ngày {written(plan.on)}{of}. Mã kế hoạch: `{plan.checksum}`"
