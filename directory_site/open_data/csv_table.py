"""The directory as CSV (RFC 4180): one row for each mailbox of units, sections and people.

It is UTF-8 with a byte order mark. Without the mark Excel reads the file as Windows-1258, in which
Vietnamese letters are wrong. CSVW readers must accept it (Tabular Data Model, section 8). Headers
are in Vietnamese for people. Programs get the columns' names from the metadata.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from congvu.directory import UnitEntry
from congvu.labels import UNIT_KINDS
from directory_site.cards import shows_people
from directory_site.source import Source

NAME = "danh-ba.csv"
ENCODING = "utf-8-sig"
UNIT, SECTION, PERSON = HOLDERS = ("đơn vị", "bộ phận", "cá nhân")
YES, NO = "có", "không"


class Column(NamedTuple):
    """A column: its name for programs, its header, and its description."""

    name: str
    header: str
    description: str


COLUMNS = (
    Column("unit_id", "Mã đơn vị", "Không bao giờ đổi; có trong địa chỉ trang của đơn vị."),
    Column("unit_name", "Đơn vị", "Tên đầy đủ hiện nay."),
    Column("unit_kind", "Loại đơn vị", f"Một trong: {'; '.join(UNIT_KINDS.values())}."),
    Column("place", "Địa danh", "Tên xã, thị trấn; trống với đơn vị khác."),
    Column("holder", "Hộp thư của", f"Một trong: {'; '.join(HOLDERS)}."),
    Column("section", "Bộ phận", "Tên bộ phận; chỉ có ở hộp thư của bộ phận."),
    Column(
        "name",
        "Họ và tên",
        "Chỉ có ở dòng của cá nhân; trống khi người đó chỉ được ghi theo chức vụ.",
    ),
    Column("title", "Chức vụ", "Chức vụ hoặc chức danh; chỉ có ở dòng của cá nhân."),
    Column(
        "is_head",
        "Thủ trưởng",
        f"«{YES}» nếu là người đứng đầu đơn vị, «{NO}» nếu không; chỉ có ở dòng của cá nhân.",
    ),
    Column(
        "address",
        "Địa chỉ thư",
        "Địa chỉ thư công vụ. Trống khi cơ quan chỉ cho xem địa chỉ của từng cá nhân trên trang.",
    ),
)
# A text that looks like a formula gets an apostrophe, the usual mark of a text in spreadsheets.
_FORMULA = ("=", "+", "-", "@")


def table(source: Source) -> bytes:
    """Return the table, units in the order of their ids, people in the order of rank."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.header for column in COLUMNS])
    shown = shows_people(source.office)
    for unit in source.directory.units:
        of_unit = tuple(map(_harmless, (unit.id, unit.name, UNIT_KINDS[unit.kind])))
        place = _harmless(unit.place or "")
        writer.writerows((*of_unit, place, *row) for row in _rows(unit, people_shown=shown))
    return text.getvalue().encode(ENCODING)


def _rows(unit: UnitEntry, *, people_shown: bool) -> Iterator[tuple[str, ...]]:
    yield UNIT, "", "", "", "", unit.address
    for section in unit.sections:
        yield SECTION, _harmless(section.name), "", "", "", section.address
    for person in unit.people:
        head = YES if person.is_head else NO
        address = person.address if people_shown or not person.name else ""
        yield PERSON, "", _harmless(person.name), _harmless(person.title), head, address


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
