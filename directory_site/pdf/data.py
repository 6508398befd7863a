"""The content of the printed directory, as JSON for the template `danh-ba.typ`.

Its keys, in addition to texts that the template prints unchanged:

- ``day``: year, month and day of the data;
- ``volume``: the name of the volume, empty if there is only one file;
- ``columns``: the widths of name, title and address in points; without address if not shown;
- ``kinds``: ``title`` and ``units``; a unit has ``name``, ``address``, ``lines`` (paragraphs below
  its mailbox), ``sections`` (``[name, address]``) and ``people`` (``[is head, may need more than
  one line, name, title]``, and the address where it is shown);
- ``names``: ``[letter, [[name, people]]]`` for the list by name; ``people`` are places in all
  ``people`` of all units, from 0. None where there are volumes;
- ``volumes``: ``[title, [units, link's URI]]`` of each, where there are any and this lists them.

An address is a pair: the printed text and the link's URI.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from congvu.alphabet import letter, order
from congvu.days import written
from congvu.directory import PersonEntry, UnitEntry
from congvu.office import Office
from congvu.typesetting.fonts import Widths
from directory_site.addresses import root
from directory_site.cards import shows_people
from directory_site.pdf.volumes import Kinds, PrintedFile
from directory_site.revision import revision_shown
from directory_site.source import Source
from directory_site.text import mailto, one_line

# Widths of the columns, free space in each, and size of the letters, in points. The template has
# the same values.
_SHOWN, _ON_REQUEST_COLUMNS = (130, 157, 195), (180, 302)
_GAP, _SIZE = 8, 9.5
TITLE = "Danh bạ thư công vụ"
_ON_REQUEST = (
    "Địa chỉ của từng người: xem ở trang của đơn vị, theo địa chỉ dưới đây; danh bạ này không in."
)

_VOLUMES = (
    "Danh bạ có nhiều người nên in thành nhiều tập, không có danh sách theo tên: hãy tìm theo tên "
    "ở địa chỉ dưới đây."
)


def printed_data(file: PrintedFile, source: Source) -> str:
    """Return the JSON of one file. `PrintedFile.depends_on` lists what it depends on."""
    office, day = source.office, file.day(source)
    rows = _rows(_SHOWN if shows_people(office) else _ON_REQUEST_COLUMNS)
    title = " · ".join(filter(None, (f"{TITLE} {office.name}", file.volume)))
    dated = f"{'thay đổi lần cuối' if file.volume else 'dữ liệu'} ngày {written(day)}"
    data = {
        "title": title,
        "heading": TITLE,
        "volume": file.volume,
        "office": office.name,
        "runs": office.office,
        "made": dated.capitalize() if file.volume else _made(source),
        "footer": f"{title} · {dated}",
        "day": [day.year, day.month, day.day],
        "how": list(_how_to(file, office, shown=rows.shown)),
        "columns": rows.columns,
        "kinds": [
            {"title": kind, "units": [_unit(unit, rows) for unit in units]}
            for kind, units in file.kinds
        ],
        "names": None if file.volume or file.listed else _names(file.kinds),
        "volumes": [[title, [units, uri]] for title, units, uri in file.listed],
    }
    return json.dumps(_composed(data), ensure_ascii=False)


def _made(source: Source) -> str:
    on = source.directory.on
    made = f"Dữ liệu ngày {on.day} tháng {on.month} năm {on.year}"
    if revision := revision_shown(source.revision):
        made += f", phiên bản {revision['commit']}"
        made += " và sửa đổi chưa lưu" if revision["changed"] else ""
    return made


def _how_to(file: PrintedFile, office: Office, *, shown: bool) -> Iterator[str]:
    yield (
        "Viết thư cho ai: hãy viết vào hộp thư chung của đơn vị. Thủ trưởng đơn vị hoặc người "
        "được ủy quyền có trách nhiệm xử lý và hồi đáp kịp thời (khoản 3 Điều 14)."
    )
    yield (
        f"Nhận biết thư thật: thư công vụ của {office.name} chỉ được gửi từ địa chỉ kết thúc bằng "
        f"@{office.domain}. Thư gửi từ địa chỉ khác không phải là thư công vụ."
    )
    if not shown:
        yield _ON_REQUEST
    if file.listed:
        yield _VOLUMES
    if file.others:
        yield f"Các tập khác: xem danh sách ở {file.others}"
    yield f"Bản mới nhất: {root(office)}"
    yield f"Căn cứ: khoản 5 Điều 4 {office.regulation}."


def _unit(unit: UnitEntry, rows: _Rows) -> dict[str, Any]:
    lines = []
    if unit.functions:
        lines.append(f"Giải quyết: {'; '.join(unit.functions)}")
    if unit.former_names:
        lines.append(f"Tên cũ: {'; '.join(unit.former_names)}")
    lines.append(
        f"Căn cứ: Quyết định số {unit.decision.number}; thay đổi lần cuối ngày "
        f"{written(unit.updated)}"
    )
    return {
        "name": unit.name,
        "address": _address(unit.address),
        "lines": lines,
        "sections": [[section.name, _address(section.address)] for section in unit.sections],
        "people": [rows.row(person) for person in unit.people],
    }


def _address(address: str) -> list[str]:
    return [address, mailto(address)]


class _Rows:
    """Rows of the tables of people.

    Rows that certainly need only one line get a fixed height, which saves a third of Typst's time.
    """

    def __init__(self, columns: tuple[int, ...]) -> None:
        self.columns = columns
        self.shown = len(columns) == len(_SHOWN)
        self._widths = Widths()
        self._room = [(width - _GAP) / _SIZE for width in columns]

    def row(self, person: PersonEntry) -> list[Any]:
        texts = (
            _clean(person.name),
            _clean(person.title),
            *([person.address] if self.shown else []),
        )
        tall = any(
            self._widths.of(text) > room for text, room in zip(texts, self._room, strict=True)
        )
        row = [person.is_head, tall, *texts[:2]]
        return [*row, _address(person.address)] if self.shown else row


@lru_cache
def _rows(columns: tuple[int, ...]) -> _Rows:
    """Return a shared object, so that the font's letters are measured only once."""
    return _Rows(columns)


def _names(kinds: Kinds) -> list[Any]:
    """Return the list by given name, without people who are listed by function only."""
    places: dict[tuple[str, str], list[int]] = {}
    people = (person for _, units in kinds for unit in units for person in unit.people)
    for place, person in enumerate(people):
        if person.name:
            places.setdefault((_clean(person.given), _clean(person.name)), []).append(place)
    names = sorted(places, key=lambda key: (order(key[0]), order(key[1]), key))
    return [
        [first, [[key[1], places[key]] for key in group]]
        for first, group in groupby(names, key=lambda key: letter(key[0]))
    ]


def _clean(text: str) -> str:
    """Return a text on one line as NFC: the font has «ễ», but not «e» with two marks."""
    return unicodedata.normalize("NFC", one_line(text))


def _composed(value: Any) -> Any:
    match value:
        case str():
            return _clean(value)
        case dict():
            return {key: _composed(one) for key, one in value.items()}
        case list() | tuple():
            return [_composed(one) for one in value]
    return value
