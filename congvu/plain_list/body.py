"""What stands below a header: people's rows, rows that are nobody's, rows that puzzle.

Nothing is left out silently: a row that is none of these was empty.
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
# With a name, one of these makes a row somebody's that may not be lost.
PLACING_FIELDS = (Field.TITLE, Field.UNIT, Field.DECISION, Field.NUMBER)


class Heading(NamedTuple):
    """A row that names what the rows below it belong to.

    Attributes:
        row: its number.
        text: what it says.
        hidden: whether the clerk doesn't see it.
    """

    row: int
    text: str
    hidden: bool = False


@dataclass(frozen=True)
class Record:
    """One person's row.

    Attributes:
        row: its number.
        cells: what stands in it; merged cells and «như trên» are filled in.
        unit: what the row, or the heading above it, calls the unit; empty where neither does.
        heading: the heading that the unit was taken from, None where the row names it.
        carried: the fields that were taken over from rows above.
        filled: the fields whose cells have something in them in this row, «nt» too.
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
        """The name as it stands in its one, two or three columns."""
        return " ".join(filter(None, map(self.text, NAME_FIELDS)))

    @property
    def named(self) -> bool:
        """Whether anything stands where a name should, readable or not."""
        return any(one in self.cells for one in NAME_FIELDS)

    def own(self, *fields: Field) -> dict[Field, str]:
        """Return the texts of those of some fields that the row itself fills.

        What can't be read is filled too: its text is empty.
        """
        return {one: self.text(one) for one in fields if one in self.filled}


@dataclass(frozen=True)
class Skipped:
    """A row that is nobody's.

    Attributes:
        row: its number.
        text: what it says.
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
        problems: the rows that can't be understood.
    """

    table: Table
    records: list[Record] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: int, message: str, about: Field | None = None) -> None:
        """Note a row that puzzles, or one of its cells."""
        self.problems.append(problem(self.table, row, message, about))


def problem(table: Table, row: int, message: str, about: Field | None = None) -> Problem:
    """Return what is wrong with a row, or with one of its cells."""
    column = table.columns.get(about, 0) if about else 0
    header = table.header(column) if column else ""
    return Problem(table.grid.name, row, visible(message), column, visible(header))
