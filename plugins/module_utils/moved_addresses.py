"""What Postfix says at a former address whose time is over, of somebody who has another one now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_MOVED = """
SELECT r.address, m.address FROM addresses r JOIN accounts a ON a.id = r.account
  JOIN addresses m ON m.account = a.id AND m.state = 'main' AND m.delivers IS NOT NULL
  WHERE r.state = 'former' AND r.delivers IS NULL AND a.state IN ('active', 'suspended')
  ORDER BY r.address
"""


def moved(connection: sqlite3.Connection, *, told: bool) -> Iterator[tuple[str, str]]:
    """Yield each such address with its refusal, plain ASCII (RFC 5321; RFC 3463: 5.1.6).

    Args:
        connection: the accounts store.
        told: whether strangers may learn the new address.
    """
    for address, new in connection.execute(_MOVED):
        vi, en = (f" - Xin gui toi {new}", f" - please write to {new}") if told else ("", "")
        yield (
            address,
            f"550 5.1.6 Dia chi nay khong con dung{vi}. This address is no longer used{en}",
        )
