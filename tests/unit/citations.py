"""Finds citations of the regulation in a text, and reads the regulation's page.

A citation is an Article («Article 6.2.a», «Articles 3.1 and 6.1», «Điều 13.6», «khoản 2 Điều 6»,
«Điều 6 khoản 2 điểm a», a bare «(14.1, 14.2)» of a docstring), a chapter, a page of the printed
regulation, or a point of the address rules. Articles of other laws are ignored; they name their
law.
"""

import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# Lines are joined before the search. This removes the sign of a comment, and the quotation marks
# between the parts of a string on several lines.
_LINE_STARTS = re.compile(r"""[ \t]*(?:#+|//|--|[*>|]|f?["'](?!["']))?[ \t]*""")
_LINE_ENDS = re.compile(r"""(?<!["'])["']?\\?$""")
_REF = r"\d+(?:\.\d+)?(?:\.[a-ik-vđ]\b)?"
_AND = r"(?:, (?:(?:and|or|và|hoặc) )?| (?:and|or|to|và|hoặc|đến) |; )"
_REFS = rf"{_REF}(?:{_AND}(?:Điều )?{_REF}(?![\w%/]))*"
_POINT, _CLAUSE = r"[Đđ]iểm", r"[Kk]hoản"
_POINTS = r"[a-zđ]\b(?:(?:, | và )[a-zđ]\b)*"
_CLAUSES = r"\d+(?:(?:, | và )\d+)*"

# «điểm a khoản 2 Điều 6», the usual order of Vietnamese law.
_UPWARDS = re.compile(
    rf"(?:{_POINT} (?P<points>{_POINTS}),? )?"
    rf"{_CLAUSE} (?P<clauses>{_CLAUSES}),? [Đđ]iều (?P<article>\d+)"
)
# «Điều 6 khoản 2 điểm a».
_DOWNWARDS = re.compile(
    rf"[Đđ]iều (?P<article>\d+),? {_CLAUSE} (?P<clauses>{_CLAUSES})(?!\d|,? [Đđ]iều)"
    rf"(?:,? {_POINT} (?P<points>{_POINTS}))?"
)
_NAMED = re.compile(rf"(?:\bArticles?|\bArt\.|[Đđ]iều) (?P<refs>{_REFS})")
# `(7.2.a)`, `(14.1, 14.2)`, `(7)` behind a word; `6.2.c` anywhere.
_SHORT = r"\d{1,2}(?:\.\d)?(?:\.[a-zđ])?"
_BRACKETED = re.compile(rf"(?<=[\w»\"`)]) \((?P<refs>{_SHORT}(?:, {_SHORT})*)\)")
_BARE = re.compile(r"(?<![\w.§-])(?P<refs>\d{1,2}\.\d\.[a-ik-vđ])(?![\w.]*\w)")
_FIELD = re.compile(rf"""\barticle\s*=\s*["'](?P<refs>{_REFS})(?!\w)""")
_CHAPTER = re.compile(r"\b(?:Chương|Chapter) (?P<refs>[IVX]+)\b")
_PAGE = re.compile(
    r"\b(?:pages?|p\.|trang) (?P<refs>\d+) (?:of the|của) "
    r"(?:regulation|decision|Quy chế|Quyết định)|"
    r"(?:regulation|Quy chế),? (?:pages?|p\.|trang) (?P<refs_>\d+)"
)
_RULE_POINT = re.compile(rf"\b[Pp]oints? (?P<refs>\d+(?:{_AND}\d+)*)")

# Another law, decree, circular, standard or decision, before or after a citation.
_OTHER = (
    r"(?:Bộ luật|Luật|Nghị định|NĐ|Thông tư|TT|Chỉ thị|Hiến pháp|Pháp lệnh|Nghị quyết|TCVN|RFC|ISO|"
    r"Law|Decree|Circular|Directive|Constitution|GDPR|(?:Quyết định|Decision)(?! (?:số )?3426))"
)
_OF_ANOTHER = re.compile(rf" (?:(?:của|of|of the|in) )?\(?{_OTHER}\b")
_BEHIND_ANOTHER = re.compile(rf"\b{_OTHER}\b[^.;()\n]{{0,60}}[,:(]? $")


