"""From which networks each account logged in to send mail, as the command `smtp-sessions` reads it.

Postfix's sessions are nobody's whom Dovecot could ask to end them. What is open from these networks
is closed when an account, an app password or a letter is taken back.
"""

from __future__ import annotations

import threading
from pathlib import Path

# Nobody has more at a time. Whoever logs in from more wants one forgotten: then all count.
_MOST = 50
_ALL = "all"


class Senders:
    """A folder of a file for each account, a network a line."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, threading.Lock()

    def note(self, account: str, network: str) -> None:
        """Note that an account logs in from a network (`account_page.guessing.source`).

        Raises:
            OSError: it can't be written.
        """
        file = self._folder / account
        with self._lock:
            known = file.read_text(encoding="ascii").split() if file.exists() else []
            if network in known or _ALL in known:
                return
            wanted = [_ALL] if len(known) >= _MOST else [*known, network]
            beside = self._folder / f".{account}.new"
            beside.write_text("".join(f"{one}\n" for one in wanted), encoding="ascii")
            beside.replace(file)
