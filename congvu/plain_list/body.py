"""The rows below a header: rows of people, other rows, and rows that can't be understood.

Only empty rows are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from congvu.plain_list.columns import Field
from congvu.plain_list.grid import Unreadable, Value, as_text
from congvu.plain_list.table import Table
from congvu.unseen import visible
from congvu.workbook.problems import Problem

NAME_FIELDS = (Field.NAME, Field.FAMILY_AND_MIDDLE, Field.FAMILY, Field.MIDDLE, Field.GIVEN)
PERSONAL_FIELDS = (
    Field.BIRTH_DATE, Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR, Field.BIRTH_DATE_MALE,
    Field.BIRTH_DATE_FEMALE, Field.HOME_TOWN, Field.BIRTHPLACE,
)  # fmt: skip
# A row with a name and one of these is the row of a person, which must not be lost.
PLACING_FIELDS = (Field.TITLE, Field.UNIT, Field.DECISION, Field.NUMBER)


class Heading(NamedTuple):
    """A row that names the unit or group of the rows below it.

    Attributes:
        row: its number.
        text: what it says.
        hidden: whether the row is hidden in the sheet.
    """

    row: int
    text: str
    hidden: bool = False


@dataclass(frozen=True)
class Record:
    """One person's row.

    Attributes:
        row: its number.
        cells: its values by field; merged cells and «như trên» are filled in.
        unit: the unit's name in the row or in the heading above it; empty where both have none.
        heading: the heading that names the unit, None where the row names it.
        carried: the fields that were copied from rows above.
        filled: the fields with something in this row's own cells, «nt» (as above) too.
    """

    row: int
    cells: Mapping[Field, Value | Unreadable]
    unit: str = ""
    heading: Heading | None = None
    carried: frozenset[Field] = frozenset()
    filled: frozenset[Field] = frozenset()

    def text(self, field_: Field) -> str:
        """Return a cell as text."""
        return as_text(self.cells.get(field_))

    @property
    def name(self) -> str:
        """The name, joined from its one, two or three columns."""
        return " ".join(filter(None, map(self.text, NAME_FIELDS)))

    @property
    def named(self) -> bool:
        """Whether there is anything in the name's columns, readable or not."""
        return any(one in self.cells for one in NAME_FIELDS)

    def own(self, *fields: Field) -> dict[Field, str]:
        """Return the texts of the given fields that are filled in this row's own cells.

        A cell that can't be read counts as filled, with an empty text.
        """
        return {one: self.text(one) for one in fields if one in self.filled}


@dataclass(frozen=True)
class Skipped:
    """A row that is not a person's.

    Attributes:
        row: its number.
        text: what it says.
        why: Vietnamese, what kind of row it is.
    """

    row: int
    text: str
    why: str


@dataclass
class Body:
    """The rows of one table.

    Attributes:
        table: the table.
        records: the rows of people, in order.
        skipped: all other rows that are not empty, in order.
        titles: the texts above the header.
        problems: the rows that can't be understood.
    """

    table: Table
    records: list[Record] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: int, message: str, about: Field | None = None) -> None:
        """Record that a row, or one of its cells, can't be understood."""
        self.problems.append(problem(self.table, row, message, about))


def problem(table: Table, row: int, message: str, about: Field | None = None) -> Problem:
    """Return a problem with a row, or with one of its cells."""
    column = table.columns.get(about, 0) if about else 0
    header = table.header(column) if column else ""
    return Problem(table.grid.name, row, visible(message), column, visible(header))
