"""What makes a row of a list doubtful beside what stands in it: its place and its neighbours."""

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
    """Return the name in a row that looks like somebody's, empty where it does not."""
    name = next(filter(words.looks_like_a_person, texts), "")
    others = [
        text
        for text in texts
        if not words.looks_like_a_person(text) and not text.rstrip(".").isdigit()
    ]
    return name if others else ""


def hidden_columns(table: Table) -> Iterator[str]:
    """Yield why nobody can be placed where a column that would place people is hidden."""
    for column, header in table.hidden.items():
        if (field := meaning(*header.split(HALVES))) in PLACING_FIELDS:
            yield (
                f"cột {column_name(column)} «{header}» đang ẩn nên không đọc được {field} của từng "
                "người; hãy hiện cột đó (Unhide), hoặc xóa hẳn cột"
            )


def doubt_of_unit(record: Record, other: Record | None) -> str:
    """Say why a row's unit can't be told; empty where it can.

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
    """Say that a row has more or fewer cells than its header; empty where it has not."""
    if not table.grid.widths:
        return ""
    wanted = max(table.grid.widths[table.top - 1 : table.bottom])
    there = table.grid.widths[record.row - 1]
    more = any(table.grid.at(record.row, column) is not None
               for column in range(wanted + 1, there + 1))  # fmt: skip
    # Some programs leave out the empty cells at the end; what places somebody must be there.
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
    """Fill in units that stand only in the first row of each unit's people.

    A list that writes the same unit twice in a row writes it in every row; where it lacks there,
    it was forgotten, and a row's error says so.
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
