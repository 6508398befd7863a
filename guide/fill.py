"""Writes the answers of checks, plan and explain into the pages: texts in, texts out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from congvu.findings import Finding
from congvu.office import PROJECT
from congvu.plan.markdown import MARKER, as_markdown
from congvu.plan.model import RosterPlan
from guide.page import Blank, Edit, Page, PageError, read
from guide.sample import Sample
from guide.workbook import exported, with_rows

GUIDE = PROJECT / "docs" / "huong-dan"
# More sentences of one mistake say nothing new.
MOST = 3
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
# What comes by itself in other units says nothing about an example.
_COMING = re.compile(r"\nTrong 30 ngày tới.*?\n(?=\n)", re.DOTALL)
# A checksum is for machines; its first digits show a reader what it looks like.
_CHECKSUM = re.compile(r"(sha256:[0-9a-f]{8})[0-9a-f]+")


def pages() -> list[Page]:
    """Return every page of the guide, by name."""
    return [read(file) for file in sorted(GUIDE.glob("*.md"))]


def filled(page: Page, sample: Sample) -> str:
    """Return a page's text with every blank filled.

    Raises:
        PageError: a mark can't be carried out.
    """
    lines = list(page.lines)
    for blank in reversed(page.blanks):
        answer = _answer(page, blank, sample)
        if not answer:
            raise PageError(f"{page.file}:{blank.line}: {blank.verb} has nothing to say")
        lines[blank.first : blank.last] = ["", *answer, ""]
    return "\n".join(lines)


def _answer(page: Page, blank: Blank, sample: Sample) -> list[str]:
    if blank.verb == "explain":
        return _printed(sample.explain(blank.words))
    if blank.verb == "workbook":
        unit, sheet, *cells = blank.words
        row = dict(cell.split("=", 1) for cell in cells)
        data = with_rows(exported(sample.before, unit), sheet, [row])
        return _printed(sample.imported(f"{unit}.xlsx", data))
    case, *words = blank.words
    edits = page.case(case)
    if blank.verb == "mistake":
        return list(_mistake(page, blank, edits, words, sample))
    answer = sample.answer(edits)
    if blank.verb == "whole-plan":
        return list(_quoted(as_markdown({"": answer.plan}).removeprefix(MARKER).strip()))
    if blank.verb == "plan":
        return list(_quoted(_changes(answer.plan)))
    wanted = blank.verb == "stale"
    told = [f for f in answer.findings if (f.code == "register-stale") == wanted]
    return list(_findings(told))


def _printed(text: str) -> list[str]:
    shown = _COMING.sub("", _CHECKSUM.sub(r"\1…", text))
    return ["```text", *shown.split("\n"), "```"]


def _mistake(
    page: Page, blank: Blank, edits: Sequence[Edit], words: Sequence[str], sample: Sample
) -> Iterator[str]:
    spoilt = _spoilt(edits, *map(_unescaped, words))
    if spoilt == list(edits):
        raise PageError(f"{page.file}:{blank.line}: that changes nothing in {edits[0].case}")
    right = {finding.message for finding in sample.answer(edits).findings}
    found = [
        finding
        for finding in sample.answer(spoilt).findings
        if finding.message not in right and finding.code != "register-stale"
    ]
    yield from _findings(found)


def _spoilt(edits: Sequence[Edit], written: str, wrong: str) -> list[Edit]:
    """Return the edits with something written wrong, or forgotten where it says ``skip``."""
    if written == "skip":
        return [edit for edit in edits if wrong not in (edit.file, edit.entry)]
    return [replace(edit, block=edit.block.replace(written, wrong)) for edit in edits]


def _unescaped(word: str) -> str:
    r"""Read ``\n``, ``\t`` and ``\uXXXX``, what can't be seen in a page."""
    word = word.replace("\\n", "\n").replace("\\t", "\t")
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), word)


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
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
    """Return what a change does, without what comes by itself and without the checksum."""
    markdown = as_markdown({"": replace(plan, upcoming=())}).removeprefix(MARKER)
    return markdown.strip().rpartition("\n\n")[0].strip()


def _quoted(markdown: str) -> Iterator[str]:
    """Quote what GitLab shows; its headings must not become those of the page."""
    text = _CHECKSUM.sub(r"\1…", _HEADING.sub(r"**\1**", markdown))
    yield from (f"> {line}".rstrip() for line in text.split("\n"))


def _plain(sentence: str) -> str:
    """Escape what Markdown would take for markup in a sentence of the checks."""
    return re.sub(r"([\\`*_\[\]{}])", r"\\\1", html.escape(sentence, quote=False))
