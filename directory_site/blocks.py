"""Keeps long HTML blocks of the generated Markdown away from the Markdown parser.

In CommonMark such a block ends at the next blank line and is not changed (section 4.6, kind 6).
Python-Markdown does the same, but reads it character by character, which takes most of a build's
time for the tables of 30,000 people. The blocks are put back byte for byte.
"""

from __future__ import annotations

import re

# Markdown is fast enough for shorter blocks.
_LONG = 400
_OPENING = re.compile(r"<(table|div|dl|ul|ol|nav|section|article|form|details)[ >]")
# Between fences HTML is a text to show. The generated pages have no fences.
_FENCES = ("```", "~~~")
_PLACE = re.compile("<!--block-([0-9]+)-->")
# It begins with a space and not with `\s`, since a pattern with a fixed start is ten times faster.
_ID = re.compile(r' id="([^"]+)"')


def set_aside(markdown: str) -> tuple[str, list[str]]:
    """Return the Markdown with a comment in place of each long block, and the blocks."""
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
    """Return the HTML with each block in its place again."""
    return _PLACE.sub(lambda match: blocks[int(match[1])], html)


def ids(blocks: list[str]) -> set[str]:
    """Return the ids inside blocks, which links can lead to."""
    return {found for block in blocks for found in _ID.findall(block)}
