"""A unit's page: functions, mailbox, head, sections, people and card."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.days import written
from congvu.directory import PersonEntry, UnitEntry
from congvu.names import slug
from directory_site import json_ld, subjects
from directory_site.cards import person_fragment
from directory_site.markdown.gone import former_block
from directory_site.markdown.parts import KINDS, Page, page
from directory_site.markdown.rows import Listed, Rows, html_table, who
from directory_site.source import Source
from directory_site.text import address_in_html, anchor, escape, in_html, mailto

_UP = "../../"


def path(unit: UnitEntry) -> str:
    """Return the path of a unit's page below the site's sources."""
    return f"don-vi/{unit.id}.md"


def unit_page(unit: UnitEntry, source: Source) -> Page:
    """Return a unit's page."""
    kind = KINDS[unit.kind]
    description = f"Hộp thư công vụ của {unit.name}, {source.office.name}: {unit.address}"
    crumbs = [(kind, f"./#{anchor(kind)}")]
    return page(
        path(unit),
        unit.name,
        description,
        _blocks(unit, source),
        crumbs,
        json_ld=json_ld.unit(unit, source, [*crumbs, (unit.name, f"don-vi/{unit.id}/")]),
        updated=unit.updated.isoformat(),
    )


def _blocks(unit: UnitEntry, source: Source) -> Iterator[str]:
    rows = Rows(source.office, _UP)
    yield f"# {escape(unit.name)}"
    yield _mailbox(unit, source)
    if unit.functions:
        yield "## Giải quyết các việc"
        yield _functions(unit)
    if unit.sections:
        yield "## Bộ phận"
        yield _sections(unit, rows)
    if unit.people:
        yield "## Cán bộ, công chức, viên chức"
        yield _people(unit, source, rows)
    yield "## Lưu và in"
    yield _card(unit)
    yield "## Căn cứ"
    if former := former_block(unit):
        yield former
    yield _decision(unit)


def _mailbox(unit: UnitEntry, source: Source) -> str:
    """Return the shared mailbox, which most visitors look for. It is text that can be selected."""
    lines = [
        f'<div class="mailbox" data-address="{unit.address}">',
        "<p>Hộp thư chung</p>",
        f'<p class="address">{address_in_html(unit.address)}</p>',
        '<p class="acts"><a class="button" '
        f'href="{mailto(unit.address, subjects.to_unit(unit))}">Viết thư</a></p>',
    ]
    if unit.head is not None:
        lines.append(f"<p>Thủ trưởng: {_head(unit.head, unit, source)}</p>")
    lines += [
        '<p class="quiet">Thủ trưởng hoặc người được ủy quyền xử lý và trả lời thư gửi vào đây '
        "(khoản 3 Điều 14).</p>",
        "</div>",
    ]
    return "\n".join(lines)


def _head(head: PersonEntry, unit: UnitEntry, source: Source) -> str:
    fragment = person_fragment(source.office, head, unit.people.index(head) + 1)
    if not fragment:
        return in_html(head.title)
    return f'<a href="#{fragment}">{in_html(head.name)}</a>, {in_html(head.title)}'


def _functions(unit: UnitEntry) -> str:
    items = (
        f'<li><a href="{_UP}viec/{slug(function)}/">{in_html(function)}</a></li>'
        for function in unit.functions
    )
    return "\n".join(['<ul class="chips">', *items, "</ul>"])


def _sections(unit: UnitEntry, rows: Rows) -> str:
    return html_table(
        ("Bộ phận", "Hộp thư"),
        (
            f'<tr id="{section.address.partition("@")[0]}" data-address="{section.address}">'
            f'<th scope="row">{in_html(section.name)}</th>'
            f"<td>{rows.mailbox(section.address, subjects.to_section(section, unit))}</td></tr>"
            for section in unit.sections
        ),
    )


def _people(unit: UnitEntry, source: Source, rows: Rows) -> str:
    lines = (
        _person(Listed(unit, place, person), source, rows)
        for place, person in enumerate(unit.people, 1)
    )
    headings = ("Họ và tên", "Chức danh", "Địa chỉ thư")
    # assets/contact.js takes a person's card out of this file.
    return f'<div data-card="danh-ba.vcf">\n{html_table(headings, lines)}\n</div>'


def _person(one: Listed, source: Source, rows: Rows) -> str:
    person = one.person
    fragment = person_fragment(source.office, person, one.place)
    own = f' id="{fragment}"' if fragment else ""
    if rows.shows(person):
        own += f' data-address="{person.address}"'
    return f"<tr{own}>{who(person)}<td>{rows.address_of(one, subjects.to_person(person))}</td></tr>"


def _card(unit: UnitEntry) -> str:
    return "\n".join(
        [
            '<p class="acts"><a class="button second" href="danh-ba.vcf">Tải danh thiếp của đơn vị '
            'và từng người</a> <button type="button" data-print hidden>In trang này</button></p>',
            "<details><summary>Mã QR danh thiếp của đơn vị</summary>",
            # Not loaded lazily, so that it is printed even if it was never shown on the screen.
            f'<img src="qr.svg" width="240" height="240" fetchpriority="low" '
            f'alt="Mã QR danh thiếp của {in_html(unit.name)}">',
            "<p>Quét mã bằng máy ảnh của điện thoại để lưu hộp thư chung.</p>",
            "</details>",
        ]
    )


def _decision(unit: UnitEntry) -> str:
    decision = unit.decision
    return (
        f"Lập theo Quyết định số {escape(decision.number)} ngày {written(decision.signed)}. "
        f"Thông tin trên trang thay đổi lần cuối ngày {written(unit.updated)}."
    )
