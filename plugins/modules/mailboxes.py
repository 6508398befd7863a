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
  - Writes the files that Postfix, Dovecot and the account page read, each whole and at once, so
    that nobody ever waits for the store.
  - First passwords of people's accounts are made on the host. The store keeps their hashes; they
    themselves stand only in one encrypted file a run, for letters. They are not in the result.
  - What lies outside of the store is journalled there, so that a run which was killed is finished
    by the next.
options:
  path:
    description:
      - The accounts store, an SQLite file. Made where it is missing.
      - One of an older form gets today's form; one of a newer form is refused.
    type: path
    required: true
  accounts:
    description:
      - Every account that should be open, with its former addresses and its unit, as the filter
        C(desired_accounts) gives them; best as JSON text.
      - Ansible walks and copies a list of ten thousand accounts several times on its way to the
        host, which takes seconds; a text passes through.
      - Without it the accounts stay as they are, and only what the daemons read is seen to.
    type: json
  tables:
    description: Folder of the files that the daemons read; C(tables) beside O(path) by default.
    type: path
  letters:
    description: Folder of encrypted letters; C(letters) beside O(path) by default.
    type: path
  mail:
    description: Folder that holds a folder for each account, owned by who owns all mail.
    type: path
  office:
    description:
      - What the account page shows of the office, by key, as text. C(name) and C(page), the page's
        address, stand on letters too.
      - Without it that stays as it is.
    type: dict
    default: {}
  recipients:
    description:
      - Public age keys of the office, which letters are encrypted to.
      - Without any, accounts are opened and wait for their first letter.
    type: list
    elements: str
    default: []
  first_password_days:
    description: How many days a first password is good.
    type: int
    default: 15
  new_letters:
    description:
      - Addresses of people who get a new letter. The password, app passwords, factors and sessions
        that they had are void.
    type: list
    elements: str
    default: []
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
    recipients: "{{ district.accounts.recipients }}"

- name: Write again what the daemons read
  mailboxes:
    path: /var/lib/congvu/accounts.sqlite
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
letters:
  description: How many first passwords were made.
  type: int
  returned: success
files:
  description: Names of the daemons' files, folders and files of letters that were put right.
  type: list
  elements: str
  returned: success
ended_sessions:
  description: Ids of accounts that may not log in and still had a session open.
  type: list
  elements: str
  returned: success
"""

import json
import re
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_output import AccountsOutput, Following
from ansible.module_utils.accounts_plan import Limits, PlanError, StoredAccount
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.days import today
from ansible.module_utils.dovecot_sessions import DovecotError
from ansible.module_utils.first_passwords import LettersError
from ansible.module_utils.provisioning import (
    Decided,
    Followed,
    Places,
    RefusedError,
    Request,
    Wanted,
    decide,
    follow,
)

# Both become words of files that daemons read line by line.
ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
ADDRESS = re.compile(r"[a-z0-9][a-z0-9._-]*@[a-z0-9][a-z0-9.-]*")


def wanted(text: str) -> Wanted:
    """Read the list of accounts.

    Raises:
        TypeError, KeyError, AttributeError, ValueError: it is of another form.
    """
    accounts, aliases, units = [], [], {}
    for given in json.loads(text):
        former = given.pop("former_addresses", ())
        unit = store.Unit(given.pop("unit_id", ""), given.pop("unit", ""))
        account = StoredAccount(**given)
        for address in (account.address, *former):
            if not ADDRESS.fullmatch(address):
                raise ValueError(f"«{address}» không phải là địa chỉ")
        if not ID.fullmatch(account.id):
            raise ValueError(f"«{account.id}» không phải là mã hộp thư")
        accounts.append(account)
        aliases += [(address, account.id) for address in former]
        units[account.id] = unit
    return Wanted(accounts, aliases, units)


def request(module: AnsibleModule) -> Request:
    """Read the module's options."""
    options = module.params
    beside = Path(options["path"]).parent
    try:
        accounts = None if options["accounts"] is None else wanted(options["accounts"])
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        module.fail_json(msg=f"Danh sách hộp thư gửi đến không đúng dạng: {error}")
    return Request(
        Places(
            options["path"],
            Path(options["tables"] or beside / "tables"),
            Path(options["letters"] or beside / "letters"),
            Path(options["mail"]) if options["mail"] else None,
        ),
        accounts,
        {key: str(value) for key, value in options["office"].items()},
        options["recipients"],
        options["first_password_days"],
        options["new_letters"],
        Limits(options["max_percent"], options["max_count"]),
        options["allow_mass_change"],
        options["plan_checksum"].strip(),
        options["dovecot"],
        module.check_mode,
    )


