-- What people decide: nobody but the account page reads it.
CREATE TABLE passwords (account TEXT PRIMARY KEY, letter INTEGER NOT NULL, hash TEXT NOT NULL,
  made INTEGER NOT NULL);
CREATE TABLE former_passwords (id INTEGER PRIMARY KEY, account TEXT NOT NULL,
  hash TEXT NOT NULL);
CREATE TABLE factors (id INTEGER PRIMARY KEY, account TEXT NOT NULL, letter INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('totp', 'key')), name TEXT NOT NULL, secret BLOB NOT NULL,
  counter INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL);
CREATE TABLE recovery_codes (account TEXT NOT NULL, letter INTEGER NOT NULL,
  salt BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (account, digest));
-- must_choose: a letter's password opened it, so a password must be chosen first. strong: the second
-- factor was proved in it. remembered: it runs on a device of the person's own. seen: when it was
-- last used, to the minute. confirmed: when the password was typed again for a change, or 0.
-- pending: what a page keeps until the next one, as JSON: a secret to enrol (encrypted), a challenge.
CREATE TABLE sessions (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL, letter INTEGER NOT NULL, must_choose INTEGER NOT NULL,
  strong INTEGER NOT NULL, remembered INTEGER NOT NULL, made INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  confirmed INTEGER NOT NULL DEFAULT 0, source TEXT NOT NULL, program TEXT NOT NULL,
  pending TEXT NOT NULL DEFAULT '{}');
CREATE TABLE devices (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL, letter INTEGER NOT NULL, name TEXT NOT NULL, made INTEGER NOT NULL,
  proved INTEGER NOT NULL);
CREATE TABLE failures (account TEXT NOT NULL, source TEXT NOT NULL, count INTEGER NOT NULL,
  last INTEGER NOT NULL, PRIMARY KEY (account, source));
CREATE TABLE events (id INTEGER PRIMARY KEY, account TEXT NOT NULL, at INTEGER NOT NULL,
  what TEXT NOT NULL, source TEXT NOT NULL, program TEXT NOT NULL);
CREATE INDEX sessions_of ON sessions (account);
CREATE INDEX events_of ON events (account, at);
