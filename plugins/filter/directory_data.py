"""Ansible filter: a roster and its register to the public directory's data."""

from __future__ import annotations

DOCUMENTATION = r"""
name: directory_data
short_description: A roster and its register to the public directory's data
description:
  - Units with functions, mailboxes and people as citizens may see them (Article 4.5).
  - Nothing personal beyond name, title, unit and address.
  - Fails, with every finding, where the roster breaks a rule.
positional: date
options:
  _input:
    description: The roster's folder; its address register stands in C(addresses.yml) there.
    type: path
    required: true
  date:
    description: The day, C(YYYY-MM-DD). Today where it is empty.
    type: str
author: congvu
"""

EXAMPLES = r"""
units: "{{ roster_dir | directory_data }}"
"""

RETURN = r"""
_value:
  description: >-
    Units with C(id), C(name), C(kind), C(place), C(functions), C(address), C(sections),
    C(people), C(decision), C(updated), C(former_names) and C(former_addresses).
  type: list
  elements: dict
"""

from dataclasses import asdict
from datetime import date as day
from typing import Any

from congvu.directory import directory
from congvu.sound import sound_state_on


def directory_data(roster: str, date: str = "") -> list[dict[str, Any]]:
    """Return the units of `congvu.directory.directory` as plain data, days in ISO form."""
    units = directory(sound_state_on(roster, date)).units
    return [asdict(unit, dict_factory=_plain) for unit in units]


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, day) else value for key, value in pairs}


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"directory_data": directory_data}
