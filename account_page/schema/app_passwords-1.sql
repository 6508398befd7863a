/* The passwords of mail programs. Dovecot reads them, and starts before the account page has: so its
   role runs this too where the file is missing. No option of sqlite3 may begin it. */
CREATE TABLE IF NOT EXISTS app_passwords (id INTEGER PRIMARY KEY, account TEXT NOT NULL,
  letter INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
  made INTEGER NOT NULL);