@dataclass(frozen=True)
class Citation:
    """One citation: its line, its text, and the cited Article, chapter, page or point."""

    line: int
    text: str
    names: str


def articles(page: str) -> set[str]:
    """Return the regulation's Articles as `6`, `6.2`, `6.2.a`, and its chapters as `Chương I`."""
    found, article, clause = set(), "", ""
    for line in page.partition("\n## QUY CHẾ\n")[2].splitlines():
        if heading := re.match(r"## Chương ([IVX]+) ", line):
            found.add(f"Chương {heading[1]}")
        elif heading := re.match(r"### Điều (\d+)\. ", line):
            article, clause = heading[1], ""
            found.add(article)
        elif number := re.match(r"(\d+)\. ", line):
            clause = f"{article}.{number[1]}"
            found.add(clause)
        elif letter := re.match(r" {4}(?:- )?([a-zđ])\. ", line):
            found.add(f"{clause}.{letter[1]}")
    return found


def rule_points(page: str) -> set[str]:
    """Return the numbered points of the address rules, `point 1`."""
    return {f"point {number}" for number in re.findall(r"^(\d+)\. ", page, re.MULTILINE)}


def citations(text: str, name: str = "") -> list[Citation]:
    """Return every citation in a file, in no order; of Python only comments and strings count."""
    source = _Joined(_without_code(text) if name.endswith(".py") else text)
    found = [
        Citation(source.line(match.end() - 1), match[0].strip(), names)
        for match, names in _all(source.text)
    ]
    if name.endswith(".md"):
        found += _columns(text)
    return list(dict.fromkeys(found))


class _Joined:
    """A text as one line, with the position of each original line."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        length, lines = 0, []
        for line in text.splitlines():
            self._starts.append(length)
            start = _LINE_STARTS.match(line)
            lines.append(" ".join(_LINE_ENDS.sub("", line[start.end() :].rstrip()).split()))
            length += len(lines[-1]) + 1
        self.text = " ".join(lines) + " "

    def line(self, position: int) -> int:
        return bisect_right(self._starts, position)


def _all(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern in (_UPWARDS, _DOWNWARDS):
        for match in _ours(pattern, text):
            points = re.findall(r"\b[a-zđ]\b", match["points"] or "")
            for clause in re.findall(r"\d+", match["clauses"]):
                for point in points or [""]:
                    yield match, ".".join(filter(None, (match["article"], clause, point)))
    for pattern in (_NAMED, _BRACKETED, _BARE, _FIELD):
        for match in _ours(pattern, text):
            for names in re.findall(_REF, match["refs"]):
                yield match, names
    for match in _ours(_CHAPTER, text):
        yield match, f"Chương {match['refs']}"
    for match in _PAGE.finditer(text):
        yield match, f"page {match['refs'] or match['refs_']}"
    for match in _RULE_POINT.finditer(text):
        for number in re.findall(r"\d+", match["refs"]):
            yield match, f"point {number}"


def _ours(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern, except where another law is named."""
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()]
        if not _OF_ANOTHER.match(text, match.end()) and not _BEHIND_ANOTHER.search(before):
            yield match


def _columns(text: str) -> Iterator[Citation]:
    """Yield the citations in a table's column «Điều»."""
    column = None
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) < 3:
            column = None
        elif column is None:
            column = next((at for at, cell in enumerate(cells) if cell in ("Điều", "Article")), 0)
        elif column and len(cells) > column and re.fullmatch(_REFS, cells[column]):
            for names in re.findall(_REF, cells[column]):
                yield Citation(number, line, names)


def _without_code(text: str) -> str:
    """Blank out everything in a Python file except comments and strings; keep the lines."""
    kept = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    lines = [list(line) for line in text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in kept or token.string in ("article", "="):
            continue
        (row, start), (_, end) = token.start, token.end
        if token.string.strip():
            lines[row - 1][start:end] = "\0" * (end - start)
    return "\n".join(map("".join, lines)) + "\n"
