"""Tells whether a row of a list is doubtful because of its position or the rows around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from congvu.plain_list import words
from congvu.plain_list.body import NAME_FIELDS, PLACING_FIELDS, Record
from congvu.plain_list.columns import Field, meaning
from congvu.plain_list.grid import Unreadable, column_name
from congvu.plain_list.table import HALVES, Table


def somebody(texts: Sequence[str]) -> str:
    """Return the name in a row that looks like the row of a person, empty in any other row."""
    name = next(filter(words.looks_like_a_person, texts), "")
    others = [
        text
        for text in texts
        if not words.looks_like_a_person(text) and not text.rstrip(".").isdigit()
    ]
    return name if others else ""


def hidden_columns(table: Table) -> Iterator[str]:
    """Yield a refusal for each hidden column of titles, units or decisions."""
    for column, header in table.hidden.items():
        if (field := meaning(*header.split(HALVES))) in PLACING_FIELDS:
            yield (
                f"cột {column_name(column)} «{header}» đang ẩn nên không đọc được {field} của từng "
                "người; hãy hiện cột đó (Unhide), hoặc xóa hẳn cột"
            )


def doubt_of_unit(record: Record, other: Record | None) -> str:
    """Say why the unit of a row is not clear; empty where it is.

    Args:
        record: the row.
        other: the last row above that names its unit itself.
    """
    above = record.heading
    if above is None:
        return ""
    if above.hidden:
        return (
            f"đơn vị đứng ở dòng {above.row} «{above.text}» đang ẩn; hãy hiện dòng đó "
            "(Unhide), hoặc ghi đơn vị vào dòng này"
        )
    if other is None or other.row < above.row or other.unit == above.text:
        return ""
    return (
        f"không rõ thuộc «{above.text}» (dòng {above.row}) hay «{other.unit}» (dòng "
        f"{other.row}); hãy ghi đơn vị vào dòng này"
    )


def uneven(table: Table, record: Record) -> str:
    """Say that a row has more or fewer cells than its header; empty where it has as many."""
    if not table.grid.widths:
        return ""
    wanted = max(table.grid.widths[table.top - 1 : table.bottom])
    there = table.grid.widths[record.row - 1]
    more = any(table.grid.at(record.row, column) is not None
               for column in range(wanted + 1, there + 1))  # fmt: skip
    # Some programs leave out empty cells at the end. Name, title, unit and decision must be there.
    last = max(column for one, column in table.columns.items()
               if one in (*NAME_FIELDS, *PLACING_FIELDS))  # fmt: skip
    cut = there < wanted and table.grid.at(record.row, last) is None
    if not more and not cut:
        return ""
    return (
        f"dòng có {there} ô, tiêu đề có {wanted}: có lẽ thừa hoặc thiếu một dấu ngăn cột; hãy "
        'đặt ô có dấu đó trong ngoặc kép "…", hoặc lưu lại thành .xlsx'
    )


def units_carried_down(rows: list[tuple[Record, str]]) -> list[tuple[Record, str]]:
    """Fill in units that are written only in the first row of each unit's people.

    Nothing is filled in where two neighbouring rows name the same unit. Such a list names the unit
    in every row, so a missing unit is a mistake, which is reported for its row.
    """
    if any(one.unit and one.unit == other.unit for (one, _), (other, _) in pairwise(rows)):
        return rows
    carried = []
    last = ""
    for record, why in rows:
        if record.unit or not last or isinstance(record.cells.get(Field.UNIT), Unreadable):
            last = record.unit
            carried.append((record, why))
        else:
            more = record.carried | {Field.UNIT}
            carried.append((replace(record, unit=last, carried=more), why))
    return carried
