"""The front page: how to recognise real addresses, the most used functions, all units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congvu.alphabet import order
from congvu.directory import UnitEntry
from congvu.names import slug
from directory_site import json_ld
from directory_site.markdown.parts import KINDS, Page, known_as, page, site_name
from directory_site.markdown.rows import Rows, choices, unit_table
from directory_site.source import Source
from directory_site.text import anchor, escape, in_html

# The number of functions that fit on a phone's screen.
_FUNCTIONS = 8
# The number of a function's other words that fit on a line.
_WORDS = 3


def front_page(source: Source) -> Page:
    """Return the front page; the theme puts the search form above it."""
    office = source.office
    description = f"Địa chỉ thư điện tử chính thức của {office.name} và các đơn vị trực thuộc"
    data = json_ld.front(source, site_name(office))
    return page("index.md", "Hộp thư công vụ", description, _blocks(source), json_ld=data)


def _blocks(source: Source) -> Iterator[str]:
    office = source.office
    rows = Rows(office, "")
    yield f"# Danh bạ thư công vụ {escape(office.name)}"
    yield (
        "Địa chỉ thư điện tử chính thức của cơ quan, đơn vị và từng cán bộ, công chức, viên chức."
    )
    yield (
        f'<p class="note">Địa chỉ thật luôn kết thúc bằng <strong>@{office.domain}</strong>. '
        f"Danh bạ thật ở <strong>danhba.{office.domain}</strong>. "
        '<a href="gioi-thieu/#nhan-biet-thu-that">Cách nhận biết thư thật</a></p>'
    )
    if source.directory.functions:
        yield "## Việc nhiều người tìm"
        yield _ways(source)
    yield "## Đơn vị"
    groups = _groups(source.directory.units)
    if len(groups) > 1:
        links = (f'<a href="#{anchor(title)}">{title}</a>' for title in groups)
        yield choices("Các nhóm đơn vị", links)
    for title, members in groups.items():
        yield f"### {title}"
        yield unit_table(members, rows)


def _ways(source: Source) -> str:
    """Return functions with citizens' words in the office's order, then the most common ones."""
    named = [slug(name) for name in source.office.directory.words]
    first = sorted(
        source.directory.functions,
        key=lambda one: (
            named.index(one.id) if one.id in named else len(named),
            -len(one.providers),
        ),
    )[:_FUNCTIONS]
    items = (
        f'<li><a href="viec/{one.id}/">{in_html(one.name)} '
        f"<small>{in_html(', '.join(one.words[:_WORDS]))}</small></a></li>"
        for one in first
    )
    every = '<li><a href="viec/">tất cả các việc</a></li>'
    return "\n".join(['<ul class="ways">', *items, every, "</ul>"])


def _groups(units: Iterable[UnitEntry]) -> dict[str, list[UnitEntry]]:
    groups: dict[str, list[UnitEntry]] = {title: [] for title in KINDS.values()}
    for unit in sorted(units, key=lambda unit: order(known_as(unit))):
        groups[KINDS[unit.kind]].append(unit)
    return {title: members for title, members in groups.items() if members}
