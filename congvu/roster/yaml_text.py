"""Reads YAML with every scalar as text.

The model decides the type of a value, not YAML, so that `no`, `on` or `012` stay texts. Duplicate
keys, aliases and tags are errors. libyaml does the parsing. Without YAML's implicit types this is
faster than PyYAML's C loader.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from congvu.findings import Finding, Location
from congvu.os_errors import reason
from congvu.roster.file_checks import BOM, text_or_refusal
from congvu.text_gate import is_usual, problems

MAX_DEPTH = 20
_NULLS = ("", "~", "null")
_ALIAS = ("yaml-alias", "không dùng neo (& và *) ở đây")
_PLAIN = (None, "")
# Messages of libyaml, and the advice for clerks.
_SYNTAX = {
    "cannot start any token": (
        "giá trị mở đầu bằng ký tự mà YAML không nhận (@, %, `, dấu tab); hãy đặt cả giá trị trong "
        "dấu ngoặc kép"
    ),
    "undefined alias": "dấu * mở đầu một giá trị; hãy đặt giá trị đó trong dấu ngoặc kép",
    "mapping values are not allowed": (
        "dòng này có thêm dấu hai chấm, hoặc thụt lề không thẳng với dòng trên; giá trị có dấu hai "
        'chấm thì đặt trong dấu ngoặc kép, ví dụ title: "Tổ trưởng: tổ một cửa"'
    ),
    "unexpected end of stream": "dấu ngoặc kép mở ở dòng này chưa được đóng",
    "another document": "có dòng «---» giữa tệp; mỗi tệp chỉ có một đơn vị, hãy bỏ dòng đó",
    "did not find expected ',' or": (
        "dấu ngoặc { hoặc [ ở dòng này hoặc dòng trên chưa được đóng, hoặc thiếu dấu phẩy giữa hai "
        "trường; dấu # bỏ hết phần sau của dòng"
    ),
    "did not find expected node content": (
        "trong ngoặc { } hoặc [ ] ở dòng này hoặc dòng trên có chỗ thiếu giá trị; dấu # bỏ hết "
        "phần sau của dòng"
    ),
    "could not find expected ':'": (
        "thiếu dấu hai chấm sau tên trường ở dòng này hoặc dòng trên; hãy viết «tên: giá trị»"
    ),
    "did not find expected key": (
        "dòng này thụt lề không thẳng với các dòng cùng mục; hãy thụt lề như dòng trên"
    ),
    "did not find expected '-' indicator": (
        "dòng này thụt lề không thẳng với các mục «- » của danh sách; hãy thụt lề như các mục khác"
    ),
    "block sequence entries are not allowed": (
        "dấu gạch «- » đứng sai chỗ; mỗi mục của danh sách viết trên một dòng riêng"
    ),
}


class YamlError(Exception):
    """A file is not valid YAML or not allowed; it has at least one finding."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(finding.text() for finding in findings))


