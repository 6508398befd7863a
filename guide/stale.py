"""How a command that writes generated files ends: what it wrote, or what it would have to."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def only_checks(arguments: Sequence[str], command: str) -> bool | None:
    """Tell whether files are only compared (``--check``); None, said on stderr, for wrong use."""
    if list(arguments) not in ([], ["--check"]):
        print(f"Cách dùng: python -m {command} [--check]", file=sys.stderr)
        return None
    return bool(arguments)


def report(stale: Sequence[str], *, checked: bool, fine: str, renew: str) -> int:
    """Say what is stale or was written; return the exit code, 1 where a check found something.

    Args:
        stale: the files, as shown.
        checked: whether they were only compared.
        fine: Vietnamese, what is said where nothing is stale.
        renew: the command that writes them.
    """
    done = f"Đã cũ, hãy chạy «{renew}»" if checked else "Đã ghi"
    print(f"{done}: {', '.join(stale)}" if stale else fine)
    return int(bool(stale) and checked)
