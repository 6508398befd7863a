"""The account page is small enough to be read at one sitting, and has no dead words or SQL."""

import ast
import io
import re
import tokenize
import tomllib
from pathlib import Path

from congvu.office import PROJECT

FOLDER = PROJECT / "account_page"
FILES = sorted(FOLDER.rglob("*.py"))
MOST = 1000
# A comment or a line's end is no code of its own.
NO_CODE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
}


def code_lines(text: str) -> int:
    """Count the lines of a module that are not blank, comment or docstring."""
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            lines |= {*range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if first and ast.get_docstring(node) is not None:
                lines -= {*range(first.lineno, (first.end_lineno or first.lineno) + 1)}
    return len(lines)


def test_lines_of_code_are_counted_and_others_not():
    text = '"""Docstring.\n\nMore."""\n\nimport os  # why\n\n# Comment\nx = """a\n\nb"""\n'
    text += 'def f(\n    y,\n):\n    """Docstring."""\n    return y\n'
    assert code_lines(text) == 1 + 3 + 3 + 1


def test_it_has_at_most_a_thousand_lines_of_code():
    counts = {str(file.relative_to(FOLDER)): code_lines(file.read_text("utf-8")) for file in FILES}
    assert sum(counts.values()) <= MOST, counts


CODE = "".join(file.read_text("utf-8") for file in [*FILES, *FOLDER.glob("templates/*.html")])


def names(pattern: str) -> set[str]:
    return set(re.findall(pattern, CODE))


def used(name: str) -> bool:
    """Whether a name stands in the code, whole or as the rest of one that is put together."""
    prefix = name.partition("-")[0]
    whole = f'"{name}"' in CODE
    return whole or (f'f"{prefix}-{{' in CODE and f'"{name.partition("-")[2]}"' in CODE)


def test_each_sentence_is_there_and_each_is_said():
    known = tomllib.loads((FOLDER / "sentences.toml").read_text("utf-8"))["said"]
    said = names(r'say\(\s*"([^"]+)"')
    assert said <= {*known}, said - {*known}
    assert [name for name in known if not used(name)] == []


def test_each_statement_is_there_and_each_is_used():
    text = Path(FOLDER / "schema" / "statements.sql").read_text("utf-8")
    known = re.findall(r"^-- ([a-z-]+)$", text, re.MULTILINE)
    assert len(known) == len({*known})
    called = names(r'\.(?:rows|row|run)\(\s*"([^"]+)"')
    assert called | names(r'sessions\.last\(visit\.database, "([^"]+)"') == {*known}
