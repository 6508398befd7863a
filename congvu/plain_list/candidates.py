"""What a person's row says, in the roster's terms, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from congvu.names import InvalidNameError, PersonName, capitalised, one_line, syllables
from congvu.plain_list.body import NAME_FIELDS, PERSONAL_FIELDS, Body, Record
from congvu.plain_list.columns import Field
from congvu.plain_list.dates import NO_DAY, Day, birth_date, decision_date
from congvu.plain_list.grid import Formula
from congvu.plain_list.table import Table
from congvu.workbook.cells import CellError, cleaned
from congvu.workbook.problems import Problem
from congvu.workbook.rows import shown
from congvu.workbook.wording import in_workbook_words

_PERSONAL_TEXTS = (Field.HOME_TOWN, Field.BIRTHPLACE)
_NUMBER_FIRST = re.compile(r"^(?:q(?:uyết )?đ(?:ịnh)?\s*)?(?:số|so)\s*:?\s*", re.IGNORECASE)
_NUMBER_AND_DAY = re.compile(
    r"^(?P<number>.*?\S)\s*[,;(-]?\s*(?:ký\s+)?(?:ngày\s+)?"
    r"(?P<day>\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}|\d{1,2} tháng \d{1,2},? năm \d{4})\)?$",
    re.IGNORECASE,
)
_ADDRESSED = ("ông", "bà", "anh", "chị", "đ/c", "đc")


class Decision(NamedTuple):
    """The decision that recruits (Article 7.2.a)."""

    number: str
    signed: date
    effective: date | None = None


@dataclass
class Candidate:
    """One person of a list.

    Attributes:
        record: the row.
        table: the table that it stands in.
        name: the name, in the parts that its columns give.
        rewritten: the name as the list has it where it was written in capitals, else empty.
        title: the post.
        staff_id: the staff number that the list gives.
        decision: the decision of the row, None where it has none.
        birth_date: the day, or why the cell gives none.
        home_town, birthplace: as written; empty for none.
        problems: what is wrong with the row.
    """

    record: Record
    table: Table
    name: PersonName | None = None
    rewritten: str = ""
    title: str = ""
    staff_id: str = ""
    decision: Decision | None = None
    birth_date: Day = NO_DAY
    home_town: str = ""
    birthplace: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.table.grid.name

    @property
    def row(self) -> int:
        """The row's number."""
        return self.record.row

    def refuse(self, message: str, about: Field | None = None) -> None:
        """Note what is wrong with the row, or with one of its cells."""
        column = self.table.columns.get(about, 0) if about else 0
        header = self.table.header(column) if column else ""
        self.problems.append(Problem(self.sheet, self.row, shown(message), column, shown(header)))


def read_candidates(body: Body, on: date) -> list[Candidate]:
    """Read every person's row of a sheet; the day says what years are possible."""
    # «Ông Ích Khiêm» is a name; where several begin so, it is how the list speaks of people.
    addressed = sum(_is_addressed(record.name) for record in body.records) > 1
    return [_candidate(record, body.table, on, addressed=addressed) for record in body.records]


def _candidate(record: Record, table: Table, on: date, *, addressed: bool) -> Candidate:
    found = Candidate(record, table)
    readable = {field_ for field_ in record.cells if _readable(found, field_)}
    found.title = record.text(Field.TITLE)
    if not found.title and Field.TITLE not in record.cells:
        found.refuse("thiếu chức vụ; hãy ghi chức vụ hoặc chức danh", Field.TITLE)
    _name(found, readable, addressed=addressed)
    found.staff_id = record.text(Field.ID).lower()
    found.decision = _decision(found, on)
    found.birth_date = _birth_date(record, on)
    found.home_town, found.birthplace = (
        record.text(one) if one in readable else "" for one in _PERSONAL_TEXTS
    )
    return found


