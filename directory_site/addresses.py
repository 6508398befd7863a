"""Complete URLs of the site and its pages, for programs and for print."""

from __future__ import annotations

from congvu.office import Office


def root(office: Office) -> str:
    """Return the site's address, with a slash at its end."""
    return f"https://danhba.{office.domain}/"


def unit_page(office: Office, unit_id: str) -> str:
    """Return the URL of a unit's page. It stays if the unit is renamed or dissolved."""
    return f"{root(office)}don-vi/{unit_id}/"
