#!/usr/bin/python
"""Ansible module that makes a mail host's accounts agree with the roster, in one transaction."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mailboxes
short_description: Make a mail host's accounts agree with the roster
description:
  - Reads the desired accounts and former addresses, compares them with the accounts store and
    changes only the difference, in one transaction.
  - Accounts that are no longer wanted are closed. They can't log in; their mail is answered or
    handed to the unit for a time, then archived, and deleted at last (Article 7).
  - Accounts that nobody uses are closed to login, after the unit was told.
  - Keeps what is wanted on days to come, so that the host's own timer carries it out.
  - Refuses, before anything is written, a change that closes, suspends or
    re-addresses too many accounts.
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
      - Every account, those whose time is over too, with its former addresses, its unit and what
        becomes of its mail, as the filter C(desired_accounts) gives them; best as JSON text.
      - Ansible walks and copies a list of ten thousand accounts several times on its way to the
        host, which takes seconds; a text passes through.
      - Without it the accounts stay as they are, and only what the daemons read is seen to.
    type: json
  coming:
    description:
      - What is wanted on later days, as the filter C(desired_accounts) says in C(coming); JSON
        text. The host's own timer carries it out, until a run says something else.
    type: json
    default: "[]"
  day:
    description:
      - The day that O(accounts) are of, ISO. Today in the office's zone where it is empty.
      - In check mode it may be any day; otherwise see O(allow_other_day).
    type: str
    default: ""
  allow_other_day:
    description:
      - Carry it out although the O(day) has not come yet (even then no archive is deleted), or is
        one before the last that was carried out.
    type: bool
    default: false
  archives:
    description: Folder of the archives; C(archives) beside O(path) by default.
    type: path
  used:
    description: Folders in which a file named after an account is touched whenever it is used.
    type: list
    elements: path
    default: []
  archive_after_days:
    description: How many days after its end an account is archived.
    type: int
    default: 90
  delete_after_days:
    description: How many days after that the archive is deleted; 0 for never.
    type: int
    default: 0
  unused_days:
    description: After how many days without use nobody can log in any more; 0 for never.
    type: int
    default: 0
  unused_notice_days:
    description: How many days before that the unit is told.
    type: int
    default: 7
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
      - Public age keys of the office, which letters and archives are encrypted to.
      - Without any, accounts are opened and wait for their first letter, and none is archived.
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
  description: >-
    How many accounts were created, reopened, updated, readdressed, closed, archived, deleted,
    locked for want of use, and renewed by a new letter that the roster asks for; and how many
    rights to shared mailboxes were granted and revoked.
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
archives:
  description: What was done to archives, and to which account's; words.
  type: list
  elements: str
  returned: success
noticed:
  description: Ids of accounts whose units were told that nobody uses them.
  type: list
  elements: str
  returned: success
ended_sessions:
  description: Ids of accounts that may not log in and still had a session open.
  type: list
  elements: str
  returned: success
"""

import gc
import resource
import sqlite3
from contextlib import closing
from datetime import date

from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_output import AccountsOutput, Following
from ansible.module_utils.accounts_plan import Limits, PlanError
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.day_of_run import DayError
from ansible.module_utils.days import today
from ansible.module_utils.dovecot_sessions import DovecotError
from ansible.module_utils.first_passwords import LettersError
from ansible.module_utils.mail_archive import ArchiveError
from ansible.module_utils.provisioning import (
    Decided,
    Followed,
    RefusedError,
    Request,
    decide,
    follow,
)
from ansible.module_utils.standing_orders import orders
from ansible.module_utils.standing_orders import request as standing_request
from ansible.module_utils.wanted_accounts import check_coming
from ansible.module_utils.wanted_accounts import read as wanted


def request(module: AnsibleModule) -> Request:
    """Read the module's options."""
    options = module.params
    try:
        accounts = None if options["accounts"] is None else wanted(options["accounts"])
        check_coming(options["coming"])
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        module.fail_json(msg=f"Danh sách hộp thư gửi đến không đúng dạng: {error}")
    said = orders(options)
    return standing_request(
        options["path"],
        options,
        accounts,
        new_letters=options["new_letters"],
        allow_mass_change=options["allow_mass_change"],
        reviewed=options["plan_checksum"].strip(),
        dry=module.check_mode,
        latest=today(),
        allow_other_day=options["allow_other_day"],
        keep=said.keep if said else None,
    )


def the_day(module: AnsibleModule) -> date:
    """Return the day that the run is for."""
    try:
        return date.fromisoformat(module.params["day"]) if module.params["day"] else today()
    except ValueError as error:
        module.fail_json(msg=f"Ngày «{module.params['day']}» không đúng dạng NNNN-TT-NN: {error}")
    raise AssertionError("fail_json ends the module")


