-- Where mail programs log in: written by `login_guard`, which Dovecot tells of logins.
CREATE TABLE program_logins (account TEXT NOT NULL, program TEXT NOT NULL,
  protocol TEXT NOT NULL, network TEXT NOT NULL, address TEXT NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, PRIMARY KEY (account, program, protocol, network));
CREATE INDEX program_logins_by_age ON program_logins (last);
