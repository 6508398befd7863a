"""Ansible filter that opens the keys of archived mailboxes with the office's own."""

from __future__ import annotations

DOCUMENTATION = r"""
name: archive_keys
short_description: Keys of archives, opened with the office's own
description:
  - Each archived mailbox has a key of its own, which is encrypted to the office. The filter opens
    such keys on the controller, so that the host gets these alone and never the office's.
  - Where C(age -p) has encrypted the office's key, its passphrase is asked for.
positional: identity
options:
  _input:
    description: The encrypted keys in base64, by archive, as the module C(mailbox_back) gives them.
    type: dict
    required: true
  identity:
    description: File of the office's secret key.
    type: path
    required: true
author: congvu
"""

EXAMPLES = r"""
opened: "{{ sealed['keys'] | archive_keys(identity) }}"
"""

RETURN = r"""
_value:
  description: The keys, by archive. Secret.
  type: dict
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleFilterError


def archive_keys(sealed: Mapping[str, str], identity: str) -> dict[str, str]:
    """Return the keys of archives, by archive.

    Raises:
        AnsibleFilterError: the office's key can't be read, or opens one of them not.
    """
    import pyrage

    from congvu.letters.opening import IdentityError, read_identities

    try:
        identities = read_identities(Path(identity).expanduser())
    except IdentityError as error:
        raise AnsibleFilterError(str(error)) from error
    opened = {}
    for name, key in sealed.items():
        try:
            opened[name] = pyrage.decrypt(base64.b64decode(key), identities).decode("ascii")
        except pyrage.DecryptError:
            raise AnsibleFilterError(
                f"Chưa có gì thay đổi: khóa «{identity}» không mở được bản lưu trữ {name}. Hãy "
                "dùng khóa bí mật ứng với khóa công khai ở accounts: recipients lúc lưu trữ."
            ) from None
    return opened


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"archive_keys": archive_keys}
