"""Finds the position of each value in a YAML text, and changes some of the values.

Lists and mappings are split into entries. An entry has its lines, the comment lines directly above
and the comment at its end. Other text between two entries belongs to the first one; if that entry
is removed, its comments there are kept.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from congvu.roster import house_style, yaml_text

# Keys that identify an entry of a list.
_NAMING = ("id", "person")
_NULLS = ("", "~", "null")


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Entry:
    """One entry of a list or mapping: its position, and the changes inside it."""

    start: int
    end: int
    edits: list[_Edit] = field(default_factory=list)


class Document:
    """A YAML text in which only some values change.

    Args:
        file: the file's path, for errors.
        text: the file's text without a BOM; it must be a mapping.
    """

    def __init__(self, file: Path, text: str) -> None:
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._added_end = "" if text.endswith("\n") else self._newline
        self._text = text + self._added_end
        self._root = yaml_text.compose(file, self._text)

    def with_values(self, new: dict[str, Any]) -> str:
        """Return the text with new values, which must not include empty values.

        The caller must read the text again to check the result.
        """
        assert isinstance(self._root, MappingNode)
        text = self._patched(0, len(self._text), self._mapping(self._root, new, ""))
        return text.removesuffix(self._added_end) if self._added_end else text

    # Changes inside one value

    def _edits(self, node: Node, new: Any, key: str, flow: bool) -> list[_Edit] | None:
        """Return the changes inside a value, None if it becomes a value of another kind."""
        old = _plain(node)
        if old == new:
            return []
        if isinstance(node, MappingNode) and isinstance(new, dict) and old:
            return self._mapping(node, new, key)
        if isinstance(node, SequenceNode) and isinstance(new, list) and old:
            return self._sequence(node, new, key)
        if isinstance(node, ScalarNode) and isinstance(new, str) and old is not None:
            quotes = node.style if node.style in ("'", '"') else None
            text = house_style.on_one_line(new, key, quotes, flow=flow)
            return [_Edit(node.start_mark.index, self._end(node), text)]
        return None

    def _mapping(self, node: MappingNode, new: dict[str, Any], of: str) -> list[_Edit]:
        flow = bool(node.flow_style)
        names = [key.value for key, _ in node.value]
        column = self._column(node.start_mark.index)
        entries: list[_Entry] = []
        for position, (key, value) in enumerate(node.value):
            edits = self._of_value(key, value, new.get(key.value), column, flow)
            start = key.start_mark.index
            floor = self._end(node.value[position - 1][1]) if position else None
            if not flow:
                start = self._block_start(start, column, floor)
            entries.append(_Entry(start, self._block_end(value, flow), edits))
        order: list[int | str] = [
            position
            for position, (key, value) in enumerate(node.value)
            if key.value in new or _is_empty(value)
        ]
        for name in house_style.in_order(new, of):
            if name not in names:
                text = (
                    f"{name}: {house_style.on_one_line(new[name], name)}"
                    if flow
                    else self._indented(house_style.entry(name, new[name]), column)
                )
                order.insert(_place(name, order, names, of), text)
                names.append(name)
        return self._put(entries, order, flow)

    def _of_value(self, key: Node, value: Node, new: Any, column: int, flow: bool) -> list[_Edit]:
        """Return the changes of one value in a mapping; its kind can change."""
        if new is None:
            return []
        edits = self._edits(value, new, key.value, flow)
        if edits is not None:
            return edits
        if flow:
            text = house_style.on_one_line(new, key.value)
            start = value.start_mark.index
            blank = "" if self._text[start - 1].isspace() else " "
            return [_Edit(start, self._end(value), blank + text)]
        text = self._indented(house_style.entry(key.value, new), column)
        return [_Edit(key.start_mark.index, self._end(value), text.strip())]

    def _sequence(self, node: SequenceNode, new: list[Any], key: str) -> list[_Edit]:
        flow = bool(node.flow_style)
        column = self._column(node.start_mark.index)
        known = matches([_plain(item) for item in node.value], new)
        wanted = {old: value for old, value in zip(known, new, strict=True) if old is not None}
        entries: list[_Entry] = []
        for position, item in enumerate(node.value):
            edits = self._edits(item, wanted[position], key, flow) if position in wanted else []
            start = item.start_mark.index
            if not flow:
                floor = self._end(node.value[position - 1]) if position else None
                dash = node.start_mark.index if floor is None else self._dash(start, column, floor)
                start = self._block_start(dash, column, floor)
            entries.append(_Entry(start, self._block_end(item, flow), edits or []))
        order: list[int | str] = []
        for old, value in zip(known, new, strict=True):
            if old is not None:
                order.append(old)
            elif flow:
                order.append(house_style.on_one_line(value, key))
            else:
                order.append(self._indented(house_style.item(value, key), column))
        return self._put(entries, order, flow)

    # Joining entries

    def _put(self, entries: list[_Entry], order: list[int | str], flow: bool) -> list[_Edit]:
        if order == list(range(len(entries))):
            return [edit for entry in entries for edit in entry.edits]
        gaps = [self._text[one.end : next_.start] for one, next_ in pairwise(entries)]
        whole = self._joined(entries, order, gaps) if flow else self._stacked(entries, order, gaps)
        return [_Edit(entries[0].start, entries[-1].end, whole)]

    def _joined(self, entries: list[_Entry], order: list[int | str], gaps: list[str]) -> str:
        """Join entries within brackets."""
        text = ""
        for position, which in enumerate(order):
            if position:
                text += gaps[which - 1] if isinstance(which, int) and which > 0 else ", "
            text += self._piece(entries, which)
        return text

    def _stacked(self, entries: list[_Entry], order: list[int | str], gaps: list[str]) -> str:
        """Join entries that are on separate lines."""
        usual = gaps[0] if gaps and not gaps[0].strip() else ""
        after = dict(enumerate([*gaps, ""]))
        head = ""
        for position in sorted(set(after) - {one for one in order if isinstance(one, int)})[::-1]:
            left = after.pop(position)
            if left.strip():  # a comment that does not belong to the removed entry
                if position == 0:
                    head = left
                else:
                    after[position - 1] += left
        # The first entry can be on the line of a list's dash.
        inline = entries[0].start > self._line_start(entries[0].start)
        text = head
        for position, which in enumerate(order):
            piece = self._piece(entries, which)
            if inline and which == 0 and position:
                piece = " " * self._column(entries[0].start) + piece
            text += piece.lstrip(" ") if inline and not text else piece
            is_last = position == len(order) - 1
            gap = after.get(which, usual) if isinstance(which, int) else usual
            if which == len(entries) - 1:
                gap = usual
            if not is_last or gap.strip():
                text += gap
        return text

    def _piece(self, entries: list[_Entry], which: int | str) -> str:
        if isinstance(which, str):
            return which
        entry = entries[which]
        return self._patched(entry.start, entry.end, entry.edits)

    def _patched(self, start: int, end: int, edits: Iterable[_Edit]) -> str:
        pieces = []
        for edit in sorted(edits, key=lambda edit: edit.start):
            pieces += [self._text[start : edit.start], edit.text]
            start = edit.end
        return "".join([*pieces, self._text[start:end]])

    # Positions

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _column(self, index: int) -> int:
        return index - self._line_start(index)

    def _end(self, node: Node) -> int:
        """Return the end of a value; for a block, the end of its last value."""
        if isinstance(node, ScalarNode):
            end: int = node.end_mark.index
            if node.style not in ("|", ">"):
                return end
            text = self._text[node.start_mark.index : end]
            return int(node.start_mark.index) + len(text.rstrip())
        assert isinstance(node, MappingNode | SequenceNode)
        if node.flow_style:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, MappingNode) else last)

    def _block_end(self, node: Node, flow: bool) -> int:
        end = self._end(node)
        return end if flow else self._text.index("\n", end) + 1

    def _dash(self, index: int, column: int, floor: int) -> int:
        """Return the position of an item's dash, which is on its line or above its comments."""
        line = self._line_start(index)
        while line > floor and self._text[line : line + column + 1].strip() != "-":
            line = self._line_start(line - 1)
        return line + column

    def _block_start(self, index: int, column: int, floor: int | None) -> int:
        """Return the start of an entry's lines, with the comment lines directly above it."""
        line = self._line_start(index)
        if self._text[line:index].strip(" "):
            return index
        floor = 0 if floor is None else floor
        while line > floor:
            above = self._line_start(line - 1)
            comment = self._text[above:line]
            indented = len(comment) - len(comment.lstrip(" "))
            if above < floor or not comment.lstrip(" ").startswith("#") or indented > column:
                break
            line = above
        return line

    def _indented(self, lines: str, column: int) -> str:
        return "".join(" " * column + line + self._newline for line in lines.splitlines())


