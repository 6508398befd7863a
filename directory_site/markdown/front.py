"""The front page."""

from __future__ import annotations

from congvu.alphabet import order
from directory_site import json_ld
from directory_site.markdown.parts import KINDS, Page, page, site_name, unit_table
from directory_site.source import Source
from directory_site.text import anchor, escape


def front_page(source: Source) -> Page:
    """Return the front page: every unit, by kind."""
    units, office = source.directory.units, source.office
    chosen = {
        title: sorted(
            (unit for unit in units if unit.kind == kind),
            key=lambda unit: order(unit.place or unit.name),
        )
        for kind, title in KINDS.items()
    }
    groups = {title: members for title, members in chosen.items() if members}
    jumps = " · ".join(f"[{title}](#{anchor(title)})" for title in groups)
    blocks = [
        f"# Danh bạ thư công vụ {escape(office.name)}",
        "Địa chỉ thư điện tử chính thức của cơ quan, đơn vị và cán bộ, công chức, viên chức; "
        f"mọi địa chỉ đều kết thúc bằng **{escape('@' + office.domain)}**. "
        "Chọn tên đơn vị để xem việc giải quyết và từng người.",
        jumps,
    ]
    for title, members in groups.items():
        blocks += [f"## {title}", unit_table(members)]
    description = f"Địa chỉ thư điện tử chính thức của {office.name} và các đơn vị trực thuộc"
    data = json_ld.front(source, site_name(office))
    return page("index.md", "Hộp thư công vụ", description, blocks, json_ld=data)
