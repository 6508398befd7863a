#!/usr/bin/python
"""Ansible module: brings the archived mail of an account back."""

from __future__ import annotations

DOCUMENTATION = r"""
module: mailbox_back
short_description: Bring the archived mail of an account back
description:
  - Adds what was archived to the mailbox of an account that is open again, with folders, flags,
    subscriptions and days; what came since stays, and no message is doubled.
  - Each archive has a key of its own, encrypted to the office. Without O(identities) the module
    hands these out and changes nothing; whoever has the office's key opens them and calls it again.
    So the office's own key never comes to the host.
  - The archives stay, and are deleted with the account.
options:
  path:
    description: The accounts store.
    type: path
    required: true
  address:
    description: An address of the account.
    type: str
    required: true
  mail:
    description: Folder that holds a folder for each account.
    type: path
    required: true
  archives:
    description: Folder of the archives; C(archives) beside O(path) by default.
    type: path
  identities:
    description: The archives' own keys, by name, as C(age-keygen) writes them.
    type: dict
attributes:
  check_mode: {support: none}
  diff_mode: {support: none}
author: congvu
"""

EXAMPLES = r"""
- name: Ask for the keys of the archives
  mailbox_back:
    path: /var/lib/congvu/accounts.sqlite
    mail: /var/vmail
    address: dovansy@tayson.binhdinh.gov.vn
  register: sealed
"""

RETURN = r"""
account:
  description: Id of the account.
  type: str
  returned: success
keys:
  description: The key of each archive, by name, encrypted to the office, in base64.
  type: dict
  returned: without O(identities)
brought:
  description: Names of the archives whose mail is back.
  type: list
  elements: str
  returned: with O(identities)
"""

import base64
import resource
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from ansible.module_utils import accounts_store as store
from ansible.module_utils.archiving import Archiving, keys, restore
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.days import today
from ansible.module_utils.mail_archive import ArchiveError


def merge(module: AnsibleModule, account: str, folder: Path) -> None:
    """Add the mail of a folder to an account's.

    Raises:
        ArchiveError: Dovecot does not do it.
    """
    owner = folder.parent.stat()
    shutil.chown(folder, owner.st_uid, owner.st_gid)
    # One way, towards the account; messages are known by their GUIDs.
    command = ["doveadm", "sync", "-1", "-R", "-u", account, f"sdbox:{folder}/mail"]
    code, _, err = module.run_command(command)
    if code:
        raise ArchiveError(f"Dovecot không nhận lệnh «{' '.join(command)}»: {err.strip()}")


def main() -> None:
    """Run the module."""
    # Keys are in this process's memory; nothing of it may come to lie on a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "address": {"type": "str", "required": True},
            "mail": {"type": "path", "required": True},
            "archives": {"type": "path"},
            "identities": {"type": "dict", "no_log": True},
        }
    )
    options = module.params
    address, mail = options["address"], Path(options["mail"])
    folder = Path(options["archives"] or Path(options["path"]).parent / "archives")
    try:
        with closing(store.connect(options["path"], read_only=False)) as connection:
            account = store.reached(connection, address)
            if account is None:
                module.fail_json(
                    msg=f"Chưa có gì thay đổi: không có hộp thư nào đang mở ở địa chỉ {address}. "
                    "Thư cũ chỉ trả về hộp thư đang mở: hãy ghi quyết định vào danh sách và chạy "
                    "playbooks/mailboxes.yml trước."
                )
            sealed = keys(connection, folder, account.id)
            if options["identities"] is None:
                text = {name: base64.b64encode(key).decode() for name, key in sealed.items()}
                module.exit_json(changed=False, account=account.id, keys=text)
            brought = restore(
                connection,
                Archiving(mail, folder, (), today()),
                account.id,
                options["identities"],
                lambda id_, beside: merge(module, id_, beside),
            )
    except (store.StoreError, ArchiveError) as error:
        module.fail_json(msg=f"Chưa trả xong thư cũ, bản lưu trữ vẫn còn nguyên: {error}")
    except (sqlite3.Error, OSError) as error:
        module.fail_json(
            msg=f"Chưa trả xong thư cũ, bản lưu trữ vẫn còn nguyên: {error}. Hãy kiểm tra dung "
            "lượng đĩa và quyền ghi rồi chạy lại."
        )
    module.exit_json(changed=bool(brought), account=account.id, brought=brought)


if __name__ == "__main__":
    main()
