"""Who gets mail to the addresses that every mail domain must have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

# RFC 5321, 4.5.1, RFC 2142, and what programs of a host write to.
NAMES = (
    "abuse", "hostmaster", "mailer-daemon", "noc", "postmaster", "root", "security", "webmaster",
)  # fmt: skip

_UNIT = """
SELECT address FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.id = ? AND a.state = 'active' AND r.state = 'main' AND r.delivers = a.id
"""
# Who left, is suspended or reads no mail gets none of it.
_OPERATOR = """
SELECT address FROM addresses r JOIN accounts a ON a.id = r.account
  LEFT JOIN uses u ON u.account = a.id
  WHERE a.id = ? AND a.kind = 'person' AND a.state = 'active' AND u.dormant IS NULL
  AND r.state = 'main' AND r.delivers = a.id
"""


def role_addresses(
    connection: sqlite3.Connection, office: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each such address with those that get its mail, as Postfix lists them.

    Args:
        connection: the accounts store.
        office: what the host knows of the office: `role_unit`, the id of a unit, and in `rules` the
            ids of `operators`. With nobody there is no address: mail is refused, and not lost.
    """
    wanted = [(_UNIT, office.get("role_unit", ""))]
    wanted += [
        (_OPERATOR, id_) for id_ in json.loads(office.get("rules") or "{}").get("operators", ())
    ]
    people = [
        address for select, id_ in wanted for (address,) in connection.execute(select, (id_,))
    ]
    if not people:
        return
    for (domain,) in connection.execute("SELECT name FROM domains ORDER BY name").fetchall():
        for name in NAMES:
            yield f"{name}@{domain}", ", ".join(people)
