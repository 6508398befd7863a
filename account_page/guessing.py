"""Locks whoever guesses: one source, for one account, for a time.

A source is an address of the internet (an IPv6 one by its /64), or a device that the account
remembers. So a stranger who fails on purpose locks himself out and nobody at a desk, and a
colleague behind the same address doesn't lock the person's own telephone.
"""

import hashlib
import ipaddress
import logging
from typing import NamedTuple

from account_page import clock, people, sessions, store

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
    return str(ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found)


def unknown(typed: str) -> str:
    """Return what failures of an address count under that nobody has; it isn't kept as typed."""
    return f"?{hashlib.sha256(typed.encode(errors='replace')).hexdigest()[:32]}"


class Guard(NamedTuple):
    """The door to one account from one place.

    Attributes:
        account: its id; `unknown(…)` where there is none.
        source: what failures count under.
    """

    database: store.Store
    rules: people.Rules
    account: str
    source: str
    place: sessions.Place

    def locked_until(self) -> int | None:
        """Return until when the source may not try the account, or none."""
        row = self.database.row("failures", **self._of)
        if not row or row["count"] < self.rules.failures:
            return None
        until = int(row["last"]) + 60 * self.rules.failures_minutes
        return until if until > clock.now() else None

    def failed(self, what: str, *, counts: bool = True) -> None:
        """Write a failure to the log, with the address that it came from, and count it.

        One transaction for somebody's account and for nobody's, so that both take as long.
        """
        now, place = clock.now(), self.place
        tried = (self.account, place.address, what)
        _LOG.warning("login failed: account=%s source=%s factor=%s", *tried)
        if not counts:
            return
        with store.writing(self.database) as database:
            database.run("forget-old-failures", since=now - 60 * self.rules.failures_minutes)
            database.run("count-failure", **self._of, now=now)
            if not self.account.startswith("?"):
                values = {"account": self.account, "now": now, "what": "failed"}
                database.run("add-event", **values, **place._asdict())

    def passed(self) -> None:
        """Forget the failures of a source that has proved all that is asked."""
        self.database.run("forget-failures", **self._of)

    @property
    def _of(self) -> dict[str, str]:
        return {"account": self.account, "source": self.source}
