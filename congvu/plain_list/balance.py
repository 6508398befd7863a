"""Counts that no row of a list was lost: the one promise that every list is held to.

A row that holds a name together with a title, a unit or a decision is placed, known, skipped with
its reason, or refused. The rows are counted from the cells, not from what the reader made of them.
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
    """What became of the rows with names.

    Attributes:
        rows: how many there are.
        placed, known, skipped, refused: how many are new, are there, are nobody's, are wrong.
        lost: those of which nothing is known, and those that nobody's row was made of; never any.
    """

    rows: int
    placed: int
    known: int
    skipped: int
    refused: int
    lost: tuple[_Place, ...] = ()

    def line(self) -> str:
        """Say it in one line."""
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
        """Yield a refusal for each row that does not add up."""
        for sheet, row in self.lost:
            yield Problem(
                sheet,
                row,
                "chương trình không nói được dòng này đã đi đâu nên không nhập gì; hãy báo người "
                "phụ trách chương trình kèm tệp này",
            )


def balance(bodies: Iterable[Body], found: Arrival, problems: Collection[Problem]) -> Balance:
    """Hold what came of a list against its rows.

    Args:
        bodies: the sheets.
        found: what they bring.
        problems: why nothing is taken; one of a whole sheet refuses its rows that have no fate.
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
    """Yield the rows that hold something in a column of names and in one that places somebody."""
    table = body.table
    names = [table.columns[one] for one in NAME_FIELDS if one in table.columns]
    places = [table.columns[one] for one in PLACING_FIELDS if one in table.columns]
    for row in range(table.bottom + 1, len(table.grid.rows) + 1):
        if any(table.grid.at(row, column) is not None for column in names) and any(
            table.grid.at(row, column) is not None for column in places
        ):
            yield table.grid.name, row
