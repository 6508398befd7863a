"""Where people stand: on their unit's page, and as cards one at a time where the office wants that.

What is in the cards, `directory_site.open_data.vcard` says.
"""

from __future__ import annotations

from congvu.directory import PersonEntry
from congvu.office import Office


def shows_people(office: Office) -> bool:
    """Tell whether people's addresses stand on the pages and in the open data."""
    return office.directory.people_addresses == "shown"


def person_card_path(unit_id: str, place: int) -> str:
    """Return the path, from the site's root, of a person's card.

    Args:
        unit_id: the person's unit.
        place: the person's place in the unit's list, from 1.
    """
    return f"the/{unit_id}/{place}.vcf"


def person_fragment(office: Office, person: PersonEntry, place: int) -> str:
    """Return the id of a person's row on the unit's page; empty for who is listed by function only.

    The local part, which stays when others come and go, unless it must not be told.

    Args:
        office: decides whether people's addresses are shown.
        person: who.
        place: the person's place in the unit's list, from 1.
    """
    if not person.name:
        return ""
    return person.address.partition("@")[0] if shows_people(office) else f"nguoi-{place}"
