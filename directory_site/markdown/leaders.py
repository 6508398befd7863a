"""Leaders: those of the district, and the head of every unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congvu.alphabet import order
from congvu.directory import UnitEntry
from directory_site.markdown.browsing import Head, browsing_page
from directory_site.markdown.parts import KINDS, Page
from directory_site.markdown.rows import Listed, Rows, html_table
from directory_site.source import Source
from directory_site.subjects import to_person, to_unit
from directory_site.text import in_html


def leaders_page(source: Source) -> Page:
    """Return the page of leaders: everybody at the district's head, then one for each unit."""
    rows = Rows(source.office, "../")
    blocks = [
        "# Lãnh đạo",
        "Lãnh đạo huyện và người đứng đầu từng đơn vị. Hộp thư chung của đơn vị do thủ trưởng đơn "
        "vị hoặc người được ủy quyền xử lý (khoản 3 Điều 14).",
    ]
    for kind, title in KINDS.items():
        units = [unit for unit in source.directory.units if unit.kind == kind]
        listed = sorted(units, key=lambda unit: order(unit.place or unit.name))
        if listed:
            people = _leadership(listed, rows) if kind == "leadership" else _heads(listed, rows)
            table = html_table(("Đơn vị", "Họ và tên", "Chức danh", "Địa chỉ thư"), people)
            blocks += [f"## {title}", table]
    description = f"Lãnh đạo và thủ trưởng các đơn vị của {source.office.name}, địa chỉ thư"
    return browsing_page(source, "lanh-dao.md", Head("Lãnh đạo", description), blocks)


def _leadership(units: Iterable[UnitEntry], rows: Rows) -> Iterator[str]:
    for unit in units:
        for place, person in enumerate(unit.people, 1):
            yield _row(Listed(unit, place, person), rows)


def _heads(units: Iterable[UnitEntry], rows: Rows) -> Iterator[str]:
    for unit in units:
        heads = [
            Listed(unit, place, person)
            for place, person in enumerate(unit.people, 1)
            if person.is_head
        ]
        yield _row(heads[0], rows) if heads else _without_head(unit, rows)


def _row(one: Listed, rows: Rows) -> str:
    person = one.person
    return (
        f'<tr><th scope="row">{rows.unit(one.unit)}</th><td>{in_html(person.name)}</td>'
        f"<td>{in_html(person.title)}</td><td>{rows.address_of(one, to_person(person))}</td></tr>"
    )


def _without_head(unit: UnitEntry, rows: Rows) -> str:
    return (
        f'<tr><th scope="row">{rows.unit(unit)}</th><td colspan="2">Chưa có trong danh bạ, hãy '
        f"viết vào hộp thư chung</td><td>{rows.mailbox(unit.address, to_unit(unit))}</td></tr>"
    )
