#!/usr/bin/python
"""Ansible module: leaves on a mail host the code that the module C(mailboxes) runs."""

from __future__ import annotations

DOCUMENTATION = r"""
module: accounts_program
short_description: Install the program that a mail host goes on with by itself
description:
  - Writes the code of C(congvu-accounts), the same as that of the module C(mailboxes), to a folder
    of the host, under the names that it has within Ansible.
  - It comes with this module, as all module utils do, so it needs no copying file by file.
options:
  folder:
    description: The folder. What else lies among the code there is removed.
    type: path
    required: true
attributes:
  check_mode: {support: full}
  diff_mode: {support: none}
author: congvu
"""

EXAMPLES = r"""
- name: Install the program of the host itself
  accounts_program:
    folder: /usr/lib/congvu/accounts
"""

RETURN = r"""
files:
  description: Names of the files that were written or removed.
  type: list
  elements: str
  returned: success
"""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from ansible.module_utils import accounts_command
from ansible.module_utils.atomic import replace_file
from ansible.module_utils.basic import AnsibleModule

PACKAGE = "ansible.module_utils"


def sources(name: str) -> dict[str, bytes]:
    """Return the source of a module, and of all that it imports from beside itself, by name."""
    found: dict[str, bytes] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            text = _source(one)
            found[one] = text.encode()
            waiting += _imported(text)
    return found


def _source(name: str) -> str:
    spec = importlib.util.find_spec(f"{PACKAGE}.{name}")
    # Within Ansible the code lies in an archive, not in files.
    text = spec.loader.get_source(spec.name)  # type: ignore[union-attr]
    assert isinstance(text, str)
    return text


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == PACKAGE:
                yield from (alias.name for alias in node.names)
            elif node.module.startswith(f"{PACKAGE}."):
                yield node.module.removeprefix(f"{PACKAGE}.")


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"folder": {"type": "path", "required": True}}, supports_check_mode=True
    )
    folder = Path(module.params["folder"], *PACKAGE.split("."))
    name = accounts_command.__name__.rpartition(".")[2]
    wanted = {f"{one}.py": text for one, text in sources(name).items()}
    there = {file.name: file for file in folder.glob("*.py")}
    strange = sorted(there.keys() - wanted.keys())
    differing = sorted(
        one for one, text in wanted.items() if one not in there or there[one].read_bytes() != text
    )
    if not module.check_mode:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        for one in differing:
            replace_file(folder / one, wanted[one], 0o644)
        for one in strange:
            there[one].unlink()
    files = [*differing, *strange]
    module.exit_json(changed=bool(files), files=files)


if __name__ == "__main__":
    main()
