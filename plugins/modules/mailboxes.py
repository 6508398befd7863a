#!/usr/bin/python
"""Ansible module that makes a mail host's accounts agree with the roster, in one transaction."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mailboxes
short_description: Make a mail host's accounts agree with the roster
description:
  - Reads the desired accounts and former addresses, compares them with the accounts store and
    changes only the difference, in one transaction.
  - Accounts that are no longer wanted are closed, never deleted. They can't log in and get no
    new mail, but the old mail is kept (Article 7).
  - Refuses, before anything is written, a change that closes or re-addresses too many accounts.
  - Passwords of new accounts are made on the host and kept hashed; they are not in the result.
options:
  path:
    description: The accounts store, an SQLite file. It is made if it is missing.
    type: path
    required: true
  accounts:
    description:
      - Every account that should be open, with its former addresses, from the filter
        C(desired_accounts), preferably as JSON text.
      - Ansible copies a list of ten thousand accounts several times, which takes seconds. It does
        not do this with a text.
    type: json
    required: true
  max_percent:
    description:
      - Share of the open accounts that one run may close or re-address.
      - By default that of C(Limits) in C(congvu/accounts_plan.py), as for C(congvu plan).
    type: float
  max_count:
    description:
      - How many accounts one run may close or re-address in all.
      - By default that of C(Limits) in C(congvu/accounts_plan.py), as for C(congvu plan).
    type: int
  allow_mass_change:
    description: Do it although it is more than O(max_percent) or O(max_count).
    type: bool
    default: false
  plan_checksum:
    description:
      - Checksum of the plan that was reviewed, as C(congvu plan) shows it.
      - Nothing is done if this host computes another plan, because the host or the roster differs
        from the reviewed one.
      - A host with nothing to change is not refused, so that a run can be repeated.
      - If empty, any plan is carried out.
    type: str
    default: ""
  initial_passwords_file:
    description:
      - File to which the new accounts' passwords are appended as C(id, address, name, password),
        separated by tabs. Only its owner can read it. Without it the passwords are not kept.
    type: path
  dovecot:
    description:
      - Tell the Dovecot on this host to flush its cache of logins, and end the open sessions of
        people who may not log in (Article 7).
      - Every run compares the sessions with the accounts. So if a run is killed after writing, the
        next run ends the sessions.
    type: bool
    default: true
attributes:
  check_mode: {support: full}
  diff_mode: {support: full}
author: congvu
"""

EXAMPLES = r"""
- name: Make the accounts agree with the roster
  mailboxes:
    path: /var/lib/congvu/accounts.sqlite
    accounts: "{{ roster_dir | desired_accounts | to_json }}"
"""

RETURN = r"""
counts:
  description: How many accounts were created, reopened, updated, readdressed, closed.
  type: dict
  returned: success
plan_checksum:
  description: Checksum of the plan that was carried out, or would be in check mode.
  type: str
  returned: success
open:
  description: How many accounts are open afterwards.
  type: int
  returned: success
ended_sessions:
  description: Ids of accounts that may not log in and still had a session open.
  type: list
  elements: str
  returned: success
"""

import json
import os
import sqlite3

from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_output import AccountsOutput
from ansible.module_utils.accounts_plan import (
    AccountsPlan,
    Limits,
    PlanError,
    StoredAccount,
    plan,
)
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.days import today
from ansible.module_utils.dovecot_sessions import (
    DovecotError,
    end_sessions,
    forget_logins,
    sessions_beyond,
)


def issue_passwords(change: AccountsPlan, file: str | None) -> tuple[dict[str, str], int | None]:
    """Make passwords for the new accounts; return their hashes and the file's former size."""
    clear = {account.id: store.new_password() for account in (*change.create, *change.reopen)}
    size = None
    if file and clear:
        rows = (
            f"{account.id}\t{account.address}\t{account.name}\t{clear[account.id]}"
            for account in (*change.create, *change.reopen)
        )
        size = store.append_private(file, rows)
    return {key: store.password_hash(value) for key, value in clear.items()}, size


def write(connection: sqlite3.Connection, change: AccountsPlan, passwords_file: str | None) -> None:
    """Apply the plan and commit. After a failure, store and passwords file are unchanged."""
    size = None
    try:
        hashes, size = issue_passwords(change, passwords_file)
        store.apply(connection, change, hashes, today().isoformat())
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if size is not None and passwords_file:
            os.truncate(passwords_file, size)
        raise


def tell_dovecot(module: AnsibleModule, changed: bool, wanted: list[StoredAccount]) -> list[str]:
    """End the sessions of people who may not log in; return their account ids."""
    allowed = {account.id for account in wanted if account.state == "active"}
    sessions = sessions_beyond(module.run_command, allowed)
    if not module.check_mode:
        if changed or sessions:
            forget_logins(module.run_command)
        end_sessions(module.run_command, sessions)
    return sessions


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "accounts": {"type": "json", "required": True},
            "max_percent": {"type": "float", "default": Limits.percent},
            "max_count": {"type": "int", "default": Limits.count},
            "allow_mass_change": {"type": "bool", "default": False},
            "plan_checksum": {"type": "str", "default": ""},
            # This is a file name and not a secret.
            "initial_passwords_file": {"type": "path", "no_log": False},
            "dovecot": {"type": "bool", "default": True},
        },
        supports_check_mode=True,
        # Keep thousands of names out of the host's log.
        no_log=True,
    )
    options = module.params
    try:
        accounts = json.loads(options["accounts"])
        aliases = [
            (address, account["id"])
            for account in accounts
            for address in account.pop("former_addresses", ())
        ]
        wanted = [StoredAccount(**account) for account in accounts]
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        module.fail_json(msg=f"Danh sách hộp thư gửi đến không đúng dạng: {error}")
    try:
        connection = store.connect(options["path"], read_only=module.check_mode)
        # Lock before the comparison, so that two runs can't both change the same state.
        connection.execute("BEGIN" if module.check_mode else "BEGIN IMMEDIATE")
        stored = [StoredAccount(*row) for row in store.accounts(connection)]
        change = plan(stored, store.addresses(connection), wanted, aliases)
        output = AccountsOutput(change)
        reviewed = options["plan_checksum"].strip()
        if reviewed and (reason := output.another_plan(reviewed)):
            module.fail_json(msg=reason, counts=change.counts(), plan_checksum=change.checksum)
        excess = change.excess(Limits(options["max_percent"], options["max_count"]))
        if excess and not options["allow_mass_change"]:
            module.fail_json(
                msg=output.refused(excess), counts=change.counts(), plan_checksum=change.checksum
            )
        if change.changed and not module.check_mode:
            write(connection, change, options["initial_passwords_file"])
        connection.close()
    except (store.StoreError, PlanError) as error:
        module.fail_json(msg=str(error))
    except (sqlite3.Error, OSError) as error:
        module.fail_json(
            msg=f"Chưa thay đổi gì trong kho tài khoản {options['path']}: {error}. "
            "Hãy kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại."
        )
    try:
        sessions = tell_dovecot(module, change.changed, wanted) if options["dovecot"] else []
    except DovecotError as error:
        module.fail_json(msg=str(error), counts=change.counts())
    module.exit_json(
        # Do not return the names to the controller, which would parse and keep them.
        invocation={"module_args": {key: options[key] for key in options if key != "accounts"}},
        changed=change.changed or bool(sessions),
        counts=change.counts(),
        plan_checksum=change.checksum,
        open=len(wanted),
        ended_sessions=sessions,
        diff=output.diff(sessions) if module._diff else {},
    )


if __name__ == "__main__":
    main()
