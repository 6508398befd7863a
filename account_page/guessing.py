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

from account_page import clock
from account_page.people import Rules
from account_page.store import writing

_LOG = logging.getLogger("account_page")


def network(source: str) -> str:
    """Return what of an address is one customer's: an IPv4 address, the /64 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return source
    if address.version == 4:
        return source
    return str(ipaddress.ip_network((address, 64), strict=False))


def unknown(typed: str) -> str:
    """Return what failures of an address count under that nobody has; it isn't kept as typed."""
    return f"?{hashlib.sha256(typed.encode(errors='replace')).hexdigest()[:32]}"


def locked_until(
    database: sqlite3.Connection, account: str, source: str, rules: Rules
) -> int | None:
    """Return until when a source may not try an account, or none."""
    row = database.execute(
        "SELECT count, last FROM failures WHERE account = ? AND source = ?", (account, source)
    ).fetchone()
    if not row or row["count"] < rules.failures:
        return None
    until = int(row["last"]) + 60 * rules.failures_minutes
    return until if until > clock.now() else None


def failed(  # noqa: PLR0913  # each is a part of the one line in the log
    database: sqlite3.Connection, account: str, source: str, address: str, what: str, rules: Rules
) -> None:
    """Count a failure and write it to the log, with the address that it came from."""
    now = clock.now()
    forgotten = now - 60 * rules.failures_minutes
    with writing(database):
        database.execute("DELETE FROM failures WHERE last < ?", (forgotten,))
        database.execute(
            "INSERT INTO failures VALUES (?, ?, 1, ?)"
            " ON CONFLICT DO UPDATE SET count = count + 1, last = excluded.last",
            (account, source, now),
        )
    _LOG.warning("login failed: account=%s source=%s factor=%s", account, address, what)


def succeeded(database: sqlite3.Connection, account: str, source: str) -> None:
    """Forget the failures of a source that has proved both factors."""
    with writing(database):
        database.execute("DELETE FROM failures WHERE account = ? AND source = ?", (account, source))
