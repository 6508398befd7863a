"""Reads the rows below a header: which are people, which name a unit, which are neither.

Nothing is left out silently: every row that is not a person's is in `Body.skipped` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from congvu.names import fold, syllables
from congvu.plain_list.columns import Field, meaning
from congvu.plain_list.grid import Formula, Value, as_text
from congvu.plain_list.table import Table
from congvu.plain_list.units import heading, is_label, looks_like_a_unit

NAME_FIELDS = (Field.NAME, Field.FAMILY_AND_MIDDLE, Field.FAMILY, Field.MIDDLE, Field.GIVEN)
PERSONAL_FIELDS = (
    Field.BIRTH_DATE, Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR, Field.BIRTH_DATE_MALE,
    Field.BIRTH_DATE_FEMALE, Field.HOME_TOWN, Field.BIRTHPLACE,
)  # fmt: skip
# What a merged cell, «nt» or an empty cell may take over from the rows above.
_SHARED = frozenset(
    [Field.UNIT, Field.TITLE, Field.DECISION, Field.NUMBER, Field.DATE, Field.START,
     Field.HOME_TOWN, Field.BIRTHPLACE]
)  # fmt: skip
_DITTO = re.compile(r"[-–\s]*(?:nt|n/t|như trên|\"|''|″|”|“|〃|//|//)[-–.\s]*", re.IGNORECASE)
_NOTHING = re.compile(r"[-–—_.…/\s]+")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-ZĐa-z])\)?")
_NUMERAL = re.compile(r"[IVXLC]{1,6}[.)]?|[A-ZĐ][.)]?|\d{1,4}(?:\.\d{1,3})*[.)]?")
_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong|danh sach (?:nay |tren )?(?:gom|co))\b")
_CLOSING = re.compile(
    r"(?:nguoi|can bo|ke toan|nv|nhan vien)? ?(?:lap (?:bang|bieu|danh sach)|lap\b$|tong hop\b$)"
    r"|xac nhan|ky ten|ky va|thu truong|noi nhan|tm |kt |tl |phe duyet|duyet\b$"
)
_SIGNED_ON = re.compile(r"(?!ngày|số)\D{2,60}\bngày\b.{1,12}\btháng\b.{1,12}\bnăm\b", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """One person's row.

    Attributes:
        row: its number.
        cells: what stands in it; merged cells and «như trên» are filled in.
        unit: what the row, or the heading above it, calls the unit; empty where neither does.
    """

    row: int
    cells: Mapping[Field, Value | Formula]
    unit: str = ""

    def text(self, field_: Field) -> str:
        """Return a cell as text."""
        return as_text(self.cells.get(field_))

    @property
    def name(self) -> str:
        """The name as it stands in its one, two or three columns."""
        return " ".join(filter(None, map(self.text, NAME_FIELDS)))


@dataclass(frozen=True)
class Skipped:
    """A row that is nobody's.

    Attributes:
        row: its number.
        text: the first text in it.
        why: Vietnamese, what it is taken for.
    """

    row: int
    text: str
    why: str


@dataclass
class Body:
    """What stands in one table.

    Attributes:
        table: where it stands.
        records: the people's rows, in order.
        skipped: all others that are not empty, in order.
        titles: the texts above the header.
    """

    table: Table
    records: list[Record] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def read_body(table: Table, is_unit: Callable[[str], bool]) -> Body:
    """Read the rows of a table.

    Args:
        table: where it stands.
        is_unit: tells whether a text is the name of a unit that the roster knows.
    """
    body = Body(table)
    grid = table.grid
    for row in range(1, table.top):
        for _, text in grid.filled(row):
            body.titles.append(text)
        if texts := [text for _, text in grid.filled(row)]:
            body.skipped.append(Skipped(row, texts[0], "phần đầu danh sách"))
    _Reader(table, is_unit, body).read()
    if Field.UNIT in table.columns:
        body.records = list(_units_carried_down(body.records))
    return body


class _Reader:
    """Walks down a table; knows the heading and the row above."""

    def __init__(self, table: Table, is_unit: Callable[[str], bool], body: Body) -> None:
        self._table = table
        self._grid = table.grid
        self._is_unit = is_unit
        self._body = body
        self._heading = ""
        self._closed = False
        self._above: dict[Field, Value | Formula] = {}

    def read(self) -> None:
        for row in range(self._table.bottom + 1, len(self._grid.rows) + 1):
            record = self._record(row)
            filled = list(self._grid.filled(row))
            if not filled and not record.cells:
                continue
            why = self._why_nobody(record, filled)
            if why:
                self._body.skipped.append(Skipped(row, self._shown(filled), why))
            else:
                self._above = dict(record.cells)
                self._body.records.append(replace(record, unit=record.unit or self._heading))

    def _shown(self, filled: list[tuple[int, str]]) -> str:
        """Return the longest text of a row that is nobody's personal data."""
        personal = {self._table.columns.get(one) for one in PERSONAL_FIELDS}
        texts = [text for column, text in filled if column not in personal and len(text) > 2]
        return max(texts, key=len, default="")

    def _record(self, row: int) -> Record:
        cells: dict[Field, Value | Formula] = {}
        for field_, column in self._table.columns.items():
            area = self._grid.area(row, column)
            value = self._grid.at(row, column)
            if field_ in _SHARED and area and area.left == column and area.top < row:
                value = self._grid.spread(row, column)
            if isinstance(value, str):
                if field_ in _SHARED and _DITTO.fullmatch(value):
                    value = self._above.get(field_)
                elif _NOTHING.fullmatch(value):
                    value = None
            if value is not None:
                cells[field_] = value
        return Record(row, cells, as_text(cells.get(Field.UNIT)))

    def _why_nobody(self, record: Record, filled: list[tuple[int, str]]) -> str:
        """Say why a row is nobody's; empty where it is somebody's."""
        texts = [text for _, text in filled]
        if record.row in self._grid.hidden_rows:
            return "dòng đang ẩn nên không đọc"
        if meaning(record.name) in NAME_FIELDS:
            return "tiêu đề lặp lại"
        if len(texts) > 1 and all(map(_COLUMN_NUMBER.fullmatch, texts)):
            return "dòng đánh số cột"
        return self._why_around(record, filled) or self._why_incomplete(record, filled)

    def _why_around(self, record: Record, filled: list[tuple[int, str]]) -> str:
        """Say whether a row is a heading, a total or below the list; empty where it is none."""
        texts = [text for _, text in filled]
        bare = not any(
            record.text(one)
            for one in (Field.TITLE, Field.BIRTH_DATE, Field.NUMBER, Field.DECISION)
        )
        if self._closed or self._closes(record, filled):
            counted = record.text(Field.ORDINAL).rstrip(".").isdigit()
            if not (self._closed and counted and record.name and not bare):
                self._closed = True
                return "phần ký tên cuối danh sách"
        if bare and any(_TOTAL.match(_spaced(text)) for text in texts):
            return "dòng tổng cộng"
        return self._as_heading(record, filled) if bare else ""

    def _why_incomplete(self, record: Record, filled: list[tuple[int, str]]) -> str:
        """Say why a row without a name is nobody's; with a post or a day in it, it is wrong."""
        own = {column for column, _ in filled}
        told = {
            one for one, column in self._table.columns.items()
            if one is not Field.ORDINAL and one in record.cells
            and (column in own or isinstance(record.cells[one], Formula))
        }  # fmt: skip
        if told:
            return ""
        only_number = all(column == self._table.columns.get(Field.ORDINAL) for column in own)
        return "chỉ có số thứ tự" if only_number else "không có họ tên"

    def _closes(self, record: Record, filled: list[tuple[int, str]]) -> bool:
        """Tell whether a row begins what follows a list: place and day, who signs."""
        if not self._body.records or record.text(Field.ORDINAL):
            return False
        for _, text in filled:
            if not record.name and _SIGNED_ON.match(text):
                return True
            if _CLOSING.match(_spaced(text)):
                return True
        # «CHỦ TỊCH» alone at the right, above the place for a signature.
        numbered = Field.ORDINAL in self._table.columns
        return numbered and not record.name and all(text.isupper() for _, text in filled)

    def _as_heading(self, record: Record, filled: list[tuple[int, str]]) -> str:
        """Take a row for a heading; say what for, empty where it is none."""
        ordinal = self._table.columns.get(Field.ORDINAL)
        said = [
            (column, text)
            for column, text in filled
            if not (column == ordinal and _NUMERAL.fullmatch(text)) and not text.isdigit()
        ]
        if len(said) != 1:
            return ""
        [(column, text)] = said
        area = self._grid.area(record.row, column)
        wide = area is not None and area.right > area.left
        number = record.text(Field.ORDINAL)
        if self._is_unit(text) or looks_like_a_unit(text):
            self._heading = heading(text)
            return "tên đơn vị của các dòng dưới"
        if is_label(text):
            return "tên nhóm"
        numeral = bool(_NUMERAL.fullmatch(number)) and not number.rstrip(".)").isdigit()
        if wide or numeral or column == ordinal:
            # Whatever it is, the people below it no longer belong to the unit above.
            self._heading = heading(text)
            return "tên nhóm của các dòng dưới"
        return ""


def _units_carried_down(records: list[Record]) -> Iterator[Record]:
    """Fill in units that stand only in the first row of each unit's people.

    A list that writes the same unit twice in a row writes it in every row; where it lacks there,
    it was forgotten, and a row's error says so.
    """
    if any(one.unit and one.unit == other.unit for one, other in pairwise(records)):
        yield from records
        return
    last = ""
    for record in records:
        last = record.unit or last
        yield replace(record, unit=last)


def _spaced(text: str) -> str:
    return " ".join(filter(None, map(fold, syllables(re.sub(r"[./,:;&]", " ", text))))) + " "