class _TextLoader(CParser):
    """libyaml's parser and composer without implicit types."""

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> str:
        return "text"

    def descend_resolver(self, current_node: Node | None, current_index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


def read_text(file: Path) -> str:
    """Read a file's text, `composed`.

    Raises:
        YamlError: it can't be read, is too large, or not UTF-8.
    """
    return composed(decoded(file, read_bytes(file)))


def read_bytes(file: Path) -> bytes:
    """Read a regular file. A link is refused, since it could lead out of the roster's folder.

    Raises:
        YamlError: it can't be read.
    """
    try:
        if file.is_symlink():
            raise YamlError(Finding("file-unreadable", "tệp này là liên kết, không phải tệp", file))
        if file.exists() and not file.is_file():
            # Reading a pipe would wait for ever.
            raise YamlError(Finding("file-unreadable", "đây không phải là tệp thường", file))
        return file.read_bytes()
    except OSError as error:
        message = f"không đọc được tệp này: {reason(error)}"
        raise YamlError(Finding("file-unreadable", message, file)) from error


def decoded(file: Path, data: bytes) -> str:
    """Return the text of a file's bytes, with a BOM.

    Raises:
        YamlError: they are too many, or not UTF-8.
    """
    text = text_or_refusal(file, data)
    if isinstance(text, Finding):
        raise YamlError(text)
    return text


def composed(text: str) -> str:
    """Return a text as NFC, so that equal names are equal, and without a BOM."""
    return unicodedata.normalize("NFC", text.removeprefix(BOM))


def parse(file: Path, text: str) -> tuple[Any, list[Finding]]:
    """Turn a file's text into dicts, lists, texts and None.

    Returns:
        The values, and a finding for everything that is valid YAML but not allowed here.

    Raises:
        YamlError: it is not YAML.
    """
    node = compose(file, text)
    if node is None:
        return None, []
    converter = _Converter(file, escapes="\\" in text)
    return converter.convert(node), converter.findings


def lines_of(file: Path, locations: Iterable[Location]) -> list[int]:
    """Return the 1-based line of each location's value, or of the nearest value above it."""
    try:
        root = compose(file, read_text(file))
    except YamlError as error:
        return [error.findings[0].line for _ in locations]
    return [_line_of(root, location) for location in locations]


def _line_of(node: Node | None, location: Location) -> int:
    line = 1
    for step in location:
        if node is None:
            break
        node, own_line = _descend(node, step)
        line = own_line or line
    return line


def _descend(node: Node, step: str | int) -> tuple[Node | None, int]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None, 0


def compose(file: Path, text: str) -> Node | None:
    """Return a text's nodes with their positions, counted in characters.

    Raises:
        YamlError: it is not YAML.
    """
    try:
        node: Node | None = _TextLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise YamlError(
            Finding("yaml-syntax", _syntax_message(error), file, _syntax_line(error))
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError(
            Finding("yaml-syntax", f"tệp có ký tự hoặc cấu trúc mà YAML không nhận: {error}", file)
        ) from error
    return node


def _syntax_message(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    for said, meant in _SYNTAX.items():
        if said in problem:
            return meant
    return (
        "sai cú pháp YAML; hãy xem lại thụt lề, dấu hai chấm và ngoặc ở dòng này và dòng trên "
        f"({problem})"
    )


def _syntax_line(error: yaml.MarkedYAMLError) -> int:
    # libyaml reports a missing closing mark at the end of the file.
    unclosed = "unexpected end of stream" in (error.problem or "")
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


class _Converter:
    """Turns one file's nodes into plain values. A refused node gives a finding and None."""

    def __init__(self, file: Path, *, escapes: bool) -> None:
        self._file = file
        # A file without a backslash has no escapes, and its text is checked already.
        self._escapes = escapes
        self._seen: set[int] = set()
        self.findings: list[Finding] = []

    def convert(self, node: Node, depth: int = 0, name: str = "") -> Any:
        if isinstance(node, ScalarNode) and node.tag == "text":
            # For an alias the parser returns the same node object as for its anchor.
            if id(node) in self._seen:
                return self._refuse(node, *_ALIAS)
            self._seen.add(id(node))
            if node.style in _PLAIN and node.value in _NULLS:
                return None
            return self._text(node, name)
        if (refusal := self._refusal(node, depth)) is not None:
            return self._refuse(node, *refusal)
        self._seen.add(id(node))
        if isinstance(node, SequenceNode):
            return [self.convert(item, depth + 1, name) for item in node.value]
        assert isinstance(node, MappingNode)
        return self._mapping(node, depth)

    def _refusal(self, node: Node, depth: int) -> tuple[str, str] | None:
        if node.tag != "text":
            return "yaml-tag", f"không dùng thẻ YAML ({node.tag}) ở đây"
        if id(node) in self._seen:
            return _ALIAS
        if depth > MAX_DEPTH:
            return "yaml-depth", "cấu trúc lồng nhau quá sâu"
        return None

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse(key, "yaml-key", "tên trường phải là một từ")
            elif (field := self._text(key, "")) is None:
                continue
            elif field in result:
                self._refuse(
                    key,
                    "duplicate-key",
                    f"trường «{field}» có hai lần trong cùng một mục; hãy bỏ một",
                )
            else:
                result[field] = self.convert(value, depth + 1, field)
        return result

    def _text(self, node: ScalarNode, name: str) -> str | None:
        """Return a scalar's text as NFC, None if its escapes give a character that is refused."""
        value: str = node.value
        if not self._escapes or node.style != '"' or is_usual(value):
            return value
        found = problems(value, "giá trị này")
        for problem in found:
            where = f"trường «{name}» " if name else "tên trường "
            self._refuse(node, problem.code, f"{where}{problem.message}")
        composed_value = unicodedata.normalize("NFC", value)
        if composed_value != value and not found:
            message = f"trường «{name}» có chữ Unicode tổ hợp (dấu tách khỏi chữ); hãy gõ lại"
            self._refuse(node, "not-nfc", message)
        return None if found else composed_value

    def _refuse(self, node: Node, code: str, message: str) -> None:
        self.findings.append(Finding(code, message, self._file, node.start_mark.line + 1))
