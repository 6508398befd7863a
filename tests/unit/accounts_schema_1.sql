-- An accounts store of schema 1, as it was until December 2026, with some of every kind.
CREATE TABLE accounts (
  id        TEXT PRIMARY KEY,      -- staff number, unit or section; mail lies under it
  kind      TEXT NOT NULL CHECK (kind IN ('person', 'shared')),
  name      TEXT NOT NULL,
  address   TEXT NOT NULL UNIQUE,  -- main address; of a closed account the last one
  state     TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'closed')),
  quota_mb  INTEGER NOT NULL CHECK (quota_mb > 0),
  password  TEXT,                  -- {SCHEME}hash; NULL: no login
  closed_on TEXT                   -- ISO date
) WITHOUT ROWID;
CREATE TABLE addresses (
  address TEXT PRIMARY KEY,        -- complete, lower case
  account TEXT NOT NULL REFERENCES accounts (id),
  state   TEXT NOT NULL CHECK (state IN ('main', 'former'))
) WITHOUT ROWID;
CREATE INDEX addresses_by_account ON addresses (account);
-- Addresses that take mail. Who is suspended still receives.
CREATE VIEW deliverable AS
  SELECT r.address, r.account, a.quota_mb FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.state IN ('active', 'suspended');
-- Names to log in with.
CREATE VIEW logins AS
  SELECT r.address, r.account, a.password FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.state = 'active' AND a.password IS NOT NULL;
-- Who may send as an address (Article 13.3).
CREATE VIEW senders AS
  SELECT r.address, r.account FROM addresses r JOIN accounts a ON a.id = r.account
  WHERE a.state = 'active';
PRAGMA user_version = 1;
INSERT INTO accounts VALUES
  ('phong-noi-vu', 'shared', 'Phòng Nội vụ', 'noivu@x.vn', 'active', 5120, '{SSHA512}x', NULL),
  ('to-cu', 'shared', 'Tổ cũ', 'tocu@x.vn', 'closed', 5120, NULL, '2026-03-01'),
  ('ts-1', 'person', 'Nguyễn Văn An', 'annv@x.vn', 'active', 2048, '{SSHA512}x', NULL),
  ('ts-2', 'person', 'Lê Thị Bình', 'binhlt@x.vn', 'active', 2048, '{SSHA512}x', NULL),
  ('ts-3', 'person', 'Trần Văn Chi', 'chitv@x.vn', 'active', 2048, '{SSHA512}x', NULL),
  ('ts-4', 'person', 'Phạm Thị Dung', 'dungpt@x.vn', 'suspended', 2048, '{SSHA512}x', NULL),
  ('ts-5', 'person', 'Võ Văn Em', 'emvv@x.vn', 'closed', 2048, NULL, '2026-05-01');
INSERT INTO addresses VALUES
  ('annv@x.vn', 'ts-1', 'main'), ('annguyen@x.vn', 'ts-1', 'former'),
  ('binhlt@x.vn', 'ts-2', 'main'), ('chitv@x.vn', 'ts-3', 'main'),
  ('dungpt@x.vn', 'ts-4', 'main'), ('noivu@x.vn', 'phong-noi-vu', 'main'),
  ('tocu@x.vn', 'phong-noi-vu', 'former');
