"""The form of the accounts store, and how a store of an older form becomes one of today's.

What stands in it the roster decides. What a person decides (passwords, second factors, sessions)
stands in another file, which nothing here opens.
"""

from __future__ import annotations

import sqlite3

from ansible.module_utils.days import today

SCHEMA_VERSION = 5

# What came with schema 3.
_COURSES = """
-- What the roster says of an account beside its state.
CREATE TABLE courses (
  account     TEXT PRIMARY KEY REFERENCES accounts (id),
  mail        TEXT NOT NULL CHECK (mail IN ('keep', 'answer', 'unit', 'refuse')),
  left_unit   TEXT NOT NULL,       -- the unit's address, which mail is answered with or handed to
  unused_from TEXT NOT NULL        -- ISO day from which days without use count; '': they don't
) WITHOUT ROWID;
-- What this host knows of the use of people's accounts.
CREATE TABLE uses (
  account TEXT PRIMARY KEY REFERENCES accounts (id),
  fresh   TEXT NOT NULL,           -- ISO day of its newest letter, or of its being opened again
  noticed TEXT,                    -- ISO day on which its unit was told of the want of use
  dormant TEXT                     -- ISO day since when nobody can log in for want of use
) WITHOUT ROWID;
-- Mailboxes that are packed away.
CREATE TABLE archives (
  serial   INTEGER PRIMARY KEY AUTOINCREMENT,
  account  TEXT NOT NULL REFERENCES accounts (id),
  name     TEXT NOT NULL,          -- of its files, without what they end in
  checksum TEXT NOT NULL,          -- SHA-256 of the encrypted file
  size     INTEGER NOT NULL,       -- of that file, in bytes
  day      TEXT NOT NULL,          -- ISO day
  back     TEXT                    -- ISO day on which its mail was brought back
);
-- What the controller asked for last, for the host's own timer.
CREATE TABLE orders (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  asked TEXT NOT NULL              -- JSON
);
"""

# What came with schema 4; after the rest, so that every store has it in the same form.
_DAY = """
-- ISO day for which they were carried out last; the host goes back to no day before it.
ALTER TABLE orders ADD COLUMN day TEXT;
"""

_ASKED = """
-- ISO day of the newest request that a letter was made for, '': none; NULL: its person had a
-- password before there were any letters.
ALTER TABLE accounts ADD COLUMN letter_asked TEXT;
"""

# What came with schema 5.
_GRANTS = """
-- Who may open a shared mailbox with their own login, and send as it (Article 14).
CREATE TABLE grants (
  mailbox TEXT NOT NULL REFERENCES accounts (id),
  person  TEXT NOT NULL REFERENCES accounts (id),
  since   TEXT NOT NULL,           -- ISO day since when this host lets them
  basis   TEXT NOT NULL,           -- manager, head (of the office), or the document
  PRIMARY KEY (mailbox, person)
) WITHOUT ROWID;
-- Each time that a shared mailbox passed to others (Article 14.2).
CREATE TABLE handovers (
  serial  INTEGER PRIMARY KEY AUTOINCREMENT,
  mailbox TEXT NOT NULL REFERENCES accounts (id),
  day     TEXT NOT NULL,           -- ISO day
  givers  TEXT NOT NULL,           -- JSON list of account ids: who may no longer
  takers  TEXT NOT NULL            -- the same of who may from then on
);
"""

_SCHEMA = f"""
CREATE TABLE domains (
  name TEXT PRIMARY KEY            -- a mail domain whose mailboxes live here
) WITHOUT ROWID;
CREATE TABLE accounts (
  id             TEXT PRIMARY KEY, -- staff number, unit or section; mail lies under it
  kind           TEXT NOT NULL CHECK (kind IN ('person', 'shared')),
  name           TEXT NOT NULL,
  unit           TEXT NOT NULL DEFAULT '',
  unit_id        TEXT NOT NULL DEFAULT '',
  state          TEXT NOT NULL
                 CHECK (state IN ('active', 'suspended', 'left', 'archived', 'deleted')),
  since          TEXT NOT NULL,    -- ISO day of that state
  quota_mb       INTEGER NOT NULL CHECK (quota_mb > 0),
  letter         INTEGER NOT NULL DEFAULT 1,  -- what a person made under an older one is void
  first_password TEXT,             -- hash of the letter's; NULL: the letter is still to be made
  first_expires  TEXT              -- ISO day, the last one on which it opens the account page
) WITHOUT ROWID;
{_ASKED}CREATE TABLE addresses (
  address  TEXT PRIMARY KEY,       -- complete, lower case
  domain   TEXT NOT NULL REFERENCES domains (name),
  -- Whose main address it is or was, for ever (Article 4.6). NULL: nobody's on this host.
  account  TEXT REFERENCES accounts (id),
  state    TEXT NOT NULL CHECK (state IN ('main', 'former')),
  -- Whose mailbox its mail goes to. NULL: it takes none.
  delivers TEXT REFERENCES accounts (id),
  CHECK (state = 'former' OR account IS NOT NULL)
) WITHOUT ROWID;
CREATE UNIQUE INDEX main_addresses ON addresses (account) WHERE state = 'main';
CREATE INDEX addresses_by_mailbox ON addresses (delivers);
-- Files of letters that stand in the letters' folder.
CREATE TABLE letters (
  serial  INTEGER PRIMARY KEY AUTOINCREMENT,
  expires TEXT NOT NULL            -- ISO day, the last one on which a password in it is good
);
-- What is still to be done outside of this file. A row is written with the change that needs it
-- and goes when it is done; doing it twice is the same as once.
CREATE TABLE effects (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  account TEXT REFERENCES accounts (id),
  detail  TEXT NOT NULL DEFAULT '{{}}',
  day     TEXT NOT NULL
);
-- What the roster wants from a day on, for the host's own timer.
CREATE TABLE wanted (
  day      TEXT PRIMARY KEY,
  accounts TEXT NOT NULL           -- JSON
) WITHOUT ROWID;
{_COURSES}{_DAY}{_GRANTS}
"""

