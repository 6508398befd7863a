"""Writes the answers into the texts of pages."""

from __future__ import annotations

from congvu.office import PROJECT
from guide.answers import ANSWERS
from guide.page import Page, PageError, read
from guide.sample import Sample

GUIDE = PROJECT / "docs" / "huong-dan"


def pages() -> list[Page]:
    """Return every page of the guide, by name."""
    return [read(file) for file in sorted(GUIDE.glob("*.md"))]


def filled(page: Page, sample: Sample) -> str:
    """Return a page's text with every blank filled.

    Raises:
        PageError: a mark can't be carried out, or its answer is empty.
    """
    lines = list(page.lines)
    for blank in reversed(page.blanks):
        answer = list(ANSWERS[blank.verb](page, blank, sample))
        if not answer:
            raise PageError(f"{page.file}:{blank.line}: {blank.verb} has nothing to say")
        lines[blank.first : blank.last] = ["", *answer, ""]
    return "\n".join(lines)
