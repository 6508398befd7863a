"""Rows that belong to a table and to nobody in it: headers, numbers of columns, totals."""

from __future__ import annotations

import re

from congvu.plain_list import words
from congvu.plain_list.body import NAME_FIELDS, Body, Record
from congvu.plain_list.columns import Field, meaning
from congvu.plain_list.row import facts_of

_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-ZĐa-z])\)?")


def around(body: Body, record: Record, filled: list[tuple[int, str]]) -> str:
    """Say whether a row is a header, numbers of columns or a total; empty where it is none.

    Args:
        body: where it stands; a header of other columns is refused there.
        record: the row.
        filled: its columns and texts.
    """
    texts = [text for _, text in filled]
    if why := _as_header(body, record, filled):
        return why
    if len(texts) > 1 and all(map(_COLUMN_NUMBER.fullmatch, texts)):
        return "dòng đánh số cột"
    facts = facts_of(record)
    if record.named and not words.is_total(record.name):
        return ""
    if not any(map(words.is_total, texts)):
        return ""
    beside = [text for text in facts.values() if not words.is_count(text)]
    return "" if any(text and not words.is_total(text) for text in beside) else "dòng tổng cộng"


def _as_header(body: Body, record: Record, filled: list[tuple[int, str]]) -> str:
    """Say whether a row repeats the header; one of other columns puzzles."""
    table = body.table
    header = {
        column: {table.grid.text(row, column)
                 for row in range(table.top, table.bottom + 1)}
        for column, _ in filled
    }  # fmt: skip
    if filled and all(text in header[column] for column, text in filled):
        return "tiêu đề lặp lại"
    fields = {column: field_ for field_, column in table.columns.items()}
    means = {column: known for column, text in filled if (known := meaning(text)) is not None}
    people = [column for column, known in means.items() if known in NAME_FIELDS]
    if not people or len(means) < 2 or len(means) * 2 < len(filled):
        return "tiêu đề lặp lại" if meaning(record.name) in NAME_FIELDS else ""
    if all(fields.get(column, known) == known for column, known in means.items()
           if known is not Field.NOT_USED) and {*people} <= {*fields}:  # fmt: skip
        return "tiêu đề lặp lại"
    said = ", ".join(f"«{text}»" for _, text in filled)
    body.refuse(
        record.row,
        f"dòng này là tiêu đề của một bảng khác ({said}), cột không như tiêu đề ở dòng "
        f"{table.top}; hãy chuyển bảng đó sang trang riêng",
    )
    return "tiêu đề của bảng khác"
