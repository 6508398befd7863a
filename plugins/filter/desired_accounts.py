"""Ansible filter: a roster and its register to the accounts that should be open."""

from __future__ import annotations

DOCUMENTATION = r"""
name: desired_accounts
short_description: A roster and its register to the desired accounts
description:
  - Every mailbox that should be open on the day, for the module C(mailboxes).
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
accounts: "{{ roster_dir | desired_accounts }}"
next_year: "{{ roster_dir | desired_accounts('2027-01-01') }}"
"""

RETURN = r"""
_value:
  description: Accounts with C(id), C(kind), C(name), C(address), C(state) and C(quota_mb).
  type: list
  elements: dict
"""

from dataclasses import asdict
from typing import Any

from congvu import accounts
from congvu.state import sound_state_on


def desired_accounts(roster: str, date: str = "") -> list[dict[str, Any]]:
    """Return `congvu.accounts.desired_accounts` as plain data."""
    return [asdict(account) for account in accounts.desired_accounts(sound_state_on(roster, date))]


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"desired_accounts": desired_accounts}
