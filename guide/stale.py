"""The common end of commands that write generated files: the list of written or stale files."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def only_checks(arguments: Sequence[str], command: str) -> bool | None:
    """Tell whether ``--check`` is given. For wrong arguments print a message and return None."""
    if list(arguments) not in ([], ["--check"]):
        print(f"Cách dùng: python -m {command} [--check]", file=sys.stderr)
        return None
    return bool(arguments)


def report(stale: Sequence[str], *, checked: bool, fine: str, renew: str) -> int:
    """Print the stale or written files; return the exit code, 1 if a check found stale files.

    Args:
        stale: the files, as shown.
        checked: whether they were only compared.
        fine: Vietnamese, the message if nothing is stale.
        renew: the command that writes the files.
    """
    done = f"Đã cũ, hãy chạy «{renew}»" if checked else "Đã ghi"
    print(f"{done}: {', '.join(stale)}" if stale else fine)
    return int(bool(stale) and checked)
