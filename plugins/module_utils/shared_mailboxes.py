"""How people see the shared mailboxes that they may open (Article 14): for Dovecot, by person.

A person's own row of Dovecot's table names them, so for everybody else they don't exist, whatever
the IMAP command, and nobody's login becomes slower by the mailboxes of others.
"""

from __future__ import annotations

import base64
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The folder under which a person's mail program shows all of them.
ROOT = "Hộp thư chung"
# A domain that nobody can write to from outside: there is no such one (RFC 2606).
SENT_DOMAIN = "sent.invalid"

# Dovecot takes no longer row of a person (8,192 bytes), and then lets them in no more at all.
_ROW_BYTES = 7000

_GRANTS = """
SELECT g.mailbox, m.name, r.address, g.person, p.quota_mb FROM grants g
  JOIN accounts m ON m.id = g.mailbox AND m.state = 'active'
  JOIN addresses r ON r.account = g.mailbox AND r.state = 'main'
  JOIN accounts p ON p.id = g.person AND p.state = 'active'
  LEFT JOIN uses u ON u.account = g.person
  WHERE u.dormant IS NULL ORDER BY g.basis = 'head', g.mailbox, g.person
"""


@dataclass(frozen=True)
class Right:
    """One person's right to a shared mailbox.

    Attributes:
        mailbox: id of its account.
        name: of the mailbox, as shown.
        address: its main address.
        person: id of who has it.
        quota_mb: size of that person's own mailbox.
    """

    mailbox: str
    name: str
    address: str
    person: str
    quota_mb: int


@dataclass(frozen=True)
class Row:
    """What Dovecot is told of a person.

    Attributes:
        person: account id.
        fields: of the table, beside the person.
        hidden: ids of mailboxes that found no room in it.
    """

    person: str
    fields: str
    hidden: Sequence[str]


def rights(connection: sqlite3.Connection) -> list[Right]:
    """Return the rights of all who can log in, those to one's own unit's mailboxes first."""
    return [Right(*row) for row in connection.execute(_GRANTS)]


def people(rights_: Iterable[Right]) -> dict[str, list[str]]:
    """Return who may open each shared mailbox, by its account id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for right in rights_:
        found[right.mailbox].append(right.person)
    return dict(found)


def rows(rights_: Iterable[Right]) -> list[Row]:
    """Return the row of each person who may open a shared mailbox, in the order of their ids."""
    of_person: defaultdict[str, list[Right]] = defaultdict(list)
    for right in rights_:
        of_person[right.person].append(right)
    return [_row(person, of_person[person]) for person in sorted(of_person)]


def hidden(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (person, mailbox) of what somebody may open and does not see, having too many."""
    return [(row.person, mailbox) for row in rows(rights(connection)) for mailbox in row.hidden]


def _row(person: str, held: Sequence[Right]) -> Row:
    folders = _folders(held)
    room, shown = _ROW_BYTES, []
    for right in held:
        # The folder stands there as it is when Dovecot reads the row.
        room -= len(" ".join(_namespace("s99", right, folders[right.mailbox])).encode())
        if room < 0:
            break
        shown.append(right)
    fields = [
        f"userdb_quota_storage_size={held[0].quota_mb}M",
        "userdb_mail_plugins/acl=yes",
        "userdb_mail_plugins/notify=yes",
        "userdb_mail_plugins/mail_log=yes",
        "userdb_namespace=" + ",".join(["inbox", *(f"s{n}" for n in range(len(shown)))]),
    ]
    for number, right in enumerate(shown):
        # A row of the table is split at spaces.
        prefix = base64.b64encode(folders[right.mailbox].encode()).decode()
        fields += _namespace(f"s{number}", right, f"%{{literal('{prefix}')|unbase64|text}}")
    return Row(person, " ".join(fields), [right.mailbox for right in held[len(shown) :]])


def _folders(held: Sequence[Right]) -> dict[str, str]:
    """Return each mailbox's folder; two of one name are told apart by their addresses."""
    names = {one.mailbox: one.name.replace("/", "-") for one in held}
    times = Counter(names.values())
    for right in held:
        if times[names[right.mailbox]] > 1:
            names[right.mailbox] += f" ({right.address.partition('@')[0]})"
    return {mailbox: f"{ROOT}/{name}/" for mailbox, name in names.items()}


def _namespace(key: str, right: Right, prefix: str) -> list[str]:
    at = f"userdb_namespace/{key}"
    return [
        f"{at}/prefix={prefix}",
        f"{at}/mail_path=~/../{right.mailbox}/mail",
        # Whether somebody has read a message is their own; all else is common.
        f"{at}/mail_index_private_path=~/shared/{right.mailbox}",
    ]
