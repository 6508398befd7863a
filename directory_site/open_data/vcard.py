"""Cards for address books: vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from congvu.directory import PersonEntry, UnitEntry
from congvu.office import Office
from directory_site.addresses import unit_page
from directory_site.cards import shows_people

# Maximum octets of a line without its end (section 3.2).
_LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def unit_cards(unit: UnitEntry, office: Office) -> bytes:
    """Return a unit's cards: its own, its sections' and its people's.

    People have no cards here if the office shows addresses on request. A person who is listed by
    function only has no card, since the address is the unit's or the section's.
    """
    cards = [*_of_unit(unit, office), *_of_sections(unit, office)]
    if shows_people(office):
        cards += [
            line
            for person in unit.people
            if person.name
            for line in _of_person(person, unit, office)
        ]
    return _bytes(cards)


def person_card(person: PersonEntry, unit: UnitEntry, office: Office) -> bytes:
    """Return the card of one person, who is listed by name."""
    return _bytes(_of_person(person, unit, office))


def escaped(text: str) -> str:
    """Return a text as the value, or one component of the value, of a property (section 3.4)."""
    return text.translate(_ESCAPED)


def _of_unit(unit: UnitEntry, office: Office) -> Iterator[str]:
    page = unit_page(office, unit.id)
    yield from _begin("org", page, unit.name, _org(office.name, unit.name), unit.address)
    if unit.functions:
        yield f"CATEGORIES:{','.join(map(escaped, unit.functions))}"
    yield from _end(unit, page)


def _of_sections(unit: UnitEntry, office: Office) -> Iterator[str]:
    page = unit_page(office, unit.id)
    for section in unit.sections:
        org = _org(office.name, unit.name, section.name)
        name = f"{section.name} - {unit.name}"
        yield from _begin("org", f"{page}#{section.id}", name, org, section.address)
        yield from _end(unit, page)


def _of_person(person: PersonEntry, unit: UnitEntry, office: Office) -> Iterator[str]:
    # The address is the id: it is never given to anybody else (Article 4.6).
    identity, org = f"mailto:{person.address}", _org(office.name, unit.name)
    yield from _begin("individual", identity, person.name, org, person.address)
    yield f"N:{escaped(_before_given(person))};{escaped(person.given)};;;"
    yield f"TITLE:{escaped(person.title)}"
    yield from _end(unit, unit_page(office, unit.id))


def _begin(kind: str, identity: str, name: str, org: str, address: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"KIND:{kind}"
    yield f"UID:{identity}"
    yield f"FN:{escaped(name)}"
    yield f"ORG:{org}"
    yield f"EMAIL;TYPE=work:{escaped(address)}"


def _end(unit: UnitEntry, page: str) -> Iterator[str]:
    yield f"URL:{page}"
    yield "LANG:vi"
    yield f"REV:{unit.updated:%Y%m%d}T000000Z"
    yield "END:VCARD"


def _before_given(person: PersonEntry) -> str:
    """Return họ and tên lót, or only họ if it comes after tên (H'Loan Byă)."""
    rest = person.name.removesuffix(person.given)
    return (person.name.removeprefix(person.given) if rest == person.name else rest).strip()


def _org(*names: str) -> str:
    return ";".join(map(escaped, names))


def _bytes(lines: Iterator[str] | list[str]) -> bytes:
    return b"".join(map(_folded, lines))


# Half of the lines are the same in all cards of a unit.
@lru_cache(maxsize=64)
def _folded(line: str) -> bytes:
    """Return a line with its end; a line that is too long is folded between characters."""
    data = line.encode()
    parts = []
    while len(data) > _LONGEST:
        cut = _LONGEST
        while data[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        parts.append(data[:cut])
        data = b" " + data[cut:]
    return b"\r\n".join((*parts, data)) + b"\r\n"
