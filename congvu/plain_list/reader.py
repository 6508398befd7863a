"""Reads the rows below a header: which are people, which name a unit, which are neither.

A row that holds a name together with a title, a unit or a decision becomes a person's record, or
puzzles and is refused; `congvu.plain_list.balance` counts that none was lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from congvu.plain_list import words
from congvu.plain_list.around import around
from congvu.plain_list.body import (
    NAME_FIELDS,
    PERSONAL_FIELDS,
    Body,
    Heading,
    Record,
    Skipped,
)
from congvu.plain_list.columns import Field
from congvu.plain_list.doubts import (
    doubt_of_unit,
    hidden_columns,
    somebody,
    uneven,
    units_carried_down,
)
from congvu.plain_list.grid import Unreadable, Value
from congvu.plain_list.row import facts_of, is_numbered, read_row
from congvu.plain_list.table import Table
from congvu.plain_list.units import heading

HIDDEN = "dòng đang ẩn nên không đọc"
VACANT = "chức danh đang khuyết, chưa có người nên không có hộp thư"
# Where signatures may stand beside the column of names.
_BESIDE_SIGNATURES = frozenset([Field.TITLE, *PERSONAL_FIELDS])
_NUMERAL = re.compile(r"[IVXLC]{1,6}[.)]?|[A-ZĐ][.)]?|\d{1,4}(?:\.\d{1,3})*[.)]?")
_SIGNATURES = "phần ký tên cuối danh sách"


def read_body(table: Table, is_unit: Callable[[str], bool]) -> Body:
    """Read the rows of a table.

    Args:
        table: where it stands.
        is_unit: tells whether a text is the name of a unit that the roster knows.
    """
    body = Body(table)
    grid = table.grid
    for row in range(1, table.top):
        texts = [text for _, text in grid.filled(row)]
        body.titles += texts
        if somebody(texts):
            body.refuse(
                row,
                f"dòng này đứng trên tiêu đề (dòng {table.top}) nhưng giống dòng của một người "
                f"(«{somebody(texts)}»); hãy chuyển xuống dưới tiêu đề, hoặc xóa đi",
            )
        elif texts:
            body.skipped.append(Skipped(row, max(texts, key=len), "phần đầu danh sách"))
    for message in hidden_columns(table):
        body.refuse(table.top, message)
    _Reader(table, is_unit, body).read()
    return body


class _Reader:
    """Walks down a table; knows the heading, the row above and where the list has ended."""

    def __init__(self, table: Table, is_unit: Callable[[str], bool], body: Body) -> None:
        self._table = table
        self._grid = table.grid
        self._is_unit = is_unit
        self._body = body
        self._heading: Heading | None = None
        self._end: Heading | None = None
        self._above: dict[Field, Value | Unreadable] = {}
        # Every row that names somebody or a vacant post, and why it is skipped: units are carried
        # over those too.
        self._rows: list[tuple[Record, str]] = []

    def read(self) -> None:
        for row in range(self._table.bottom + 1, len(self._grid.rows) + 1):
            record = read_row(self._table, row, self._above)
            filled = list(self._grid.filled(row))
            if filled or record.cells:
                self._take(record, filled)
        if Field.UNIT in self._table.columns:
            self._rows = units_carried_down(self._rows)
        other: Record | None = None
        for record, why in self._rows:
            if record.heading is None:
                other = record
            if why:
                self._body.skipped.append(Skipped(record.row, self._said(record), why))
            elif doubt := doubt_of_unit(record, other) or uneven(self._table, record):
                self._body.refuse(record.row, doubt)
            else:
                self._body.records.append(record)
        self._body.skipped.sort(key=lambda one: one.row)

    def _take(self, record: Record, filled: list[tuple[int, str]]) -> None:
        """Put a row where it belongs."""
        hidden = record.row in self._grid.hidden_rows
        why = around(self._body, record, filled)
        if not why and self._end is None:
            why = self._as_heading(record, filled, hidden=hidden)
        if not why and not hidden and (self._end or self._ends(record, filled)):
            why = self._below_the_end(record)
            if not why:
                return
        if not why and words.is_vacant(record.name):
            self._row(record, HIDDEN if hidden else VACANT)
        elif not why and (record.named or facts_of(record)):
            why = self._of_somebody(record, hidden=hidden)
        elif not why:
            why = "không có họ tên"
            if all(column == self._table.columns.get(Field.ORDINAL) for column, _ in filled):
                why = "chỉ có số thứ tự"
        if why:
            self._skip(record.row, filled, HIDDEN if hidden else why)

    def _of_somebody(self, record: Record, *, hidden: bool) -> str:
        """Take a row for a person's, unless something else stands in the place of the name."""
        if hidden:
            self._row(record, HIDDEN)
        elif record.name and (what := self._no_name(record)):
            self._body.refuse(
                record.row,
                f"«{record.name}» là {what}, không phải họ tên; hãy ghi họ tên của người, hoặc xóa "
                "dòng này",
                next(one for one in NAME_FIELDS if record.text(one)),
            )
            self._above = dict(record.cells)
        else:
            self._row(record, "")
        return ""

    def _no_name(self, record: Record) -> str:
        """Say what stands in the place of the name; empty where it may be a name."""
        name = record.name
        what = words.is_no_name(name)
        if what or words.looks_like_a_person(name):
            return what
        return "tên đơn vị" if self._is_unit(name) else ""

    def _row(self, record: Record, why: str) -> None:
        self._above = dict(record.cells)
        if not record.unit and self._heading is not None:
            record = replace(record, unit=self._heading.text, heading=self._heading)
        self._rows.append((record, why))

    def _skip(self, row: int, filled: list[tuple[int, str]], why: str) -> None:
        """Note a row as nobody's, with the longest text that is nobody's personal data."""
        personal = {self._table.columns.get(one) for one in PERSONAL_FIELDS}
        texts = [text for column, text in filled if column not in personal and len(text) > 2]
        self._body.skipped.append(Skipped(row, max(texts, key=len, default=""), why))

    def _said(self, record: Record) -> str:
        return ", ".join(filter(None, (record.name, record.text(Field.TITLE))))

    def _as_heading(self, record: Record, filled: list[tuple[int, str]], *, hidden: bool) -> str:
        """Take a row for a heading; say what for, empty where it is none."""
        ordinal = self._table.columns.get(Field.ORDINAL)
        said = [
            (column, text)
            for column, text in filled
            if not (column == ordinal and _NUMERAL.fullmatch(text)) and not words.is_count(text)
        ]
        facts = {one: text for one, text in facts_of(record).items()
                 if one is not Field.UNIT and not words.is_count(text)}  # fmt: skip
        if len(said) != 1 or facts:
            return ""
        [(column, text)] = said
        marked = self._is_marked(record, column)
        if words.looks_like_a_person(text) and not marked:
            return ""
        unit = self._is_unit(text) or bool(words.starts(heading(text), words.UNIT_WORDS))
        if not unit and words.is_kind_of_staff(heading(text)):
            return "tên nhóm"
        numeral = bool(record.text(Field.ORDINAL)) and not is_numbered(record)
        signs = bool(self._rows) and (words.is_end(text) or words.signs(text)) and not numeral
        group = marked or bool(words.starts(heading(text), words.GROUP_WORDS))
        if not unit and (signs or not group):
            return ""
        # Whatever it is, the people below it no longer belong to the unit above.
        self._heading = Heading(record.row, heading(text), hidden)
        self._above.pop(Field.UNIT, None)  # «nt» below it means the heading
        return "tên đơn vị của các dòng dưới" if unit else "tên nhóm của các dòng dưới"

    def _is_marked(self, record: Record, column: int) -> bool:
        """Tell by its place whether a row's only text is a heading."""
        ordinal, number = self._table.columns.get(Field.ORDINAL), record.text(Field.ORDINAL)
        area = self._grid.area(record.row, column)
        wide = area is not None and area.right > area.left
        numeral = bool(_NUMERAL.fullmatch(number)) and not is_numbered(record)
        before = column < min(self._table.columns[one] for one in NAME_FIELDS
                              if one in self._table.columns)  # fmt: skip
        return wide or numeral or column == ordinal or before

    def _ends(self, record: Record, filled: list[tuple[int, str]]) -> bool:
        """Tell whether a row begins what follows a list: place and day, who signs."""
        if not self._rows or is_numbered(record):
            return False
        name = record.name
        texts = [text for _, text in filled]
        signing = words.is_end(name) or words.signs(name)
        if record.named and facts_of(record) and not signing:
            return False
        found = next(filter(words.is_end, texts), "")
        # «CHỦ TỊCH» alone at the right, above the place for a signature.
        numbered = Field.ORDINAL in self._table.columns
        capitals = not record.named and all(map(str.isupper, texts))
        # «Kế toán» and «CHỦ TỊCH» side by side.
        if texts and numbered and not found and (capitals or all(map(words.signs, texts))):
            found = texts[0]
        if found:
            self._end = Heading(record.row, found)
        return bool(found)

    def _below_the_end(self, record: Record) -> str:
        """Say that a row is among the signatures; with somebody's data in it, it puzzles."""
        assert self._end is not None
        name, facts = record.name, facts_of(record)
        signs = not record.named or words.is_end(name) or bool(words.is_no_name(name))
        if record.row == self._end.row or (signs and not is_numbered(record)):
            return _SIGNATURES
        signers = facts.keys() <= _BESIDE_SIGNATURES and all(
            map(words.looks_like_a_person, [name, *facts.values()])
        )
        if not is_numbered(record) and (not facts or signers):
            return _SIGNATURES
        end = f"dòng {self._end.row} «{self._end.text}»"
        self._body.refuse(
            record.row,
            f"«{name or self._said(record)}» đứng dưới phần ký tên ({end}), không rõ có thuộc danh "
            "sách không; nếu thuộc, hãy chuyển dòng này lên trên hoặc xóa dòng "
            f"{self._end.row}; nếu không, hãy xóa dòng này",
        )
        return ""
