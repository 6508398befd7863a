"""Long blocks of HTML inside the generated Markdown go round the Markdown parser.

CommonMark ends such a block at the next blank line and leaves it as it is (section 4.6, kind 6).
Python-Markdown does too, but reads it letter by letter: for the tables of 30,000 people that is
most of a build. What is set aside here comes back byte for byte.
"""

from __future__ import annotations

import re

# Below it Markdown itself is fast enough.
_LONG = 400
_BLOCK = re.compile(
    r"(?:(?<=\n\n)|\A)<(table|div|dl|ul|ol|nav|section|article|form|details)(?=[ >])"
    rf"(?:[^\n]|\n(?!\n)){{{_LONG},}}?</\1>(?=\n\n|\n?\Z)"
)
_PLACE = re.compile("<!--block-([0-9]+)-->")
_ID = re.compile(r'\sid="([^"]+)"')


def set_aside(markdown: str) -> tuple[str, list[str]]:
    """Return the Markdown with a comment in each long block's place, and the blocks."""
    blocks: list[str] = []

    def keep(match: re.Match[str]) -> str:
        blocks.append(match[0])
        return f"<!--block-{len(blocks) - 1}-->"

    return _BLOCK.sub(keep, markdown), blocks


def put_back(html: str, blocks: list[str]) -> str:
    """Return the HTML with each block where it stood."""
    return _PLACE.sub(lambda match: blocks[int(match[1])], html)


def ids(blocks: list[str]) -> set[str]:
    """Return what links can lead to inside blocks."""
    return {found for block in blocks for found in _ID.findall(block)}
