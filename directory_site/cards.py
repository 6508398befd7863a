"""Cards of people one at a time, where the office doesn't show all addresses at once.

Here is only where they stand; what is in them, `directory_site.open_data.vcard` says.
"""

from __future__ import annotations

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
