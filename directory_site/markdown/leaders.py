"""Leaders: those of the district, and the head of every unit."""

from __future__ import annotations

from collections.abc import Iterable

from congvu.alphabet import order
from congvu.directory import UnitEntry
from directory_site.markdown.browsing import Head, browsing_page
from directory_site.markdown.parts import KINDS, Page, known_as
from directory_site.markdown.rows import Rows, everybody, html_table, people_table_of_units, who
from directory_site.source import Source
from directory_site.subjects import to_person, to_unit


def leaders_page(source: Source) -> Page:
    """Return the page of leaders: the district's leaders, then the head of each unit."""
    rows = Rows(source.office, "../")
    blocks = [
        "# Lãnh đạo",
        "Lãnh đạo huyện và người đứng đầu từng đơn vị. Hộp thư chung của đơn vị do thủ trưởng đơn "
        "vị hoặc người được ủy quyền xử lý (khoản 3 Điều 14).",
    ]
    for kind, title in KINDS.items():
        units = [unit for unit in source.directory.units if unit.kind == kind]
        listed = sorted(units, key=lambda unit: order(known_as(unit)))
        if listed:
            table = _leadership(listed, rows) if kind == "leadership" else _heads(listed, rows)
            blocks += [f"## {title}", table]
    description = f"Lãnh đạo và thủ trưởng các đơn vị của {source.office.name}, địa chỉ thư"
    return browsing_page(source, "lanh-dao.md", Head("Lãnh đạo", description), blocks)


def _leadership(units: Iterable[UnitEntry], rows: Rows) -> str:
    return people_table_of_units(
        rows.person(one, to_person(one.person)) for one in everybody(units)
    )


def _heads(units: Iterable[UnitEntry], rows: Rows) -> str:
    lines = (_head(unit, rows) for unit in units)
    return html_table(("Đơn vị", "Họ và tên", "Chức danh", "Địa chỉ thư"), lines)


def _head(unit: UnitEntry, rows: Rows) -> str:
    one = next((listed for listed in everybody([unit]) if listed.person.is_head), None)
    if one is None:
        told = '<td colspan="2">Chưa có trong danh bạ, hãy viết vào hộp thư chung</td>'
        address = rows.mailbox(unit.address, to_unit(unit))
    else:
        told = who(one.person, "<td>", "</td>")
        address = rows.address_of(one, to_person(one.person))
    return f'<tr><th scope="row">{rows.unit(unit)}</th>{told}<td>{address}</td></tr>'
