"""Ansible filter that returns the accounts that should be open, from a roster and its register."""

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
  report:
    description:
      - Do not fail, but give C(findings), the errors as the lines that C(congvu check) prints,
        C(accounts), JSON text of all accounts, those whose time is over too, C(coming), JSON text
        of what changes on later days (see O(ahead)), and C(rules), JSON text of the office's rules
        for accounts with what it does not say itself; texts are empty where there is an error.
      - Text, because Ansible wraps and walks every value of a list, which takes seconds for ten
        thousand accounts.
    type: bool
    default: false
  ahead:
    description:
      - How many days ahead to look, for a host that carries out each day's changes by itself. 0
        is not to.
      - The result is JSON text then, a list of C(day), C(accounts) and C(gone), all accounts of
        the first day, those whose time is over too, and of each later day those that are new or
        differ. The report has the later days alone.
    type: int
    default: 0
author: congvu
"""

EXAMPLES = r"""
accounts: "{{ roster_dir | desired_accounts }}"
next_year: "{{ roster_dir | desired_accounts('2027-01-01') }}"
errors: "{{ (roster_dir | desired_accounts(report=true)).findings }}"
coming: "{{ roster_dir | desired_accounts(ahead=400) }}"
"""

RETURN = r"""
_value:
  description: >-
    Accounts with C(id), C(kind), C(name), C(address), C(state), C(since), C(quota_mb),
    C(former_addresses), C(unit), C(unit_id), C(mail), C(left_unit) and C(unused_from); or the
    report, or the text of the days ahead.
  type: raw
"""

import json
from pathlib import Path
from typing import Any


def desired_accounts(
    roster: str, date: str = "", report: bool = False, ahead: int = 0
) -> list[dict[str, Any]] | dict[str, Any] | str:
    """Return `congvu.accounts.desired_accounts` as plain data, or the report.

    With `ahead` it is `congvu.wanted.wanted` as JSON text, in a report beside the rest.
    """
    if not report:
        return _computed(roster, date, report, ahead)
    from congvu import remembered
    from congvu.days import today

    day = date or today().isoformat()
    try:
        key = remembered.key_of(Path(roster), day, ahead)
    except OSError:
        # Whoever reads it says what is wrong with it.
        return _computed(roster, day, report, ahead)
    found = remembered.recall(key)
    if found is None:
        found = _computed(roster, day, report, ahead)
        sound = isinstance(found, dict) and not found["findings"]
        # A file that was changed meanwhile may have been read before or after.
        if sound and remembered.key_of(Path(roster), day, ahead) == key:
            remembered.remember(key, found)
    return found


def _computed(
    roster: str, date: str, report: bool, ahead: int
) -> list[dict[str, Any]] | dict[str, Any] | str:
    from congvu.accounts import desired_accounts as open_accounts
    from congvu.findings import RosterError
    from congvu.office import OfficeError
    from congvu.sound import sound_state_on
    from congvu.wanted import wanted

    try:
        state = sound_state_on(roster, date)
    except RosterError as error:
        if not report:
            raise
        return _report([finding.text() for finding in error.findings])
    except OfficeError as error:
        if not report:
            raise
        return _report([str(error)])
    if not report and not ahead:
        return [account.as_dict() for account in open_accounts(state)]
    days = wanted(state, ahead)
    if not report:
        return _text(days)
    rules = state.office.accounts.model_dump_json()
    return _report([], _text(days[0]["accounts"]), _text(days[1:]), rules)


def _report(
    findings: list[str], accounts: str = "", coming: str = "", rules: str = ""
) -> dict[str, Any]:
    return {"findings": findings, "accounts": accounts, "coming": coming, "rules": rules}


def _text(data: list[dict[str, Any]]) -> str:
    return json.dumps(data, ensure_ascii=False)


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"desired_accounts": desired_accounts}
