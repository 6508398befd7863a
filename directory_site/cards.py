"""The place of people in the site: rows on the unit's page, and a card for each on request.

`directory_site.open_data.vcard` makes the cards.
"""

from __future__ import annotations

from congvu.directory import PersonEntry
from congvu.office import Office


def shows_people(office: Office) -> bool:
    """Tell whether people's addresses are on the pages and in the open data."""
    return office.directory.people_addresses == "shown"


def person_card_path(unit_id: str, place: int) -> str:
    """Return the path, from the site's root, of a person's card.

    Args:
        unit_id: the person's unit.
        place: the person's place in the unit's list, from 1.
    """
    return f"the/{unit_id}/{place}.vcf"


def person_fragment(office: Office, person: PersonEntry, place: int) -> str:
    """Return the id of a person's row on the unit's page; empty if listed by function only.

    It is the local part, which does not change when other people come and go. If addresses must
    not be shown, it is made of the place.

    Args:
        office: decides whether people's addresses are shown.
        person: the person.
        place: the person's place in the unit's list, from 1.
    """
    if not person.name:
        return ""
    return person.address.partition("@")[0] if shows_people(office) else f"nguoi-{place}"
