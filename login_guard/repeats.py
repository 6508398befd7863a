"""Which wrong passwords came lately, in memory alone: 12 bits of a keyed hash each.

Somebody who guesses tries another password each time. A telephone that holds an old one tries that
again for days; it must not keep the desk beside it locked. So a wrong password counts as often as
it is tried in its first minute, as if it were typed, and then no more while it keeps coming.
"""

from __future__ import annotations

import threading

from account_page import clock

_TYPED = 60  # seconds from its first try in which each try of a password counts
_KEPT = 1800  # seconds after its last try; programs try again sooner
_MOST = 50_000  # some 20 MB; beyond, the one not seen longest is forgotten


class Repeats:
    """Wrong passwords by account and source, the one not seen longest first."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str], tuple[int, int]] = {}
        self._lock = threading.Lock()

    def counts(self, account: str, source: str, password: str) -> bool:
        """Note a wrong password; tell whether it counts as a failure.

        Args:
            account, source: as failures are counted (`account_page.guessing`).
            password: what tells it from others, never the password itself.
        """
        now, key = clock.now(), (account, source, password)
        with self._lock:
            first, last = self._seen.pop(key, (now, now))
            if last < now - _KEPT:
                first = now
            self._seen[key] = (first, now)
            self._forget(now)
        return now - first < _TYPED

    def _forget(self, now: int) -> None:
        while True:
            oldest = next(iter(self._seen))
            if self._seen[oldest][1] >= now - _KEPT and len(self._seen) <= _MOST:
                return
            del self._seen[oldest]