def run(module: AnsibleModule, asked: Request) -> tuple[Decided, Followed]:
    """Do it, or fail with a sentence that says how far it came."""
    path = asked.places.store
    try:
        connection = store.connect(path, read_only=asked.dry)
        with closing(connection):
            decided = decide(connection, asked, the_day(module))
            try:
                return decided, follow(connection, asked, decided, module.run_command)
            except DovecotError as error:
                module.fail_json(msg=str(error), counts=decided.plan.counts())
            except ArchiveError as error:
                module.fail_json(
                    msg=f"Kho tài khoản đã đúng, nhưng chưa lưu trữ xong: {error}. Chưa hộp thư "
                    "nào bị xóa trước khi có bản lưu trữ đã đọc lại. Hãy sửa rồi chạy lại.",
                    counts=decided.plan.counts(),
                )
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
    except (store.StoreError, DayError, PlanError, LettersError) as error:
        module.fail_json(msg=str(error))
    except (sqlite3.Error, OSError) as error:
        module.fail_json(
            msg=f"Chưa thay đổi gì trong kho tài khoản {path}: {error}. "
            "Hãy kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại."
        )
    raise AssertionError("fail_json ends the module")


def following(decided: Decided, followed: Followed) -> Following:
    """Return what the diff shows beside the plan.

    That an account which is opened or renewed has a letter goes without saying, and so does it
    that the daemons' files change with the accounts.
    """
    change = decided.plan
    opened = {account.id for account in (*change.create, *change.reopen, *change.renew)}
    letters = [account for account in decided.letters if account not in opened]
    files = [] if decided.changed else followed.files
    return Following(
        followed.sessions,
        decided.units,
        letters,
        files,
        mail=decided.mail,
        opened=decided.opened,
        noticed=decided.noticed,
        archives=followed.archives,
    )


def warn(module: AnsibleModule, asked: Request, decided: Decided, followed: Followed) -> None:
    """Say what the operator has to do."""
    if decided.without_letter and asked.wanted is not None:
        module.warn(
            f"{decided.without_letter} cán bộ chưa có thư mật khẩu đầu tiên nên chưa đăng nhập "
            "được: district.yml chưa có khóa age của cơ quan (accounts: recipients), không in được "
            "thư nào. Hãy tạo khóa bằng age-keygen, ghi khóa công khai (age1…) vào đó rồi chạy lại."
        )
    if decided.not_archived:
        module.warn(
            f"{decided.not_archived} hộp thư đã đến hạn lưu trữ nhưng chưa lưu trữ: district.yml "
            "chưa có khóa age của cơ quan (accounts: recipients), nên không có ai mở được bản lưu "
            "trữ. Thư vẫn được giữ nguyên."
        )
    for person, mailbox in decided.hidden:
        module.warn(
            f"{person} được mở quá nhiều hộp thư chung nên không thấy hộp thư {mailbox}. Hãy ghi "
            "người quản lý (manager) cho những hộp thư chung chưa có ai, hoặc ủy quyền cho người "
            "khác."
        )
    for _, address in followed.waiting:
        module.warn(
            f"{address} đang hoạt động mà thư cũ còn ở kho lưu trữ. Để trả thư cũ về hộp thư, hãy "
            f"chạy: ansible-playbook playbooks/mailbox_back.yml -e address={address} "
            "-e identity=TỆP_KHÓA_CỦA_CƠ_QUAN"
        )


def main() -> None:
    """Run the module."""
    # Passwords are in this process's memory; nothing of it may come to lie on a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nothing of the many small objects of this short life is ever to be collected.
    gc.disable()
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
            "coming": {"type": "json", "default": "[]"},
            "day": {"type": "str", "default": ""},
            "allow_other_day": {"type": "bool", "default": False},
            "archives": {"type": "path"},
            "used": {"type": "list", "elements": "path", "default": []},
            "archive_after_days": {"type": "int", "default": 90},
            "delete_after_days": {"type": "int", "default": 0},
            "unused_days": {"type": "int", "default": 0},
            "unused_notice_days": {"type": "int", "default": 7},
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
    warn(module, asked, decided, followed)
    output = AccountsOutput(decided.plan)
    module.exit_json(
        # Do not return the names to the controller, which would parse and keep them.
        invocation={
            "module_args": {
                key: options[key] for key in options if key not in {"accounts", "coming"}
            }
        },
        changed=decided.changed or bool(followed.files or followed.sessions or followed.archives),
        counts=decided.plan.counts(),
        plan_checksum=decided.plan.checksum,
        open=decided.open,
        letters=len(decided.letters),
        files=followed.files,
        archives=followed.archives,
        noticed=list(decided.noticed),
        ended_sessions=followed.sessions,
        diff=output.diff(following(decided, followed)) if module._diff else {},
    )


if __name__ == "__main__":
    main()
