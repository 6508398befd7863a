"""What Dovecot asks and tells at each login of a mail program: locks, and what people see of it.

A small service beside `account_page`, with the same files and the same count of failures. Dovecot
alone reaches it (its «auth policy»). It never sees a password: Dovecot sends 12 bits of a keyed
hash, by which a wrong one that comes again is known, and which no file holds.
"""
