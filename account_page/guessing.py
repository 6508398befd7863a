"""Locks whoever guesses: one source, for one account, for a time.

A source is an address of the internet (an IPv6 one by its /64), or a device that the account
remembers. So a stranger who fails on purpose locks himself out and nobody at a desk, and a
colleague behind the same address doesn't lock the person's own telephone.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import sqlite3
from dataclasses import dataclass

from account_page import clock
from account_page.people import Rules
from account_page.sessions import Place
from account_page.store import writing

_LOG = logging.getLogger("account_page")


def source(address: str, device: int | None) -> str:
    """Return what a try counts under: a remembered device of the account, or its network.

    That is an IPv4 address, or the /64 that one customer gets of IPv6.
    """
    if device:
        return f"device:{device}"
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    network = ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found
    return str(network)


def unknown(typed: str) -> str:
    """Return what failures of an address count under that nobody has; it isn't kept as typed."""
    return f"?{hashlib.sha256(typed.encode(errors='replace')).hexdigest()[:32]}"


@dataclass(frozen=True)
class Guard:
    """The door to one account from one place.

    Attributes:
        account: its id; `unknown(…)` where there is none.
        source: what failures count under.
    """

    database: sqlite3.Connection
    rules: Rules
    account: str
    source: str
    place: Place

    def locked_until(self) -> int | None:
        """Return until when the source may not try the account, or none."""
        row = self.database.execute(
            "SELECT count, last FROM failures WHERE account = ? AND source = ?",
            (self.account, self.source),
        ).fetchone()
        if not row or row["count"] < self.rules.failures:
            return None
        until = int(row["last"]) + 60 * self.rules.failures_minutes
        return until if until > clock.now() else None

    def failed(self, what: str, *, counts: bool = True) -> None:
        """Write a failure to the log, with the address that it came from, and count it.

        One transaction for somebody's account and for nobody's, so that both take as long.
        """
        _LOG.warning(
            "login failed: account=%s source=%s factor=%s", self.account, self.place.address, what
        )
        if not counts:
            return
        now = clock.now()
        with writing(self.database) as database:
            database.execute(
                "DELETE FROM failures WHERE last < ?", (now - 60 * self.rules.failures_minutes,)
            )
            database.execute(
                "INSERT INTO failures VALUES (?, ?, 1, ?)"
                " ON CONFLICT DO UPDATE SET count = count + 1, last = excluded.last",
                (self.account, self.source, now),
            )
            if not self.account.startswith("?"):
                database.execute(
                    "INSERT INTO events (account, at, what, source, program)"
                    " VALUES (?, ?, 'failed', ?, ?)",
                    (self.account, now, *self.place),
                )

    def passed(self) -> None:
        """Forget the failures of a source that has proved all that is asked."""
        self.database.execute(
            "DELETE FROM failures WHERE account = ? AND source = ?", (self.account, self.source)
        )
