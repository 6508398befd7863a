"""Ansible filter: a roster and its register to the accounts that should be open."""

from __future__ import annotations

DOCUMENTATION = r"""
name: desired_accounts
short_description: A roster and its register to the desired accounts
description:
  - Every mailbox that should be open on the day, for the module C(mailboxes).
  - Fails, with every finding, where the roster breaks a rule.
positional: date, as_json
options:
  _input:
    description: The roster's folder; its address register stands in C(addresses.yml) there.
    type: path
    required: true
  date:
    description: The day, C(YYYY-MM-DD). Today where it is empty.
    type: str
  as_json:
    description:
      - Give JSON text instead of a list. Ansible wraps and walks every value of a list; a text
        it passes on, which is seconds faster for ten thousand accounts.
    type: bool
    default: false
author: congvu
"""

EXAMPLES = r"""
accounts: "{{ roster_dir | desired_accounts }}"
next_year: "{{ roster_dir | desired_accounts('2027-01-01') }}"
"""

RETURN = r"""
_value:
  description: >-
    Accounts with C(id), C(kind), C(name), C(address), C(state), C(quota_mb) and
    C(former_addresses).
  type: list
  elements: dict
"""

import json
from dataclasses import asdict
from typing import Any

from congvu import accounts
from congvu.state import sound_state_on


def desired_accounts(
    roster: str, date: str = "", as_json: bool = False
) -> list[dict[str, Any]] | str:
    """Return `congvu.accounts.desired_accounts` as plain data, or that as JSON text."""
    found = [asdict(account) for account in accounts.desired_accounts(sound_state_on(roster, date))]
    return json.dumps(found, ensure_ascii=False) if as_json else found


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"desired_accounts": desired_accounts}
