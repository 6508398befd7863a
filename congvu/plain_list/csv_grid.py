"""Reads a list that was saved as text: CSV, or Excel's «Unicode Text»."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from congvu.findings import Finding
from congvu.plain_list.columns import meaning
from congvu.plain_list.grid import (
    MAX_COLUMNS,
    MAX_ROWS,
    Grid,
    ListError,
    lines_of,
    too_long,
    value_of,
)
from congvu.roster.file_checks import text_or_refusal

_SEPARATORS = ("\t", ";", ",")
# A field of a list is about one line. The default limit of Python is far higher.
_MAX_FIELD = 32_767


def from_text(data: bytes) -> Grid:
    """Read a list that was saved as text.

    The text is UTF-8 with or without a BOM, or UTF-16 with a BOM. Columns are separated by tabs,
    semicolons or commas; the separator that gives a known header is used.

    Raises:
        ListError: it is no such text, or several rows are inside one pair of quotation marks.
    """
    text = _decoded(data)
    if "\0" in text:
        raise ListError(
            "tệp không phải là bảng Excel hay tệp chữ; hãy mở bằng Excel và lưu lại thành .xlsx"
        )
    rows = list(_rows(text, _separator(text)))
    while rows and not any(rows[-1]):
        rows.pop()
    lines = {
        (number, column): several
        for number, row in enumerate(rows, 1)
        for column, field in enumerate(row, 1)
        if len(several := tuple(lines_of(field))) > 1
    }
    values = [[value_of(field) for field in row[:MAX_COLUMNS]] for row in rows]
    return Grid("", values, lines=lines, widths=list(map(len, rows)))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ListError("tệp UTF-16 bị hỏng; hãy lưu lại thành .xlsx") from error
    text = text_or_refusal(Path("danh-sach.csv"), data)
    if isinstance(text, Finding):
        raise ListError(f"{text.message}; hoặc lưu lại bằng dạng «CSV UTF-8» hay .xlsx")
    return text.removeprefix("\ufeff")


def _separator(text: str) -> str:
    """Choose the separator that gives a known header, or else the one that most lines have."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in _SEPARATORS:
        return lines[0][4]
    known = {sign: max((_known(line, sign) for line in lines), default=0) for sign in _SEPARATORS}
    if (most := max(known.values())) > 1:
        return max(_SEPARATORS, key=lambda sign: (known[sign] == most, text.count(sign)))
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _SEPARATORS}
    # Titles and places can contain commas, but hardly ever tabs or semicolons.
    for sign in ("\t", ";"):
        if sum(sign in line for line in lines) * 2 > len(lines):
            return sign
    return max(_SEPARATORS, key=lambda sign: (counts[sign], sign == ","))


def _known(line: str, separator: str) -> int:
    """Return how many known headers a line has with this separator."""
    return len({known for part in line.split(separator) if (known := meaning(part.strip('" ')))})


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the fields of each row.

    Raises:
        ListError: a quotation mark is not closed, or is closed in the wrong place.
    """
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error as error:
            raise ListError(_unquoted(line)) from error
        if fields is None:
            return
        number += 1
        if number > MAX_ROWS:
            raise ListError(too_long(""))
        # A cell may have several lines, but separators in them mean that they are rows of the list.
        if any(separator in rest for field in fields for rest in field.splitlines()[1:]):
            raise ListError(_unquoted(line))
        if number == 1 and len(fields) <= 2 and fields and fields[0].lower().startswith("sep="):
            fields = []
        yield fields


def _unquoted(line: int) -> str:
    return (
        f'dòng {line}: có dấu ngoặc kép (") mở mà không đóng đúng chỗ, các dòng sau bị nuốt vào '
        "một ô; hãy xóa dấu đó (nếu là dấu «như trên», hãy ghi «nt»), hoặc mở bằng Excel và lưu "
        "lại thành .xlsx"
    )
