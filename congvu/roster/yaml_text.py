"""YAML as clerks write it: every scalar stays the text that stands in the file.

The model, not YAML, decides what a value is, so that `no`, `on` or `012` can't turn into
something else on the way. Duplicate keys, aliases and tags are errors. libyaml does the parsing;
without YAML's implicit typing this is faster than PyYAML's own C loader.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from congvu.findings import Finding, Location

# A unit's file of some thousand people is far below; more is an accident or an attack.
MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 20
_NULLS = ("", "~", "null")
_PLAIN = (None, "")


class YamlError(Exception):
    """A file that is not the YAML we take; holds the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.text())


class _TextLoader(CParser):
    """libyaml's parser and composer with no implicit types."""

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> str:
        return "text"

    def descend_resolver(self, current_node: Node | None, current_index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


def read(file: Path) -> Any:
    """Read a file as dicts, lists, texts and None.

    Raises:
        YamlError: it can't be read, is too large, not UTF-8, or not the YAML we take.
    """
    node = _compose(file)
    return None if node is None else _Converter(file).convert(node)


def lines_of(file: Path, locations: Iterable[Location]) -> list[int]:
    """Return the 1-based line of each location's value, or of the nearest value above it."""
    try:
        root = _compose(file)
    except YamlError as error:
        return [error.finding.line for _ in locations]
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


def _compose(file: Path) -> Node | None:
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise YamlError(
            Finding("file-unreadable", f"không đọc được tệp này: {reason}", file)
        ) from error
    if len(data) > MAX_BYTES:
        raise YamlError(
            Finding("file-too-large", f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB", file)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(
            Finding(
                "file-not-utf8",
                "tệp không phải là chữ Unicode UTF-8 (có thể đang dùng bảng mã TCVN3 hoặc VNI); "
                "hãy lưu lại bằng UTF-8",
                file,
                line,
                article="8.5",
            )
        ) from error
    try:
        node: Node | None = _TextLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(
            Finding("yaml-syntax", _syntax_message(error), file, mark.line + 1 if mark else 1)
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError(
            Finding("yaml-syntax", f"tệp có ký tự hoặc cấu trúc mà YAML không nhận: {error}", file)
        ) from error
    return node


def _syntax_message(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "tab" in problem or "cannot start any token" in problem:
        return "có dấu tab hoặc ký tự lạ ở đầu dòng; hãy thụt lề bằng dấu cách"
    if "undefined alias" in problem:
        return "dấu * mở đầu một giá trị; hãy đặt giá trị đó trong dấu ngoặc kép"
    return (
        "sai cú pháp YAML; hãy xem lại thụt lề, dấu hai chấm và ngoặc ở dòng này và dòng trên "
        f"({problem})"
    )


class _Converter:
    """Turns one file's nodes into plain values."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: set[int] = set()

    def convert(self, node: Node, depth: int = 0) -> Any:
        if node.tag != "text":
            raise self._refusal(node, "yaml-tag", f"không dùng thẻ YAML ({node.tag}) ở đây")
        if isinstance(node, ScalarNode):
            if node.style in _PLAIN and node.value in _NULLS:
                return None
            return node.value
        # An alias gives the very node that its anchor names.
        if id(node) in self._seen:
            raise self._refusal(node, "yaml-alias", "không dùng neo (& và *) ở đây")
        self._seen.add(id(node))
        if depth > MAX_DEPTH:
            raise self._refusal(node, "yaml-depth", "cấu trúc lồng nhau quá sâu")
        if isinstance(node, SequenceNode):
            return [self.convert(item, depth + 1) for item in node.value]
        assert isinstance(node, MappingNode)
        return self._mapping(node, depth)

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise self._refusal(key, "yaml-key", "tên trường phải là một từ")
            if key.value in result:
                raise self._refusal(
                    key,
                    "duplicate-key",
                    f"trường «{key.value}» có hai lần trong cùng một mục; hãy bỏ một",
                )
            result[key.value] = self.convert(value, depth + 1)
        return result

    def _refusal(self, node: Node, code: str, message: str) -> YamlError:
        return YamlError(Finding(code, message, self._file, node.start_mark.line + 1))
