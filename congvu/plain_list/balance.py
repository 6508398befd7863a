"""Checks by counting that no row of a list was lost.

Every row that has a name and a title, unit or decision must be placed, known, skipped for a stated
reason, or refused. The rows are counted in the cells, independently of what the reader found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from congvu.plain_list.arrival import Arrival
from congvu.plain_list.body import NAME_FIELDS, PLACING_FIELDS, Body
from congvu.workbook.problems import Problem

_Place = tuple[str, int]


@dataclass(frozen=True)
class Balance:
    """How many rows with names there are, and what was done with them.

    Attributes:
        rows: how many rows there are.
        placed: how many are new people.
        known: how many are people who are in the roster already.
        skipped: how many are not people.
        refused: how many have a problem.
        lost: sheet and number of rows that are in none of these groups or in two, or that no cell
            accounts for. A correct program has none.
    """

    rows: int
    placed: int
    known: int
    skipped: int
    refused: int
    lost: tuple[_Place, ...] = ()

    def line(self) -> str:
        """Return the numbers as one Vietnamese line."""
        return (
            f"Đối chiếu: {self.rows} dòng có họ tên = {self.placed} người mới + {self.known} người "
            f"đã có + {self.skipped} dòng bỏ qua có lý do + {self.refused} dòng phải sửa."
        )

    def as_dict(self) -> dict[str, int]:
        """Return the numbers as plain data."""
        return {
            "rows": self.rows,
            "placed": self.placed,
            "known": self.known,
            "skipped": self.skipped,
            "refused": self.refused,
        }

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each lost row."""
        for sheet, row in self.lost:
            yield Problem(
                sheet,
                row,
                "chương trình không nói được dòng này đã đi đâu nên không nhập gì; hãy báo người "
                "phụ trách chương trình kèm tệp này",
            )


def balance(bodies: Iterable[Body], found: Arrival, problems: Collection[Problem]) -> Balance:
    """Compare what was found in a list with the rows in its cells.

    Args:
        bodies: the sheets.
        found: what they add to the roster.
        problems: why nothing is imported. A problem of a whole sheet refuses every row that is in
            none of the groups.
    """
    sheets = list(bodies)
    rows = {place for body in sheets for place in _rows_with_names(body)}
    rows |= {(one.sheet, one.row) for one in found.candidates}
    rows |= {(one.sheet, one.row) for body in sheets for one in body.problems}
    refused = {(one.sheet, one.row) for one in problems if one.row}
    placed = {(one.candidate.sheet, one.candidate.row) for one in found.newcomers} - refused
    known = {(candidate.sheet, candidate.row) for candidate, _ in found.known} - refused
    skipped = {
        (body.table.grid.name, one.row) for body in sheets for one in body.skipped
    } - refused  # fmt: skip
    without = rows - refused - placed - known - skipped
    if any(not one.row for one in problems):
        refused |= without
        without = set()
    twice = (placed & known) | (placed & skipped) | (known & skipped)
    lost = without | twice | ((placed | known) - rows)
    return Balance(
        len(rows),
        len(placed),
        len(known),
        len(skipped & rows),
        len(refused & rows),
        tuple(sorted(lost)),
    )


def _rows_with_names(body: Body) -> Iterator[_Place]:
    """Yield the rows with something in a name column and in a column of title, unit or decision."""
    table = body.table
    names = [table.columns[one] for one in NAME_FIELDS if one in table.columns]
    places = [table.columns[one] for one in PLACING_FIELDS if one in table.columns]
    for row in range(table.bottom + 1, len(table.grid.rows) + 1):
        if any(table.grid.at(row, column) is not None for column in names) and any(
            table.grid.at(row, column) is not None for column in places
        ):
            yield table.grid.name, row
