"""Files that the daemons of a mail host read, made from the accounts store.

Each is written whole beside its place and takes it at once: no reader ever finds one locked or
half written, whatever is being done to the store.
"""

from __future__ import annotations

import grp
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ansible.module_utils import shared_mailboxes
from ansible.module_utils.atomic import replace_file
from ansible.module_utils.cdb import constant_database
from ansible.module_utils.moved_addresses import moved
from ansible.module_utils.role_addresses import role_addresses

# In the order in which they are written: Postfix takes mail for a new mailbox only when Dovecot
# knows it. With the group that may read each; Postfix opens its own before it drops root.
_GROUPS = {
    "mailboxes": "dovecot",
    "addresses": "dovecot",
    "shared": "dovecot",
    "openings": "dovecot",
    "people.sqlite": "congvu-login",
    "sent.cdb": None,
    "senders.cdb": "_rspamd",
    "gone.cdb": None,
    "roles.cdb": None,
    "domains.cdb": None,
    "recipients.cdb": None,
}
NAMES = tuple(_GROUPS)

_PEOPLE = """
CREATE TABLE people (
  account        TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  unit           TEXT NOT NULL,
  address        TEXT NOT NULL,
  state          TEXT NOT NULL,
  letter         INTEGER NOT NULL,
  first_password TEXT,
  first_expires  TEXT
) WITHOUT ROWID;
CREATE TABLE logins (address TEXT PRIMARY KEY, account TEXT NOT NULL) WITHOUT ROWID;
-- Of whom the account page is to keep nothing any more.
CREATE TABLE deleted (account TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE office (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

# Who is suspended still receives. Who has left is answered for, or the unit gets the mail, for a
# time; an address of theirs that delivers nowhere else is looked at too.
_RECEIVING = """
SELECT r.address, a.id AS account, a.quota_mb, a.letter,
  a.state = 'active' AND u.dormant IS NULL AS opens, coalesce(c.mail, 'keep') AS mail,
  coalesce(c.left_unit, '') AS left_unit, a.state IN ('active', 'suspended') AS is_open,
  a.state IN ('active', 'suspended', 'left') AS has_mailbox
  FROM addresses r JOIN accounts a ON a.id = {account}
  LEFT JOIN courses c ON c.account = a.id LEFT JOIN uses u ON u.account = a.id
"""
_DELIVERED = f"""
{_RECEIVING.format(account="r.delivers")}
UNION ALL
{_RECEIVING.format(account="r.account")} WHERE r.delivers IS NULL AND NOT is_open
ORDER BY 1
"""

# Whose address is refused, and where to write instead.
_GONE = """
SELECT r.address, coalesce(u.address, '') FROM addresses r JOIN accounts a ON a.id = r.account
  LEFT JOIN addresses u ON u.account = a.unit_id AND u.state = 'main' AND u.delivers IS NOT NULL
  WHERE a.state NOT IN ('active', 'suspended') ORDER BY r.address
"""


# Postfix says this to who sends from outside as one of these domains; plain ASCII (RFC 5321).
_OWN_DOMAIN = (
    "REJECT Sender address of this domain: please log in and use port 465 or 587 "
    "(hay dang nhap de gui thu)"
)


class _Receiving(NamedTuple):
    """An address that takes mail, and what becomes of that."""

    address: str
    account: str
    quota: int
    letter: int
    opens: bool
    answer: str = ""

    @property
    def fields(self) -> str:
        """Return what Dovecot is told of it beside the account."""
        answer = f" userdb_sieve_environment/left_unit={self.answer}" if self.answer else ""
        return f"userdb_quota_storage_size={self.quota}M{answer}"


def contents(connection: sqlite3.Connection, office: Mapping[str, str]) -> dict[str, bytes]:
    """Return every file's content by its name, in the order in which they must be written.

    Args:
        connection: the accounts store.
        office: what the account page shows of the office.
    """
    delivered = _delivered(connection)
    active = [row for row in delivered if row.opens]
    quotas = {row.account: row.quota for row in delivered}
    taken = {row.address for row in delivered}
    gone = connection.execute(_GONE).fetchall()
    domains = connection.execute("SELECT name FROM domains ORDER BY name").fetchall()
    rights = shared_mailboxes.rights(connection)
    shared = shared_mailboxes.people(rights)
    made = {
        # Dovecot's passwd-files: user:password:uid:gid:gecos:home:shell:extra fields.
        "mailboxes": _lines(
            f"{account}:::::::userdb_quota_storage_size={quota}M"
            for account, quota in sorted(quotas.items())
        ),
        "addresses": _lines(
            f"{row.address}:::::::user={row.account} userdb_user={row.account} {row.fields}"
            for row in delivered
        )
        + _lines(_sent(shared, quotas)),
        # What else a person sees beside the own mailbox; for IMAP alone.
        "shared": _lines(
            f"{row.person}:::::::{row.fields}" for row in shared_mailboxes.rows(rights)
        ),
        # Whoever proved to be this account under this letter, by this address, may come in.
        "openings": _lines(
            f"{row.account}/{row.letter}/{row.address}:::::::nopassword user={row.account}"
            for row in active
        ),
        "people.sqlite": _people(connection, office),
        # Who may send as an address (Article 13.3).
        "senders.cdb": constant_database(
            [(row.address, _senders(row.account, shared)) for row in active]
        ),
        # Where the copy of what is sent as a shared mailbox goes.
        "sent.cdb": constant_database(
            [(row.address, _sent_to(row.account)) for row in active if row.account in shared]
        ),
        # What Postfix says where somebody was reached once.
        "gone.cdb": constant_database(
            [(address, _refusal(unit)) for address, unit in gone if address not in taken]
            + list(moved(connection, told=office.get("former_address_tells") == "true"))
        ),
        # Postmaster and its like.
        "roles.cdb": constant_database(list(role_addresses(connection, office))),
        # Whose mail is taken here; nobody outside sends as one of them.
        "domains.cdb": constant_database([(name, _OWN_DOMAIN) for (name,) in domains]),
        "recipients.cdb": constant_database([(row.address, row.account) for row in delivered]),
    }
    return {name: made[name] for name in _GROUPS}


def _delivered(connection: sqlite3.Connection) -> list[_Receiving]:
    """Return every address that takes mail, in the order of the addresses."""
    rows = connection.execute(_DELIVERED).fetchall()
    own = {address: (account, quota) for address, account, quota, *_, is_open, _ in rows if is_open}
    found = []
    for address, account, quota, letter, opens, mail, unit, is_open, has_mailbox in rows:
        if mail == "unit" and not is_open and unit in own:
            found.append(_Receiving(address, *own[unit], letter, False))
        elif is_open or (mail == "answer" and has_mailbox):
            answer = unit if mail == "answer" else ""
            found.append(_Receiving(address, account, quota, letter, bool(opens), answer))
    return found


def _senders(account: str, shared: Mapping[str, Sequence[str]]) -> str:
    """Return who may send as an account, as Postfix lists logins."""
    return ",".join((account, *shared.get(account, ())))


def _sent_to(account: str) -> str:
    return f"{account}@{shared_mailboxes.SENT_DOMAIN}"


def _sent(shared: Mapping[str, Sequence[str]], quotas: Mapping[str, int]) -> Iterator[str]:
    """Yield how Dovecot knows where a copy of what was sent goes."""
    for account in sorted(shared.keys() & quotas.keys()):
        fields = f"userdb_quota_storage_size={quotas[account]}M userdb_sieve_environment/sent=yes"
        yield f"{_sent_to(account)}:::::::user={account} userdb_user={account} {fields}"


def _refusal(unit: str) -> str:
    """Return Postfix's answer; it is for programs of all ages, so it is plain ASCII (RFC 5321)."""
    to = (f" - Xin gui toi {unit}", f" - please write to {unit}") if unit else ("", "")
    return f"550 5.1.6 Hop thu nay khong con dung{to[0]}. This mailbox is closed{to[1]}"