def _readable(found: Candidate, about: Field) -> bool:
    """Note what is wrong with a cell's text by itself.

    Personal data that can't be read is as good as none: most is not needed, and it is asked for
    where it is.
    """
    value = found.record.cells[about]
    wrong = ""
    if isinstance(value, Formula):
        wrong = "ô là công thức; hãy chép rồi dán lại dạng giá trị (Paste Special → Values)"
    elif isinstance(value, str):
        try:
            cleaned(value)
        except CellError as error:
            wrong = str(error)
    if wrong and about is not Field.ORDINAL and about not in PERSONAL_FIELDS:
        found.refuse(wrong, about)
    return not wrong


def _name(found: Candidate, readable: set[Field], *, addressed: bool) -> None:
    record = found.record
    columns = [one for one in NAME_FIELDS if one in record.cells]
    written = record.name
    about = columns[0] if columns else Field.NAME
    if not written:
        if not columns:
            found.refuse("thiếu họ và tên", about)
        return
    if not readable.issuperset(columns):
        return
    if addressed and _is_addressed(written):
        found.refuse(f"«{written.split()[0]}» không thuộc họ tên; hãy bỏ đi", about)
        return
    name = capitalised(written)
    try:
        found.name = PersonName.parse(name)
        if Field.FAMILY in record.cells and Field.GIVEN in record.cells:
            found.name = _in_parts(record, found.name)
    except InvalidNameError as error:
        found.refuse(in_workbook_words(str(error)), about)
        return
    if name != written:
        found.rewritten = written


def _in_parts(record: Record, parsed: PersonName) -> PersonName:
    """Return a name as its three columns part it, which may be otherwise than usual."""
    family, middle, given = (
        capitalised(record.text(one)) for one in (Field.FAMILY, Field.MIDDLE, Field.GIVEN)
    )
    named = PersonName.from_parts(given, family, middle)
    same = (named.family, named.middle, named.given) == (parsed.family, parsed.middle, parsed.given)
    return parsed if same else named


def _is_addressed(name: str) -> bool:
    parts = syllables(name)
    return len(parts) > 2 and parts[0].lower().rstrip(".") in _ADDRESSED


def _birth_date(record: Record, on: date) -> Day:
    parts = [record.text(one) for one in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)]
    if all(parts):
        return birth_date("/".join(parts), on)
    for one in (Field.BIRTH_DATE, Field.BIRTH_DATE_MALE, Field.BIRTH_DATE_FEMALE):
        if one in record.cells:
            return birth_date(record.cells[one], on)
    return Day(None, "chưa đủ ngày, tháng, năm") if any(parts) else Day()


def _decision(found: Candidate, on: date) -> Decision | None:
    """Read the row's own decision; number and day belong together (Article 7.2.a)."""
    record = found.record
    number, about = _number(found), Field.NUMBER
    day_field = Field.DATE if Field.DATE in record.cells else Field.START
    value = record.cells.get(day_field)
    if Field.DECISION in record.cells:
        about = Field.DECISION
        match = _NUMBER_AND_DAY.match(one_line(record.text(about)))
        if match is not None:
            number, value, day_field = _without_word(match["number"]), match["day"], about
        else:
            number = _without_word(record.text(about))
    if not number:
        if Field.DATE in record.cells:
            found.refuse("có ngày nhưng thiếu số quyết định tuyển dụng (Điều 7.2.a)", Field.NUMBER)
        return None
    signed = decision_date(value, on)
    if signed.day is None:
        why = f"«{record.text(day_field)}» {signed.why_not}" if signed.why_not else "thiếu ngày"
        found.refuse(f"quyết định tuyển dụng {number}: {why} (Điều 7.2.a)", day_field)
        return None
    starts = decision_date(record.cells.get(Field.START), on).day
    later = starts if starts is not None and starts > signed.day else None
    return Decision(number, signed.day, later)


def _number(found: Candidate) -> str:
    value = found.record.cells.get(Field.NUMBER)
    if isinstance(value, date):
        found.refuse(
            "chương trình bảng tính đã đổi số quyết định thành ngày; hãy định dạng cột này là "
            "Text (Văn bản) rồi gõ lại số",
            Field.NUMBER,
        )
        return ""
    return _without_word(found.record.text(Field.NUMBER))


def _without_word(number: str) -> str:
    return _NUMBER_FIRST.sub("", number)
