"""Lists of people and units as HTML blocks, for thousands of rows or for rows in groups.

Markdown does not change an HTML block. A Markdown table with the same rows takes several times as
long. A block must not have an empty line, which would end it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congvu.directory import PersonEntry, UnitEntry
from congvu.office import Office
from directory_site.cards import person_card_path, shows_people
from directory_site.subjects import to_unit
from directory_site.text import address_in_html, in_html, mailto


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in a list of several units; `place` is the place in the unit, from 1."""

    unit: UnitEntry
    place: int
    person: PersonEntry


def everybody(units: Iterable[UnitEntry]) -> Iterable[Listed]:
    """Yield all people of the units, in the order of units and ranks."""
    for unit in units:
        for place, person in enumerate(unit.people, 1):
            yield Listed(unit, place, person)


class Rows:
    """Makes the rows of one page.

    Args:
        office: decides whether people's addresses are shown.
        up: the relative path from the page to the site's root, «../../».
    """

    def __init__(self, office: Office, up: str) -> None:
        self._shown = shows_people(office)
        self._up = up
        self._units: dict[str, str] = {}

    def person(self, one: Listed, subject: str = "") -> str:
        """Return a person's row of `people_table_of_units`."""
        # Link to the unit and not to the person's row, so that links with one text have one target.
        unit, address = self.unit(one.unit), self.address_of(one, subject)
        return f"<tr>{who(one.person)}<td>{unit}</td><td>{address}</td></tr>"

    def unit(self, unit: UnitEntry) -> str:
        """Return a link to a unit's page."""
        if unit.id not in self._units:
            name = in_html(unit.name)
            self._units[unit.id] = f'<a href="{self._up}don-vi/{unit.id}/">{name}</a>'
        return self._units[unit.id]

    def shows(self, person: PersonEntry) -> bool:
        """Tell whether a person's address may be on a page."""
        # A person without a name has the address of a shared mailbox, which is always public.
        return self._shown or not person.name

    def mailbox(self, address: str, subject: str = "") -> str:
        """Return a public address as a mail link."""
        return f'<a href="{mailto(address, subject)}">{address_in_html(address)}</a>'

    def address_of(self, one: Listed, subject: str = "") -> str:
        """Return a person's address, or the link that shows it on request."""
        if self.shows(one.person):
            return self.mailbox(one.person.address, subject)
        card = person_card_path(one.unit.id, one.place)
        name = in_html(one.person.name)
        # assets/contact.js compares the name with the card's, and writes with the subject.
        data = f'data-name="{name}" data-subject="{in_html(subject)}"'
        # The label has the unit too, since namesakes are next to each other in lists.
        label = f'aria-label="Xem địa chỉ của {name}, {in_html(one.unit.name)}"'
        return f'<a class="reveal" href="{self._up}{card}" {data} {label}>Xem địa chỉ</a>'


def who(person: PersonEntry, opening: str = '<th scope="row">', closing: str = "</th>") -> str:
    """Return two cells, name and title, or one cell for a person listed by function only."""
    title = in_html(person.title)
    if person.name:
        return f"{opening}{in_html(person.name)}{closing}<td>{title}</td>"
    return f'{opening[:-1]} colspan="2">{title}{closing}'


def choices(label: str, links: Iterable[str]) -> str:
    """Return a list of links; `label` is its name for screen readers."""
    items = (f"<li>{link}</li>" for link in links)
    opening = f'<nav aria-label="{in_html(label)}"><ul class="choices">'
    return "\n".join([opening, *items, "</ul></nav>"])


def html_table(headings: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table as one HTML block. Each row is HTML, or a whole group of rows."""
    head = "".join(f'<th scope="col">{in_html(heading)}</th>' for heading in headings)
    return "\n".join([f"<table><thead><tr>{head}</tr></thead>", *rows, "</table>"])


def people_table_of_units(rows: Iterable[str]) -> str:
    """Return a table of people of several units: name, title, unit, address."""
    return html_table(("Họ và tên", "Chức danh", "Đơn vị", "Địa chỉ thư"), rows)


def unit_table(units: Iterable[UnitEntry], rows: Rows) -> str:
    """Return a table of units with their shared mailboxes."""
    return html_table(
        ("Đơn vị", "Hộp thư chung"),
        (
            f'<tr data-address="{unit.address}"><th scope="row">{rows.unit(unit)}</th>'
            f"<td>{rows.mailbox(unit.address, to_unit(unit))}</td></tr>"
            for unit in units
        ),
    )