def office_in(folder: Path) -> dict[str, str]:
    """Return what the account page shows of the office now; nothing where nothing stands there."""
    try:
        page = sqlite3.connect(f"file:{folder / 'people.sqlite'}?mode=ro&immutable=1", uri=True)
        with closing(page):
            return dict(page.execute("SELECT key, value FROM office"))
    except sqlite3.DatabaseError:
        return {}


def publish(folder: Path, wanted: Mapping[str, bytes], *, dry: bool) -> list[str]:
    """Write the files that are not as wanted, and remove what a killed run left beside them.

    Args:
        folder: where they stand; it is made.
        wanted: from `contents`.
        dry: only look.

    Returns:
        The names of those that are not as wanted.
    """
    differing = [name for name, content in wanted.items() if not _is(folder / name, content)]
    if dry:
        return differing
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in wanted:
        for left in folder.glob(f".{name}.*"):
            left.unlink()
    for name in differing:
        replace_file(folder / name, wanted[name], _mode(name), _group(name))
    return differing


def _is(file: Path, content: bytes) -> bool:
    try:
        return has_rights(file) and file.read_bytes() == content
    except FileNotFoundError:
        return False


def has_rights(file: Path) -> bool:
    """Tell whether a file has the mode and the group that it should have.

    Raises:
        FileNotFoundError: it is not there.
    """
    found = file.stat()
    return (found.st_mode & 0o777, found.st_gid) == (_mode(file.name), _group(file.name))


def _mode(name: str) -> int:
    return 0o640 if _GROUPS[name] else 0o600


def _group(name: str) -> int:
    """Return the group's number; one's own as long as there is none, so that nobody else reads."""
    try:
        return grp.getgrnam(_GROUPS[name] or "").gr_gid
    except KeyError:
        return os.getegid()


def _lines(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _people(connection: sqlite3.Connection, office: Mapping[str, str]) -> bytes:
    """Return a database of all who use the account page, or used it."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.executescript(_PEOPLE)
    made.execute("BEGIN")
    made.executemany(
        "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        connection.execute(
            "SELECT a.id, a.name, a.unit, r.address, iif(u.dormant IS NULL, a.state, 'dormant'), "
            "a.letter, a.first_password, a.first_expires FROM accounts a "
            "JOIN addresses r ON r.account = a.id AND r.state = 'main' "
            "LEFT JOIN uses u ON u.account = a.id AND a.state = 'active' WHERE a.kind = 'person' "
            "AND a.state IN ('active', 'suspended', 'left') ORDER BY a.id"
        ),
    )
    made.executemany(
        "INSERT INTO logins VALUES (?, ?)",
        connection.execute(
            "SELECT r.address, a.id FROM addresses r JOIN accounts a ON a.id = r.delivers "
            "WHERE a.kind = 'person' AND a.state IN ('active', 'suspended') "
            # Who has left is told so, by an address that was theirs.
            "UNION ALL SELECT r.address, a.id FROM addresses r JOIN accounts a ON a.id = r.account "
            "WHERE a.kind = 'person' AND a.state = 'left' AND r.delivers IS NULL ORDER BY 1"
        ),
    )
    made.executemany(
        "INSERT INTO deleted VALUES (?)",
        connection.execute(
            "SELECT id FROM accounts WHERE kind = 'person' AND state = 'deleted' ORDER BY id"
        ),
    )
    made.executemany("INSERT INTO office VALUES (?, ?)", sorted(office.items()))
    made.execute("COMMIT")
    content = made.serialize()
    made.close()
    return content