def run(module: AnsibleModule, asked: Request) -> tuple[Decided, Followed]:
    """Do it, or fail with a sentence that says how far it came."""
    path = asked.places.store
    try:
        connection = store.connect(path, read_only=asked.dry)
        with closing(connection):
            decided = decide(connection, asked, today())
            try:
                return decided, follow(
                    connection, asked, module.run_command, changed=decided.changed
                )
            except DovecotError as error:
                module.fail_json(msg=str(error), counts=decided.plan.counts())
            except (sqlite3.Error, OSError) as error:
                module.fail_json(
                    msg=f"Kho tài khoản {path} đã đúng, nhưng chưa làm xong những việc kèm theo "
                    f"(tệp cho Postfix và Dovecot, thư mục, phiên đăng nhập): {error}. Hãy kiểm "
                    "tra dung lượng đĩa và quyền ghi rồi chạy lại.",
                    counts=decided.plan.counts(),
                )
    except RefusedError as error:
        module.fail_json(
            msg=str(error), counts=error.plan.counts(), plan_checksum=error.plan.checksum
        )
    except (store.StoreError, PlanError, LettersError) as error:
        module.fail_json(msg=str(error))
    except (sqlite3.Error, OSError) as error:
        module.fail_json(
            msg=f"Chưa thay đổi gì trong kho tài khoản {path}: {error}. "
            "Hãy kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại."
        )
    raise AssertionError("fail_json ends the module")


def following(decided: Decided, followed: Followed) -> Following:
    """Return what the diff shows beside the plan.

    That an account which is opened has a letter goes without saying, and so does it that the
    daemons' files change with the accounts.
    """
    opened = {account.id for account in (*decided.plan.create, *decided.plan.reopen)}
    letters = [account for account in decided.letters if account not in opened]
    files = [] if decided.changed else followed.files
    return Following(followed.sessions, decided.units, letters, files)


def main() -> None:
    """Run the module."""
    # Passwords are in this process's memory; nothing of it may come to lie on a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "accounts": {"type": "json"},
            "tables": {"type": "path"},
            "letters": {"type": "path"},
            "mail": {"type": "path"},
            "office": {"type": "dict", "default": {}},
            "recipients": {"type": "list", "elements": "str", "default": []},
            # A number, not a secret.
            "first_password_days": {"type": "int", "default": 15, "no_log": False},
            "new_letters": {"type": "list", "elements": "str", "default": []},
            "max_percent": {"type": "float", "default": Limits.percent},
            "max_count": {"type": "int", "default": Limits.count},
            "allow_mass_change": {"type": "bool", "default": False},
            "plan_checksum": {"type": "str", "default": ""},
            "dovecot": {"type": "bool", "default": True},
        },
        supports_check_mode=True,
        # Keep thousands of names out of the host's log.
        no_log=True,
    )
    options = module.params
    asked = request(module)
    decided, followed = run(module, asked)
    if decided.without_letter and asked.wanted is not None:
        module.warn(
            f"{decided.without_letter} cán bộ chưa có thư mật khẩu đầu tiên nên chưa đăng nhập "
            "được: district.yml chưa có khóa age của cơ quan (accounts: recipients), không in được "
            "thư nào. Hãy tạo khóa bằng age-keygen, ghi khóa công khai (age1…) vào đó rồi chạy lại."
        )
    output = AccountsOutput(decided.plan)
    module.exit_json(
        # Do not return the names to the controller, which would parse and keep them.
        invocation={"module_args": {key: options[key] for key in options if key != "accounts"}},
        changed=decided.changed or bool(followed.files or followed.sessions),
        counts=decided.plan.counts(),
        plan_checksum=decided.plan.checksum,
        open=decided.open,
        letters=len(decided.letters),
        files=followed.files,
        ended_sessions=followed.sessions,
        diff=output.diff(following(decided, followed)) if module._diff else {},
    )


if __name__ == "__main__":
    main()
