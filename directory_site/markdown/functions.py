"""The list of all functions, and a page for each with the responsible units and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congvu.alphabet import order
from congvu.directory import FunctionEntry, Provider, UnitEntry
from directory_site.markdown.browsing import FUNCTIONS, Head, browsing_page
from directory_site.markdown.parts import Page, known_as
from directory_site.markdown.rows import Listed, Rows, choices, html_table
from directory_site.source import Source
from directory_site.subjects import about
from directory_site.text import escape, in_html, one_line

# The headings of a function's page, and the kinds of units below each.
_LEVELS = {
    "Ở huyện": ("leadership", "division", "public_service"),
    "Ở xã, thị trấn": ("town", "commune"),
}
# With more units than this, the page begins with a list of links to them.
_AT_A_GLANCE = 8
# With more people than this (in a province), the page has only units and sections, so that it stays
# below about 40 kB compressed. The people are on the units' pages.
_MOST_PEOPLE = 1000


def function_pages(source: Source) -> Iterator[Page]:
    """Yield the list of functions and each function's page."""
    yield _all(source)
    for function in source.directory.functions:
        yield _function(function, source)


def _all(source: Source) -> Page:
    listed = sorted(source.directory.functions, key=lambda function: order(function.name))
    lines = [
        f"- [{escape(_capitalised(function.name))}]({function.id}.md){_words(function)}"
        for function in listed
    ]
    return browsing_page(
        source,
        "viec/index.md",
        Head(
            FUNCTIONS[0],
            f"Tìm hộp thư của {source.office.name} theo việc cần làm: hộ tịch, đất đai…",
        ),
        [
            f"# {FUNCTIONS[0]}",
            "Chọn việc để xem ai giải quyết, ở từng xã, thị trấn và ở huyện.",
            # An empty list would give an empty paragraph.
            *(["\n".join(lines)] if lines else []),
        ],
    )


def _words(function: FunctionEntry) -> str:
    return f": {escape(', '.join(function.words))}" if function.words else ""


def _function(function: FunctionEntry, source: Source) -> Page:
    title = _capitalised(function.name)
    providers = _within_reason(function.providers)
    rows, subject = Rows(source.office, "../../"), about(function)
    blocks = [f"# {escape(title)}"]
    if function.words:
        blocks.append(f"Gồm cả: {escape(', '.join(function.words))}.")
    if providers != function.providers:
        blocks.append("Người phụ trách xem ở trang của từng đơn vị.")
    for heading, kinds in _LEVELS.items():
        here = sorted(
            (one for one in providers if one.unit.kind in kinds),
            key=lambda one: order(known_as(one.unit)),
        )
        if here:
            blocks.append(f"## {heading}")
            if len(here) > _AT_A_GLANCE:
                blocks.append(_places([one.unit for one in here], heading))
            blocks.append(_providers(here, rows, subject))
    description = (
        f"Ai giải quyết việc {function.name}, ở từng xã, thị trấn và phòng, ban của "
        f"{source.office.name}"
    )
    head = Head(title, description, (FUNCTIONS,))
    return browsing_page(source, f"viec/{function.id}.md", head, blocks)


def _within_reason(providers: tuple[Provider, ...]) -> tuple[Provider, ...]:
    if sum(len(one.people) for one in providers) <= _MOST_PEOPLE:
        return providers
    return tuple(Provider(one.unit, one.sections) for one in providers)


def _places(units: Iterable[UnitEntry], heading: str) -> str:
    links = (f'<a href="#{unit.id}">{in_html(known_as(unit))}</a>' for unit in units)
    return choices(heading, links)


def _providers(providers: Iterable[Provider], rows: Rows, subject: str) -> str:
    return html_table(
        ("Đơn vị, bộ phận, người giải quyết", "Địa chỉ thư"),
        (_provider(provider, rows, subject) for provider in providers),
    )


def _provider(provider: Provider, rows: Rows, subject: str) -> str:
    unit = provider.unit
    numbered = enumerate(unit.people, 1) if provider.people else ()
    places = {person: place for place, person in numbered}
    lines = [
        f'<tbody id="{unit.id}"><tr><th scope="rowgroup">{rows.unit(unit)}</th>'
        f"<td>{rows.mailbox(unit.address, subject)}</td></tr>"
    ]
    lines += [
        f"<tr><td>Bộ phận {in_html(section.name)}</td>"
        f"<td>{rows.mailbox(section.address, subject)}</td></tr>"
        for section in provider.sections
    ]
    for person in provider.people:
        who = " · ".join(filter(None, (in_html(person.name), in_html(person.title))))
        address = rows.address_of(Listed(unit, places[person], person), subject)
        lines.append(f"<tr><td>{who}</td><td>{address}</td></tr>")
    return "\n".join(lines) + "</tbody>"


def _capitalised(text: str) -> str:
    line = one_line(text)
    return line[:1].upper() + line[1:]