# In schema 1 an address could belong to one account and deliver to another only where the first
# was closed; who had an address before, it did not say.
_FROM_1 = f"""
DROP VIEW deliverable;
DROP VIEW logins;
DROP VIEW senders;
DROP INDEX addresses_by_account;
ALTER TABLE accounts RENAME TO accounts_1;
ALTER TABLE addresses RENAME TO addresses_1;
{_SCHEMA}
INSERT INTO domains
  SELECT DISTINCT substr(address, instr(address, '@') + 1)
  FROM (SELECT address FROM accounts_1 UNION SELECT address FROM addresses_1);
INSERT INTO accounts (id, kind, name, state, since, quota_mb)
  SELECT id, kind, name, replace(state, 'closed', 'left'), coalesce(closed_on, :today), quota_mb
  FROM accounts_1;
INSERT INTO addresses
  SELECT address, substr(address, instr(address, '@') + 1), id, 'main',
    (SELECT account FROM addresses_1 WHERE addresses_1.address = accounts_1.address)
  FROM accounts_1;
INSERT INTO addresses
  SELECT address, substr(address, instr(address, '@') + 1), NULL, 'former', account
  FROM addresses_1 WHERE address NOT IN (SELECT address FROM addresses);
DROP TABLE addresses_1;
DROP TABLE accounts_1;
-- Nothing that the daemons read stands there yet.
INSERT INTO effects (kind, day) VALUES ('tables', :today);
"""

# Who has had a letter counts as having come in today.
_FROM_2 = f"""
{_COURSES}
INSERT INTO uses (account, fresh)
  SELECT id, :today FROM accounts WHERE first_password IS NOT NULL;
"""

# No roster could ask for a letter before. The day of the controller's last run is known; the days
# of the timer's after it are not.
_FROM_3 = f"""
{_ASKED}UPDATE accounts SET letter_asked = '';
{_DAY}
UPDATE orders SET day = (SELECT min(day) FROM wanted);
"""

# Nobody could open a shared mailbox; the next run lets them.
_FROM_4 = f"""
{_GRANTS}
INSERT INTO effects (kind, day) VALUES ('tables', :today);
"""

_STEPS = {
    0: _SCHEMA,
    1: _FROM_1,
    2: _FROM_2 + _FROM_3 + _FROM_4,
    3: _FROM_3 + _FROM_4,
    4: _FROM_4,
}


class StoreError(Exception):
    """The store can't be used; the message is Vietnamese."""


def bring_up_to_date(connection: sqlite3.Connection, path: str) -> None:
    """Give a store today's form, in one transaction: a cut in the middle leaves the old one.

    Args:
        connection: the store, in no transaction.
        path: where it stands, to be named.

    Raises:
        StoreError: a newer version of congvu made it.
        sqlite3.Error: it can't be read or written.
    """
    if _version(connection, path) == SCHEMA_VERSION:
        return
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN EXCLUSIVE")
    try:
        # Another run may have done it while this one waited.
        version = _version(connection, path)
        if version != SCHEMA_VERSION:
            for statement in _statements(_STEPS[version]):
                connection.execute(statement, {"today": today().isoformat()})
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: str) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"Kho tài khoản {path} do một phiên bản mới hơn tạo ra (dạng {version}, ở đây chỉ biết "
            f"đến dạng {SCHEMA_VERSION}). Chưa có gì thay đổi. Hãy dùng bản mới của kho mã này."
        )
    return version


def _statements(script: str) -> list[str]:
    """Split a script; `executescript` would end the transaction."""
    found, statement = [], ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return found
