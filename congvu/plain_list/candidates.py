"""Turns a person's row into the roster's terms, or says what is wrong with the row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from congvu.names import InvalidNameError, PersonName, capitalised, one_line, syllables
from congvu.plain_list import words
from congvu.plain_list.body import NAME_FIELDS, PERSONAL_FIELDS, Body, Record, problem
from congvu.plain_list.columns import Field
from congvu.plain_list.dates import NO_DAY, Day, birth_date, decision_date
from congvu.plain_list.grid import Unreadable
from congvu.plain_list.table import Table
from congvu.workbook.cells import CellError, cleaned
from congvu.workbook.problems import Problem
from congvu.workbook.wording import in_workbook_words

_PERSONAL_TEXTS = (Field.HOME_TOWN, Field.BIRTHPLACE)
_NUMBER_FIRST = re.compile(
    r"^(?:(?:q(?:uyết )?đ(?:ịnh)?\s*)?(?:số|so)\b\s*[:.]?|quyết định\b)\s*", re.IGNORECASE
)
# Quotation marks of every kind. A decision's number has none.
_QUOTES = re.compile("[\"«»“”„‟‘’‚‛'`´″‹›]")
_NUMBER_AND_DAY = re.compile(
    r"^(?P<number>.*?\S)\s*[,;(-]?\s*(?:ký\s+)?(?:ngày\s+)?"
    r"(?P<day>\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}|\d{1,2} tháng \d{1,2},? năm \d{4})\)?$",
    re.IGNORECASE,
)
# What separates two names in one cell.
_BETWEEN = re.compile(r"\s+(?:[-–—]|và|&|\+)\s+|\s*[;,/+&]\s*", re.IGNORECASE)
# Letters that offices write after the names of namesakes.
_LETTERS = frozenset("ABCDEGH")
_ADDRESSED = ("ông", "bà", "anh", "chị", "đ/c", "đc")


class Decision(NamedTuple):
    """A decision to recruit (Article 7.2.a)."""

    number: str
    signed: date
    effective: date | None = None


@dataclass
class Candidate:
    """One person of a list.

    Attributes:
        record: the row.
        table: the row's table.
        name: the name, in parts where the list has a column for each part.
        rewritten: the name as written in the list, if it was in capitals; otherwise empty.
        title: the post.
        staff_id: the staff number that the list gives.
        decision: the decision of the row, None where it has none.
        birth_date: the day, or why the cell has none.
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
        """The name of the row's sheet."""
        return self.table.grid.name

    @property
    def row(self) -> int:
        """The row's number."""
        return self.record.row

    def refuse(self, message: str, about: Field | None = None) -> None:
        """Record a problem with the row, or with one of its cells."""
        self.problems.append(problem(self.table, self.row, message, about))


def read_candidates(body: Body, on: date) -> list[Candidate]:
    """Read the row of every person in a sheet; years after the day are not accepted."""
    # One name «Ông Ích Khiêm» is a name. If several begin with «Ông», the list uses it as «Mr».
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
    """Tell whether a cell's text can be read, and record a problem where it can't.

    Personal data that can't be read is no problem here: most of it is not needed, and where an
    address needs it the clerk is asked for it later.
    """
    value = found.record.cells[about]
    wrong = ""
    if isinstance(value, Unreadable):
        wrong = value.why
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
    if why := _of_two(found, columns, written) or _marked_apart(record, written):
        found.refuse(why, about)
        return
    if addressed and _is_addressed(written):
        found.refuse(f"«{written.split()[0]}» không thuộc họ tên; hãy bỏ đi", about)
        return
    name = capitalised(written)
    try:
        PersonName.parse(written)  # an error must quote the name as the cell has it
        found.name = PersonName.parse(name)
        if Field.FAMILY in record.cells and Field.GIVEN in record.cells:
            found.name = _in_parts(record, found.name)
    except InvalidNameError as error:
        found.refuse(in_workbook_words(str(error)), about)
        return
    if name != written:
        found.rewritten = written


def _of_two(found: Candidate, columns: list[Field], written: str) -> str:
    """Say that a cell holds the names of two people; empty where it holds one."""
    advice = "mỗi dòng chỉ ghi một người; hãy tách thành hai dòng"
    parts = [part for part in _BETWEEN.split(written) if len(syllables(part)) > 1]
    for field_ in columns:
        place = found.row, found.table.columns[field_]
        lines = found.table.grid.lines.get(place, ())
        parts = [one for one in lines if words.looks_like_a_person(capitalised(one))] or parts
    if len(parts) > 1:
        return f"ô có tên của hai người («{parts[0]}» và «{parts[1]}»): {advice}"
    said = written.lower().split()
    second = next((at for at in range(2, len(said) - 1) if said[at] in words.FAMILIES), 0)
    if len(said) > 5 and second and said[0] in words.FAMILIES and len(said) < 13:
        return (
            f"«{written}» dài như tên của hai người: {advice}, hoặc nếu là một người, hãy ghi tên "
            "vào ba cột «Họ», «Tên đệm», «Tên»"
        )
    return ""


def _marked_apart(record: Record, written: str) -> str:
    """Say that a letter after a name only distinguishes namesakes: «Nguyễn Văn Hùng A»."""
    parts = written.split()
    if Field.FAMILY in record.cells or len(parts) < 3 or parts[-1] not in _LETTERS:
        return ""
    return (
        f"chữ «{parts[-1]}» sau họ tên chỉ để phân biệt người trùng tên, không thuộc họ tên; hãy "
        "bỏ đi và ghi ngày sinh của từng người (nếu thật sự là tên, hãy ghi tên vào ba cột «Họ», "
        "«Tên đệm», «Tên»)"
    )


def _in_parts(record: Record, parsed: PersonName) -> PersonName:
    """Return a name in the parts of its three columns, which can differ from the usual split."""
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
    """Read the row's own decision, which needs a number and a day (Article 7.2.a)."""
    record = found.record
    number, about = _number(found), Field.NUMBER
    day_field = Field.DATE if Field.DATE in record.cells else Field.START
    value = record.cells.get(day_field)
    if Field.DECISION in record.cells:
        about = Field.DECISION
        match = _NUMBER_AND_DAY.match(one_line(record.text(about)))
        if match is not None:
            number, value, day_field = decision_number(match["number"]), match["day"], about
        else:
            number = decision_number(record.text(about))
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
    return decision_number(found.record.text(Field.NUMBER))


def decision_number(text: str) -> str:
    """Return a decision's number without the words and marks around it.

    >>> decision_number("Số: “45/QĐ-UBND”"), decision_number("QĐ số 45/QĐ-UBND")
    ('45/QĐ-UBND', '45/QĐ-UBND')
    """
    return _NUMBER_FIRST.sub("", _QUOTES.sub("", one_line(text)).strip()).strip(" ,;")
