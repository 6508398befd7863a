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
-- ISO day of the newest request that a letter was made for, '': none; NULL: its person had a
-- password before there were any letters.
ALTER TABLE accounts ADD COLUMN letter_asked TEXT;
CREATE TABLE addresses (
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
  detail  TEXT NOT NULL DEFAULT '{}',
  day     TEXT NOT NULL
);
-- What the roster wants from a day on, for the host's own timer.
CREATE TABLE wanted (
  day      TEXT PRIMARY KEY,
  accounts TEXT NOT NULL           -- JSON
) WITHOUT ROWID;

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
-- ISO day for which they were carried out last; the host goes back to no day before it.
ALTER TABLE orders ADD COLUMN day TEXT;
INSERT INTO domains VALUES ('x.vn');
INSERT INTO accounts (id, kind, name, unit, unit_id, state, since, quota_mb, letter, first_password, first_expires, letter_asked) VALUES
  ('phong-noi-vu', 'shared', 'Phòng Nội vụ', 'Phòng Nội vụ', 'phong-noi-vu', 'active', '2026-01-01', 5120, 1, NULL, NULL, ''),
  ('ts-1', 'person', 'Nguyễn Văn An', 'Phòng Nội vụ', 'phong-noi-vu', 'active', '2026-01-01', 2048, 2, '$scrypt$', '2026-12-01', '2026-06-01'),
  ('ts-5', 'person', 'Võ Văn Em', 'Phòng Nội vụ', 'phong-noi-vu', 'left', '2026-05-01', 2048, 1, NULL, NULL, NULL);
INSERT INTO addresses VALUES
  ('annv@x.vn', 'x.vn', 'ts-1', 'main', 'ts-1'),
  ('emvv@x.vn', 'x.vn', 'ts-5', 'main', NULL),
  ('noivu@x.vn', 'x.vn', 'phong-noi-vu', 'main', 'phong-noi-vu');
INSERT INTO letters VALUES (7, '2026-12-01');
INSERT INTO effects (kind, account, day) VALUES ('sessions', 'ts-5', '2026-05-01');
INSERT INTO courses VALUES ('ts-5', 'answer', 'noivu@x.vn', '');
INSERT INTO uses VALUES ('ts-1', '2026-05-01', NULL, NULL);
INSERT INTO archives VALUES (3, 'ts-5', 'ts-5-3', 'abc', 12, '2026-08-01', NULL);
INSERT INTO orders VALUES (1, '{}', '2026-11-24');
INSERT INTO wanted VALUES ('2026-11-24', '[]');
PRAGMA user_version = 4;
