"""A list that was saved as text: CSV, or Excel's «Unicode Text»."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from congvu.findings import Finding
from congvu.names import one_line
from congvu.plain_list.grid import MAX_COLUMNS, MAX_ROWS, Grid, ListError, too_long
from congvu.roster.file_checks import text_or_refusal

_SEPARATORS = ("\t", ";", ",")
# A field of a list is a line; Python's own limit is larger than any sensible file.
_MAX_FIELD = 32_767


def from_text(data: bytes) -> Grid:
    """Read a list that was saved as text.

    UTF-8 with or without a BOM, or UTF-16 with one; columns parted by tabs, semicolons or commas,
    whichever the first lines have most consistently.

    Raises:
        ListError: it is no such text.
    """
    text = _decoded(data)
    if "\0" in text:
        raise ListError(
            "tệp không phải là bảng Excel hay tệp chữ; hãy mở bằng Excel và lưu lại thành .xlsx"
        )
    try:
        rows = list(_rows(text, _separator(text)))
    except csv.Error as error:
        raise ListError(
            f"không đọc được tệp CSV này ({error}); hãy mở bằng Excel và lưu lại thành .xlsx"
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return Grid("", rows)


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
    """Choose what parts the columns: what most of the first lines have, most often."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in _SEPARATORS:
        return lines[0][4]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _SEPARATORS}
    # A comma stands inside titles and places too; a tab or a semicolon never does by chance.
    for sign in ("\t", ";"):
        if sum(sign in line for line in lines) * 2 > len(lines):
            return sign
    return max(_SEPARATORS, key=lambda sign: (counts[sign], sign == ","))


def _rows(text: str, separator: str) -> Iterator[list[str | None]]:
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, fields in enumerate(reader, 1):
        if number > MAX_ROWS:
            raise ListError(too_long(""))
        if number == 1 and len(fields) <= 2 and fields and fields[0].lower().startswith("sep="):
            yield []
            continue
        yield [one_line(value) or None for value in fields[:MAX_COLUMNS]]
