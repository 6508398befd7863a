"""What the printed directory says, as JSON for the template `danh-ba.typ`.

Its form, beside the texts that the template prints as they are:

- ``day``: year, month and day of the data;
- ``columns``: the widths of name, title and address in points; no address where none is shown;
- ``kinds``: ``title`` and ``units``; a unit has ``name``, ``address``, ``lines`` (paragraphs below
  its mailbox), ``sections`` (``[name, address]``) and ``people`` (``[is head, may need more than
  one line, name, title]``, and the address where it is shown);
- ``names``: ``[letter, [[name, people]]]`` for the list by name; ``people`` are places in all
  ``people`` of all units, from 0. None where there are more than `MOST_NAMES`.

An address is the pair of what is printed and the link's URI.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from congvu.alphabet import letter, order
from congvu.days import written
from congvu.directory import PersonEntry, UnitEntry
from congvu.office import Office
from directory_site.addresses import root
from directory_site.cards import shows_people
from directory_site.markdown.parts import KINDS
from directory_site.pdf.fonts import Widths
from directory_site.revision import revision_shown
from directory_site.source import Source
from directory_site.text import mailto, one_line

# Widths of the columns in points, what stays free in each, and the size of the letters: also in
# the template.
_SHOWN, _ON_REQUEST_COLUMNS = (130, 157, 195), (180, 302)
_GAP, _SIZE = 8, 9.5
# Above so many people the list by name takes more time than all the rest.
MOST_NAMES = 10_000
TITLE = "Danh bạ thư công vụ"
_ON_REQUEST = (
    "Địa chỉ của từng người: xem ở trang của đơn vị, theo địa chỉ dưới đây; danh bạ này không in."
)

_NO_NAMES = (
    "Danh bạ có trên 10.000 người nên không in danh sách theo tên: hãy tìm theo tên ở địa "
    "chỉ dưới đây."
)


def printed_data(source: Source) -> str:
    """Return the JSON; it depends on the source alone."""
    office, on = source.office, source.directory.on
    shown = shows_people(office)
    kinds = by_kind(source.directory.units)
    columns = _SHOWN if shown else _ON_REQUEST_COLUMNS
    rows = _Rows(columns)
    people = [person for _, units in kinds for unit in units for person in unit.people]
    named = len(people) <= MOST_NAMES
    data = {
        "title": f"{TITLE} {office.name}",
        "heading": TITLE,
        "office": office.name,
        "runs": office.office,
        "made": _made(source),
        "footer": f"{TITLE} {office.name} · dữ liệu ngày {written(on)}",
        "day": [on.year, on.month, on.day],
        "how": list(_how_to(office, shown=shown, named=named)),
        "columns": columns,
        "kinds": [
            {"title": title, "units": [_unit(unit, rows) for unit in units]}
            for title, units in kinds
        ],
        "names": _names(people) if named else None,
    }
    return json.dumps(_composed(data), ensure_ascii=False)


def by_kind(units: Iterable[UnitEntry]) -> list[tuple[str, list[UnitEntry]]]:
    """Return the kinds that there are, with their units, in the order of the front page."""
    groups = [
        (title, sorted((unit for unit in units if unit.kind == kind), key=_place))
        for kind, title in KINDS.items()
    ]
    return [(title, members) for title, members in groups if members]


def _place(unit: UnitEntry) -> str:
    return order(unit.place or unit.name)


def _made(source: Source) -> str:
    on = source.directory.on
    made = f"Dữ liệu ngày {on.day} tháng {on.month} năm {on.year}"
    if revision := revision_shown(source.revision):
        made += f", phiên bản {revision['commit']}"
        made += " và sửa đổi chưa lưu" if revision["changed"] else ""
    return made


def _how_to(office: Office, *, shown: bool, named: bool) -> Iterator[str]:
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
    if not named:
        yield _NO_NAMES
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
    """Rows of the tables of people: those that surely take one line get a fixed height, which saves
    Typst a third of its work.
    """

    def __init__(self, columns: tuple[int, ...]) -> None:
        self._shown = len(columns) == len(_SHOWN)
        self._widths = Widths()
        self._room = [(width - _GAP) / _SIZE for width in columns]

    def row(self, person: PersonEntry) -> list[Any]:
        texts = (
            _clean(person.name),
            _clean(person.title),
            *([person.address] if self._shown else []),
        )
        tall = any(
            self._widths.of(text) > room for text, room in zip(texts, self._room, strict=True)
        )
        row = [person.is_head, tall, *texts[:2]]
        return [*row, _address(person.address)] if self._shown else row


def _names(people: list[PersonEntry]) -> list[Any]:
    """Return the list by given name; who is listed by function only has no name to stand there."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, person in enumerate(people):
        if person.name:
            places.setdefault((_clean(person.given), _clean(person.name)), []).append(place)
    names = sorted(places, key=lambda key: (order(key[0]), order(key[1]), key))
    return [
        [first, [[key[1], places[key]] for key in group]]
        for first, group in groupby(names, key=lambda key: letter(key[0]))
    ]


def _clean(text: str) -> str:
    """Return a text on one line, its letters composed: the font has «ễ», not «e» and two marks."""
    return unicodedata.normalize("NFC", one_line(text))


def _composed(value: Any) -> Any:
    match value:
        case str():
            return _clean(value)
        case dict():
            return {key: _composed(one) for key, one in value.items()}
        case list():
            return [_composed(one) for one in value]
    return value
