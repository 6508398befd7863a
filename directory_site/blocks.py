"""Long blocks of HTML inside the generated Markdown go round the Markdown parser.

CommonMark ends such a block at the next blank line and leaves it as it is (section 4.6, kind 6).
Python-Markdown does too, but reads it letter by letter: for the tables of 30,000 people that is
most of a build. What is set aside here comes back byte for byte.
"""

from __future__ import annotations

import re

# Below it Markdown itself is fast enough.
_LONG = 400
_OPENING = re.compile(r"<(table|div|dl|ul|ol|nav|section|article|form|details)[ >]")
# Between them a block is a text to show; the generated pages have none.
_FENCES = ("```", "~~~")
_PLACE = re.compile("<!--block-([0-9]+)-->")
# A space rather than any white space: a pattern that begins with a text is ten times as fast.
_ID = re.compile(r' id="([^"]+)"')


def set_aside(markdown: str) -> tuple[str, list[str]]:
    """Return the Markdown with a comment in each long block's place, and the blocks."""
    blocks: list[str] = []
    if any(fence in markdown for fence in _FENCES):
        return markdown, blocks
    body = markdown.rstrip("\n")
    parts = body.split("\n\n")
    for place, part in enumerate(parts):
        if len(part) < _LONG or (tag := _OPENING.match(part)) is None:
            continue
        if part.endswith(f"</{tag[1]}>"):
            parts[place] = f"<!--block-{len(blocks)}-->"
            blocks.append(part)
    return "\n\n".join(parts) + markdown[len(body) :], blocks


def put_back(html: str, blocks: list[str]) -> str:
    """Return the HTML with each block where it stood."""
    return _PLACE.sub(lambda match: blocks[int(match[1])], html)


def ids(blocks: list[str]) -> set[str]:
    """Return what links can lead to inside blocks."""
    return {found for block in blocks for found in _ID.findall(block)}
