#!/usr/bin/python
"""Ansible module that reads the accounts of a mail host and changes nothing."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mailboxes_info
short_description: Read which accounts a mail host has
description:
  - Reads the accounts store that the module C(mailboxes) writes, for C(congvu plan --live).
  - Changes nothing. Passwords are not read, not even as hashes.
options:
  path:
    description: The accounts store, an SQLite file. One that is missing is an empty one.
    type: path
    required: true
  recipients:
    description:
      - Public age keys of the office that the next run of C(mailboxes) is given.
    type: list
    elements: str
    default: []
attributes:
  check_mode: {support: full}
author: congvu
"""

EXAMPLES = r"""
- name: Read the accounts store
  mailboxes_info:
    path: /var/lib/congvu/accounts.sqlite
  register: reading
"""

RETURN = r"""
store:
  description:
    - JSON text of an object with C(accounts), rows of id, kind, name, address, state and quota in
      MB, since when it is in that state and when its newest letter was asked for, C(addresses),
      rows of address, account and state, C(owners), rows of address and the account whose main
      address it is or was, C(unused), rows of account and the day of its last use, of those whose
      unit was told of their want of use long enough ago, C(waiting), ids of accounts whose letter
      is still to be made, and C(keyed), whether there are O(recipients).
    - Text, because Ansible walks and wraps every value of a list, which takes seconds for ten
      thousand accounts.
  type: str
  returned: success
"""

import json
import sqlite3
from typing import Any

from ansible.module_utils import accounts_store as store
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.days import today
from ansible.module_utils.standing_orders import request, standing
from ansible.module_utils.uses import uses


def _last_uses(connection: sqlite3.Connection, path: str) -> list[tuple[str, str]]:
    """Return (account, day of the last use) of accounts that may be closed for want of use."""
    asked = standing(connection)
    if asked is None:
        return []
    order = request(path, asked, None)
    return [
        (id_, use.last)
        for id_, use in uses(connection, order.places.used).items()
        if not use.dormant and order.use.is_told_long_enough(use.noticed, today())
    ]


def content(connection: sqlite3.Connection, path: str, *, keyed: bool) -> dict[str, Any]:
    """Return what a host answers.

    Args:
        connection: the store.
        path: where it stands.
        keyed: whether letters and archives have somebody who can open them.
    """
    return {
        "accounts": store.accounts(connection),
        "addresses": store.addresses(connection),
        "owners": list(store.owners(connection).items()),
        "unused": _last_uses(connection, path),
        "waiting": store.without_letter(connection),
        "keyed": keyed,
    }


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "recipients": {"type": "list", "elements": "str", "default": []},
        },
        supports_check_mode=True,
    )
    try:
        connection = store.connect(module.params["path"], read_only=True)
        found = content(connection, module.params["path"], keyed=bool(module.params["recipients"]))
        connection.close()
    except store.StoreError as error:
        module.fail_json(msg=str(error))
    except (sqlite3.Error, OSError) as error:
        module.fail_json(msg=f"Không đọc được kho tài khoản {module.params['path']}: {error}")
    module.exit_json(changed=False, store=json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
