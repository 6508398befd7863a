"""Queries with the mailboxes that may be the first answer, written without looking at an engine.

`by_hand.yml` is for the sample roster, `invented.yml` for 30,000 invented people; the latter is
written by `benchmarks.search_queries.invent` and committed, so that a change of it is seen.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from textwrap import fill

import yaml

FOLDER = Path(__file__).parent
BY_HAND = FOLDER / "by_hand.yml"
INVENTED = FOLDER / "invented.yml"
# Queries of this group are typed as some keyboards (macOS, iOS) hand them over: a letter, then its
# marks. The files hold them composed, since editors and Git may compose them unseen.
DECOMPOSED = "decomposed letters"


@dataclass(frozen=True)
class Query:
    """One query.

    Attributes:
        group: what it tries.
        typed: what a citizen types.
        expected: local parts that may be the first answer; a * stands for anything.
    """

    group: str
    typed: str
    expected: tuple[str, ...]

    def accepts(self, local_part: str) -> bool:
        """Tell whether a mailbox may be the first answer."""
        return any(fnmatchcase(local_part, pattern) for pattern in self.expected)


def load(file: Path) -> list[Query]:
    """Read a file of queries: groups, and under each what is typed and what is expected."""
    groups = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return [
        Query(
            group,
            unicodedata.normalize("NFD", typed) if group == DECOMPOSED else typed,
            tuple(expected.split()),
        )
        for group, queries in groups.items()
        for typed, expected in queries.items()
    ]


def save(groups: dict[str, dict[str, str]], file: Path) -> None:
    """Write queries that were invented as those by hand are written."""
    lines = [
        "# Written by benchmarks/search_queries/invent.py for 30,000 invented people;",
        "# what stands where is told in by_hand.yml.",
    ]
    for group, queries in groups.items():
        lines.append(f"\n{group}:")
        lines += [
            fill(f"  {typed}: {expected}", 100, subsequent_indent="    ", break_on_hyphens=False)
            for typed, expected in queries.items()
        ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
