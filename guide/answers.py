"""The commands' answers as lines of a page: one function for each verb of a mark."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from congvu.findings import Finding
from congvu.plan.markdown import MARKER, PlanMarkdown
from congvu.plan.model import RosterPlan
from guide.page import Blank, Edit, Page, PageError
from guide.sample import Sample
from guide.workbook import with_rows

Answering = Callable[[Page, Blank, Sample], Iterator[str]]

# The maximum number of shown sentences for one mistake.
MOST = 3
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
# Coming changes in other units, which have nothing to do with an example.
_COMING = re.compile(r"\nTrong 30 ngày tới.*?\n(?=\n)", re.DOTALL)
# Only the first digits of a checksum are shown, since readers do not need the rest.
_CHECKSUM = re.compile(r"(sha256:[0-9a-f]{8})[0-9a-f]+")


def _plan(page: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    yield from _quoted(_changes(sample.answer(page.case(*blank.words)).plan))


def _whole_plan(page: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    plan = sample.answer(page.case(*blank.words)).plan
    yield from _quoted(PlanMarkdown().render({"": plan}).removeprefix(MARKER).strip())


def _warnings(page: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    yield from _findings(sample.answer(page.case(*blank.words)).unexpected)


def _stale(page: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    found = sample.answer(page.case(*blank.words)).findings
    yield from _findings([finding for finding in found if finding.code == "register-stale"])


def _mistake(page: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    edits = page.case(blank.words[0])
    spoilt = _spoilt(edits, *map(_unescaped, blank.words[1:]))
    if spoilt == edits:
        raise PageError(f"{page.file}:{blank.line}: that changes nothing in {edits[0].case}")
    right = {finding.message for finding in sample.answer(edits).findings}
    found = sample.answer(spoilt).unexpected
    yield from _findings([finding for finding in found if finding.message not in right])


def _explain(_: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    yield from _printed(sample.explain(blank.words))


def _workbook(_: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    unit, sheet, *cells = blank.words
    row = dict(cell.split("=", 1) for cell in cells)
    data = with_rows(sample.workbook(unit), sheet, [row])
    yield from _printed(sample.imported(f"{unit}.xlsx", data).text)


def _list(_: Page, blank: Blank, sample: Sample) -> Iterator[str]:
    lines = [word for word in blank.words if ";" in word]
    options = [word for word in blank.words if ";" not in word]
    header, *rows = [line.split(";") for line in lines]
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""
    text = "\n".join(lines)
    yield from _printed(sample.imported("danh-sach.csv", text.encode(), options).text)


# The functions, by the verb of the mark.
ANSWERS: Mapping[str, Answering] = {
    "plan": _plan,
    "whole-plan": _whole_plan,
    "warnings": _warnings,
    "stale": _stale,
    "mistake": _mistake,
    "explain": _explain,
    "workbook": _workbook,
    "list": _list,
}


def _printed(text: str) -> list[str]:
    shown = _COMING.sub("", _CHECKSUM.sub(r"\1…", text))
    return ["```text", *shown.split("\n"), "```"]


def _spoilt(edits: Sequence[Edit], written: str, wrong: str) -> list[Edit]:
    """Return the edits with a mistake, or without one of the edits for ``skip``."""
    if written == "skip":
        return [edit for edit in edits if wrong not in (edit.file, edit.entry)]
    return [replace(edit, block=edit.block.replace(written, wrong)) for edit in edits]


def _unescaped(word: str) -> str:
    r"""Read ``\n``, ``\t`` and ``\uXXXX``, what can't be seen in a page."""
    word = word.replace("\\n", "\n").replace("\\t", "\t")
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), word)


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        yield "> Bước kiểm tra không nhắc gì."
    for number, finding in enumerate(findings[:MOST]):
        if number:
            yield ">"
        kind = "Lỗi" if finding.severity == "error" else "Cảnh báo"
        sentence, *lines = finding.sentence().split("\n")
        rule = f"[{finding.code}](../tham-khao/quy-tac.md#{finding.code})"
        yield f"> **{kind}** ở `{finding.file.name}`, dòng {finding.line}:"
        yield f"> {_plain(sentence)} ({rule})"
        if lines:
            yield ">"
            yield "> ```text"
            yield from (f"> {line.strip()}" for line in lines)
            yield "> ```"
    if len(findings) > MOST:
        yield ">"
        yield f"> … và {len(findings) - MOST} câu tương tự."


def _changes(plan: RosterPlan) -> str:
    """Return a plan's text without coming changes and without the checksum."""
    markdown = PlanMarkdown().render({"": replace(plan, upcoming=())}).removeprefix(MARKER)
    return markdown.strip().rpartition("\n\n")[0].strip()


def _quoted(markdown: str) -> Iterator[str]:
    """Quote GitLab's text, so that its headings do not become headings of the page."""
    text = _CHECKSUM.sub(r"\1…", _HEADING.sub(r"**\1**", markdown))
    yield from (f"> {line}".rstrip() for line in text.split("\n"))


def _plain(sentence: str) -> str:
    """Escape markup of Markdown in a sentence of the checks."""
    return re.sub(r"([\\`*_\[\]{}])", r"\\\1", html.escape(sentence, quote=False))
