"""A to Z: people by given name, like Vietnamese lists, and units by name.

Every letter has a permanent page, at a URL with the letter in Telex (đ is «dd»). With more than
`MOST_ROWS` people, the page lists the given names, and each of them has a page below it. In both
cases «a-z/t/#ten-tuan» leads to the given name. Given names that differ only in their tones are
grouped together. People who are listed by function only are left out, since they have no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from congvu.alphabet import LETTERS, OTHER, letter, order, typed
from congvu.directory import UnitEntry
from directory_site.markdown.browsing import LETTERS as ALL
from directory_site.markdown.browsing import Head, browsing_page
from directory_site.markdown.parts import Page, known_as
from directory_site.markdown.rows import (
    Listed,
    Rows,
    choices,
    everybody,
    html_table,
    people_table_of_units,
)
from directory_site.source import Source
from directory_site.text import escape, in_html

# A page with this number of people has about 100 kB, or 10 kB compressed.
MOST_ROWS = 400

_T = TypeVar("_T")


@dataclass(frozen=True)
class Namesakes:
    """People with given names that differ only in their tones, and the spellings.

    Attributes:
        spellings: «Hòa, Hóa», but not «Hoà» too.
        people: in the order of their given names, and of their whole names in that.
    """

    spellings: str
    people: list[Listed]


# Namesakes of one letter, by given name in the form of `typed` without tones.
Names = dict[str, Namesakes]


def letter_pages(source: Source) -> Iterator[Page]:
    """Yield the list of letters, each letter's page and those of its given names."""
    units = _by_letter(source.directory.units, known_as, lambda unit: order(known_as(unit)))
    named = (one for one in everybody(source.directory.units) if one.person.name)
    people = _by_letter(named, lambda one: one.person.given, _by_given_name)
    letters = [one for one in (*LETTERS, OTHER) if one in units or one in people]
    names = {one: _by_name(members) for one, members in people.items()}
    yield _all(letters, names, source)
    for one in letters:
        yield from _letter(one, names.get(one, {}), units.get(one, []), source, letters)


def _all(letters: Sequence[str], names: Mapping[str, Names], source: Source) -> Page:
    blocks = [
        f"# {ALL[0]}: người và đơn vị",
        "Người xếp theo tên (chữ cuối của họ tên), xã và thị trấn theo địa danh, đơn vị khác theo "
        "tên đơn vị.",
    ]
    for one in letters:
        # Not a Markdown heading, since its id, such as «q», could be an id of the theme.
        blocks.append(f'<h2><a href="{typed(one)}/">{_shown(one)}</a></h2>')
        if one in names:
            links = (
                f'<a href="{_address(one, name, names[one])}">{in_html(group.spellings)}</a>'
                for name, group in names[one].items()
            )
            blocks.append(choices(f"Tên có chữ {one}", links))
    description = f"Mọi người có trong danh bạ {source.office.name}, xếp theo tên, và các đơn vị"
    return browsing_page(source, "a-z/index.md", Head(ALL[0], description), blocks)


def _letter(
    one: str, names: Names, units: list[UnitEntry], source: Source, letters: Sequence[str]
) -> Iterator[Page]:
    divided = _is_divided(names)
    rows = Rows(source.office, "../../")
    blocks = [f"# {escape(_title(one))}", _letters(letters, one)]
    if units:
        blocks += ["## Đơn vị", _units(units, rows)]
    if names:
        blocks += ["## Người", _names(names) if divided else _people(names, rows)]
    path, title = f"a-z/{typed(one)}", _title(one)
    about = f"trong danh bạ {source.office.name}"
    head = Head(title, f"{title}: người và đơn vị {about}", (ALL,))
    yield browsing_page(source, f"{path}.md", head, blocks)
    above = (ALL, (title, f"{path}/"))
    rows = Rows(source.office, "../../../")
    for name, group in names.items() if divided else ():
        title = group.spellings
        blocks = [f"# {escape(title)}", _people({name: group}, rows)]
        head = Head(title, f"Người tên {title} {about}", above)
        yield browsing_page(source, f"{path}/{name}.md", head, blocks)


def _letters(letters: Sequence[str], current: str) -> str:
    """Return links to all letters, in the order of the alphabet."""
    here = ' aria-current="page"'
    links = (
        f'<a href="../{typed(one)}/"{here if one == current else ""}>{_shown(one)}</a>'
        for one in letters
    )
    return choices("Chữ cái", links)


def _names(names: Names) -> str:
    """Return links to the pages of a letter's given names."""
    links = (
        f'<a id="{_id(name)}" href="{name}/">{in_html(group.spellings)} ({len(group.people)})</a>'
        for name, group in names.items()
    )
    return choices("Tên", links)


def _people(names: Names, rows: Rows) -> str:
    """Return a table of people, with a group for each given name."""
    return people_table_of_units(
        (
            f'<tbody id="{_id(name)}"><tr><th colspan="4" scope="rowgroup">'
            f"{in_html(group.spellings)}</th></tr>\n"
            + "\n".join(map(rows.person, group.people))
            + "</tbody>"
        )
        for name, group in names.items()
    )


def _units(units: Iterable[UnitEntry], rows: Rows) -> str:
    return html_table(
        ("Đơn vị", "Hộp thư chung"),
        (
            f'<tr><th scope="row">{rows.unit(unit)}</th><td>{rows.mailbox(unit.address)}</td></tr>'
            for unit in units
        ),
    )


def _by_letter(
    things: Iterable[_T], text: Callable[[_T], str], place: Callable[[_T], Any]
) -> dict[str, list[_T]]:
    found: dict[str, list[_T]] = {}
    for thing in things:
        found.setdefault(letter(text(thing)), []).append(thing)
    for members in found.values():
        members.sort(key=place)
    return found


def _by_given_name(one: Listed) -> tuple[str, str]:
    return order(one.person.given), order(one.person.name)


def _by_name(people: Iterable[Listed]) -> Names:
    """Group people, in their order, by given name without its tones."""
    found: dict[str, list[Listed]] = {}
    for one in people:
        found.setdefault(typed(one.person.given), []).append(one)
    return {name: Namesakes(_spellings(members), members) for name, members in found.items()}


def _id(name: str) -> str:
    return f"ten-{name}"


def _is_divided(names: Names) -> bool:
    return sum(len(group.people) for group in names.values()) > MOST_ROWS


def _address(one: str, name: str, names: Names) -> str:
    """Return the link to a given name, from the page of all letters."""
    return f"{typed(one)}/{name}/" if _is_divided(names) else f"{typed(one)}/#{_id(name)}"


def _spellings(members: Iterable[Listed]) -> str:
    given: dict[str, str] = {}
    for name in dict.fromkeys(one.person.given for one in members):
        given.setdefault(order(name), name)
    return ", ".join(given.values())


def _title(one: str) -> str:
    return f"Chữ {one}" if one != OTHER else "Chữ số"


def _shown(one: str) -> str:
    return one if one != OTHER else "0–9"
