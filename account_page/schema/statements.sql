-- Every statement of this service, by name (`store.Store`). A person's rows are
-- those of the account and its present letter: a new letter ends the old ones.

-- chosen-password
SELECT hash, made FROM passwords WHERE account = :account AND letter = :letter;
-- keep-password
INSERT OR REPLACE INTO passwords (account, letter, hash, made)
VALUES (:account, :letter, :hash, :now);
-- keep-former-password
INSERT INTO former_passwords (account, hash) VALUES (:account, :hash);
-- former-passwords
SELECT hash FROM former_passwords WHERE account = :account ORDER BY id DESC LIMIT :most;
-- forget-former-passwords
DELETE FROM former_passwords WHERE id IN (
  SELECT id FROM former_passwords WHERE account = :account ORDER BY id DESC LIMIT -1 OFFSET :most);

-- factors
SELECT * FROM factors WHERE account = :account AND letter = :letter ORDER BY made, id;
-- add-factor
INSERT INTO factors (account, letter, kind, name, secret, counter, made)
VALUES (:account, :letter, :kind, :name, :secret, :counter, :now);
-- remove-factor
DELETE FROM factors WHERE account = :account AND id = :id;
-- use-code
UPDATE factors SET counter = :step WHERE id = :id AND counter < :step;
-- recovery-codes
SELECT salt, digest FROM recovery_codes WHERE account = :account AND letter = :letter;
-- add-recovery-code
INSERT INTO recovery_codes (account, letter, salt, digest)
VALUES (:account, :letter, :salt, :digest);
-- no-recovery-codes
DELETE FROM recovery_codes WHERE account = :account;
-- use-recovery-code
DELETE FROM recovery_codes
WHERE account = :account AND letter = :letter AND digest = :digest;

-- A session runs out after half an hour of rest or twelve hours. A device of one's own is asked for
-- both factors once a day, and its session has no shorter rest but where a password must be chosen.
-- session
SELECT *, min(made + iif(remembered, 86400, 43200),
  seen + iif(remembered AND NOT must_choose, 86400, 1800)) AS until
FROM sessions WHERE digest = :digest;
-- live-sessions
SELECT * FROM sessions WHERE account = :account AND letter = :letter AND NOT must_choose
  AND made + iif(remembered, 86400, 43200) > :now AND seen + iif(remembered, 86400, 1800) > :now
ORDER BY seen DESC;
-- begin-session
INSERT INTO sessions (digest, account, letter, must_choose, strong, remembered, made, seen, source,
  program)
VALUES (:digest, :account, :letter, :must_choose, :strong, :remembered, :now, :now, :address,
  :program);
-- renew-session
UPDATE sessions SET digest = :digest, must_choose = 0, strong = strong OR :strong,
  confirmed = max(confirmed, :confirmed), pending = '{}'
WHERE id = :id;
-- use-session
UPDATE sessions SET seen = :now WHERE id = :id;
-- keep-for-session
UPDATE sessions SET pending = :pending WHERE id = :id;
-- end-sessions
DELETE FROM sessions WHERE account = :account AND coalesce(id = :id, 1);
-- end-other-sessions
DELETE FROM sessions WHERE account = :account AND id <> :but;

-- devices
SELECT * FROM devices WHERE account = :account AND letter = :letter AND made > :since
ORDER BY made DESC;

-- remember-device
INSERT INTO devices (digest, account, letter, name, made, proved)
VALUES (:digest, :account, :letter, :name, :now, :proved);
-- prove-device
UPDATE devices SET proved = :now WHERE id = :id;
-- forget-devices
DELETE FROM devices WHERE account = :account AND coalesce(id = :id, 1);

-- events
SELECT * FROM events WHERE account = :account ORDER BY id DESC LIMIT :count;
-- add-event
INSERT INTO events (account, at, what, source, program)
VALUES (:account, :now, :what, :address, :program);
-- forget-old-events
DELETE FROM events WHERE at < :since;
-- forget-old-sessions
DELETE FROM sessions WHERE made < :since;
-- forget-old-devices
DELETE FROM devices WHERE made < :since;
-- program-logins
SELECT * FROM program_logins WHERE account = :account ORDER BY last DESC LIMIT :count;

-- failures
SELECT count, last FROM failures WHERE account = :account AND source = :source;
-- count-failure
INSERT INTO failures (account, source, count, last) VALUES (:account, :source, 1, :now)
ON CONFLICT DO UPDATE SET count = count + 1, last = excluded.last;
-- forget-failures
DELETE FROM failures WHERE account = :account AND source = :source;
-- forget-old-failures
DELETE FROM failures WHERE last < :since;

-- Where the role of an older version made the table, times are texts.
-- app-passwords
SELECT id, name, CAST(made AS INTEGER) AS made FROM app_passwords
WHERE account = :account AND letter = :letter ORDER BY id DESC;
-- add-app-password
INSERT INTO app_passwords (account, letter, name, digest, made)
VALUES (:account, :letter, :name, :digest, :now);
-- revoke-app-passwords
DELETE FROM app_passwords WHERE account = :account AND coalesce(id = :id, 1);
