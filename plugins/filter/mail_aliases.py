"""Ansible filter: a roster and its register to the former addresses that deliver."""

from __future__ import annotations

DOCUMENTATION = r"""
name: mail_aliases
short_description: A roster and its register to the former addresses that still deliver
description:
  - An old name's address delivers to its holder, a dissolved unit's to its successor.
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
aliases: "{{ roster_dir | mail_aliases }}"
"""

RETURN = r"""
_value:
  description: Aliases with C(address) and C(account), the id of the account that gets the mail.
  type: list
  elements: dict
"""

from dataclasses import asdict
from typing import Any

from congvu import accounts
from congvu.sound import sound_state_on


def mail_aliases(roster: str, date: str = "") -> list[dict[str, Any]]:
    """Return `congvu.accounts.aliases` as plain data."""
    return [asdict(alias) for alias in accounts.aliases(sound_state_on(roster, date))]


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"mail_aliases": mail_aliases}
