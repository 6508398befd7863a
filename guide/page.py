r"""The marks of a page: HTML comments that say what the Markdown around them is.

A mark is ``<!-- guide: VERB WORD… -->``, words quoted as in a shell:

edit CASE append FILE
    The YAML block that follows is added to the end of a roster's file.
edit CASE replace FILE ENTRY
    The block takes the place of an entry: one of a list by its id, or a part by its key.
edit CASE remove FILE ENTRY
    No block follows: the entry is taken out.
edit CASE create FILE
    The block is a file of its own.
plan CASE, whole-plan CASE
    What a case changes; the same with all that a merge request shows beside it.
warnings CASE, stale CASE
    What the checks still say of a case, and the lines that its register lacks.
mistake CASE WRITTEN WRONG, mistake CASE skip FILE|ENTRY
    What the checks say where something is written wrong (``\n``, ``\t`` and ``\uXXXX`` are
    understood), or an edit is forgotten.
explain WORD…
    What the command `explain` prints.
workbook UNIT SHEET HEADER=VALUE…
    What importing a unit's workbook prints where one row is added to a sheet.
list OPTION… HEADER ROW…
    A list as a table, its cells parted by semicolons, and what importing it prints.

What stands between one of these and ``<!-- guide: end -->`` is written by `guide.fill`.

Edits of one case belong together, in their order on the page.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"^<!-- guide: (?P<words>.+) -->$")
_FENCE = "```"
END = "end"
FILLED = ("plan", "whole-plan", "warnings", "mistake", "stale", "explain", "workbook", "list")


class PageError(Exception):
    """A page's marks make no sense; the message names file and line, for who writes the page."""


@dataclass(frozen=True)
class Edit:
    """One change of a roster's file, as a page shows it.

    Attributes:
        case: which case it belongs to.
        action: ``append``, ``replace``, ``remove`` or ``create``.
        file: name of the roster's file.
        entry: id or key of what is replaced or removed, empty otherwise.
        block: the YAML that the page shows, empty where it shows none.
        line: 1-based line of the mark.
    """

    case: str
    action: str
    file: str
    entry: str
    block: str
    line: int


@dataclass(frozen=True)
class Blank:
    """A place that is filled with an answer.

    Attributes:
        verb: one of `FILLED`.
        words: what follows the verb.
        line: 1-based line of the mark.
        first: index of the first line between the marks.
        last: index of the line of the end mark.
    """

    verb: str
    words: tuple[str, ...]
    line: int
    first: int
    last: int


@dataclass(frozen=True)
class Page:
    """One page of Markdown with its marks.

    Attributes:
        file: where it stands.
        lines: its lines.
        edits: the changes that it shows, in their order.
        blanks: the places that are filled, in their order.
        unmarked: 1-based lines of YAML blocks that no mark explains.
    """

    file: Path
    lines: tuple[str, ...]
    edits: tuple[Edit, ...]
    blanks: tuple[Blank, ...]
    unmarked: tuple[int, ...]

    def case(self, name: str) -> list[Edit]:
        """Return the edits of one case.

        Raises:
            PageError: there are none.
        """
        found = [edit for edit in self.edits if edit.case == name]
        if not found:
            raise PageError(f"{self.file}: no edit of the case {name!r}")
        return found


def read(file: Path) -> Page:
    """Read a page.

    Raises:
        PageError: a mark is not one of those above, or lacks its block or its end.
    """
    lines = file.read_text(encoding="utf-8").split("\n")
    edits: list[Edit] = []
    blanks: list[Blank] = []
    explained: set[int] = set()
    position = 0
    while position < len(lines):
        words = _words(lines[position])
        if words is None:
            position += 1
        elif words[0] == "edit":
            edits.append(_edit(file, lines, position, words))
            if edits[-1].block:
                explained.add(_next(lines, position))
            position += 1
        elif words[0] in FILLED:
            end = _end(file, lines, position)
            blanks.append(Blank(words[0], tuple(words[1:]), position + 1, position + 1, end))
            position = end + 1
        else:
            raise PageError(f"{file}:{position + 1}: unknown mark {words[0]!r}")
    unmarked = [
        number + 1
        for number, line in enumerate(lines)
        if line.lstrip().startswith(f"{_FENCE}yaml") and number not in explained
    ]
    return Page(file, tuple(lines), tuple(edits), tuple(blanks), tuple(unmarked))


def _words(line: str) -> list[str] | None:
    mark = _MARK.match(line.strip())
    return shlex.split(mark["words"]) if mark else None


def _edit(file: Path, lines: Sequence[str], position: int, words: Sequence[str]) -> Edit:
    lengths = {"append": 4, "create": 4, "replace": 5, "remove": 5}
    if len(words) < 4 or lengths.get(words[2]) != len(words):
        raise PageError(f"{file}:{position + 1}: an edit is: edit CASE ACTION FILE [ENTRY]")
    block = "" if words[2] == "remove" else _block(file, lines, position)
    return Edit(words[1], words[2], words[3], "".join(words[4:]), block, position + 1)


def _block(file: Path, lines: Sequence[str], position: int) -> str:
    start = _next(lines, position)
    if start >= len(lines) or not lines[start].lstrip().startswith(f"{_FENCE}yaml"):
        raise PageError(f"{file}:{position + 1}: no YAML block follows")
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and lines[end].strip() != _FENCE:
        end += 1
    return "".join(f"{line[indent:]}\n" for line in lines[start + 1 : end])


def _next(lines: Sequence[str], position: int) -> int:
    """Return the next line that is not empty."""
    after = position + 1
    while after < len(lines) and not lines[after].strip():
        after += 1
    return after


def _end(file: Path, lines: Sequence[str], position: int) -> int:
    for number in range(position + 1, len(lines)):
        words = _words(lines[number])
        if words == [END]:
            return number
        if words is not None:
            break
    raise PageError(f"{file}:{position + 1}: no end mark follows")