def _place(name: str, order: Sequence[int | str], names: list[str], of: str) -> int:
    """Return the position of a new key: after the keys that come before it in the model."""
    keys = house_style.ORDER.get(of, ())
    before = set(keys[: keys.index(name)]) if name in keys else set(names)
    place = 1 if order else 0
    for position, which in enumerate(order, 1):
        known = names[which] if isinstance(which, int) else which.strip().partition(":")[0]
        if known in before:
            place = position
    return place


def matches(old: list[Any], new: list[Any]) -> list[int | None]:
    """Return for each new item of a list the index of the same old item, None if it is new."""
    known: defaultdict[str, deque[int]] = defaultdict(deque)
    for position, value in enumerate(old):
        known[_identity(value)].append(position)
    found = [known[key].popleft() if known[key] else None for key in map(_identity, new)]
    left = [position for position in range(len(old)) if position not in found]
    for position, value in enumerate(new):
        if found[position] is None:
            same = next((one for one in left if _is_changed(old[one], value)), None)
            if same is not None:
                left.remove(same)
                found[position] = same
    return found


def _identity(value: Any) -> str:
    if isinstance(value, dict):
        for name in _NAMING:
            if name in value:
                return f"{name} {value[name]}"
    return repr(value)


def _is_changed(old: Any, new: Any) -> bool:
    """Tell whether a new item can be an old one with a corrected number or date."""
    if isinstance(old, str) and isinstance(new, str):
        return True
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    if any(name in old or name in new for name in _NAMING):
        return False
    return any(old.get(key) == value for key, value in new.items() if key != "type")


def _is_empty(node: Node) -> bool:
    return not _plain(node)


def _plain(node: Node) -> Any:
    """Return a node's value, like `yaml_text.parse`, without empty values."""
    if isinstance(node, ScalarNode):
        plain = yaml_text.composed(node.value)
        return None if node.style in (None, "") and plain in _NULLS else plain
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    assert isinstance(node, MappingNode)
    return {key.value: plain for key, value in node.value
            if (plain := _plain(value)) not in (None, "", [], {})}  # fmt: skip
