"""How people see the shared mailboxes that they may open (Article 14): for Dovecot, by person.

A person's own row of Dovecot's table names them, so for everybody else they don't exist, whatever
the IMAP command, and nobody's login becomes slower by the mailboxes of others.
"""

from __future__ import annotations

import base64
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# The folder under which a person's mail program shows all of them.
ROOT = "Hộp thư chung"
# A domain that nobody can write to from outside: there is no such one (RFC 2606).
SENT_DOMAIN = "sent.invalid"

_GRANTS = """
SELECT g.mailbox, g.person, m.name, r.address FROM grants g
  JOIN accounts m ON m.id = g.mailbox AND m.state = 'active'
  JOIN addresses r ON r.account = g.mailbox AND r.state = 'main'
  JOIN accounts p ON p.id = g.person AND p.state = 'active'
  LEFT JOIN uses u ON u.account = g.person
  WHERE u.dormant IS NULL ORDER BY g.mailbox, g.person
"""


@dataclass(frozen=True)
class Shared:
    """A shared mailbox that somebody may open.

    Attributes:
        id: its account's.
        name: as shown.
        address: its main address.
        people: account ids of those who may.
    """

    id: str
    name: str
    address: str
    people: Sequence[str]


def shared_mailboxes(connection: sqlite3.Connection) -> dict[str, Shared]:
    """Return every shared mailbox that somebody may open, by account id."""
    rows = connection.execute(_GRANTS).fetchall()
    people: defaultdict[str, list[str]] = defaultdict(list)
    for mailbox, person, *_ in rows:
        people[mailbox].append(person)
    return {
        mailbox: Shared(mailbox, name, address, people[mailbox])
        for mailbox, _, name, address in rows
    }


def namespaces(shared: Mapping[str, Shared]) -> Iterator[tuple[str, str]]:
    """Yield each person with the fields of Dovecot's table that add their shared mailboxes."""
    of_person: defaultdict[str, list[Shared]] = defaultdict(list)
    for mailbox in shared.values():
        for person in mailbox.people:
            of_person[person].append(mailbox)
    for person, mailboxes in sorted(of_person.items()):
        names = _folders(mailboxes)
        listed = ",".join(["inbox", *(f"s{number}" for number in range(len(mailboxes)))])
        fields = [f"userdb_namespace={listed}"]
        for number, mailbox in enumerate(mailboxes):
            fields += _namespace(f"s{number}", mailbox.id, names[mailbox.id])
        yield person, " ".join(fields)


def _folders(mailboxes: Sequence[Shared]) -> dict[str, str]:
    """Return each mailbox's folder; two of one name are told apart by their addresses."""
    names = {one.id: one.name.replace("/", "-") for one in mailboxes}
    same = Counter(names.values())
    return {
        one.id: names[one.id]
        if same[names[one.id]] == 1
        else f"{names[one.id]} ({one.address.partition('@')[0]})"
        for one in mailboxes
    }


def _namespace(key: str, mailbox: str, name: str) -> Iterator[str]:
    # Dovecot's table can hold neither spaces nor colons within a value.
    prefix = base64.b64encode(f"{ROOT}/{name}/".encode()).decode()
    at = f"userdb_namespace/{key}"
    yield f"{at}/prefix=%{{literal('{prefix}')|unbase64|text}}"
    yield f"{at}/mail_path=%{{home}}/../{mailbox}/mail"
    # Whether somebody has read a message is their own; all else is common.
    yield f"{at}/mail_index_private_path=~/shared/{mailbox}"
