"""App passwords for the lab's people, written past the account page. For the lab only.

In an office each person makes them on the account page, and nobody else ever sees one. The lab has
hundreds of people and nobody to do that: it writes the rows that the page would write.
"""

from __future__ import annotations

import hashlib
import hmac
import subprocess
from collections.abc import Iterable
from pathlib import Path

STORE = "/var/lib/congvu-login/app_passwords.sqlite"
NAME = "phòng thử"


def app_passwords(ssh: list[str], key: Path, accounts: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Give accounts an app password each, where they have none yet; return them by account id.

    Args:
        ssh: command that reaches root of the mail host.
        key: file that only the lab has; the passwords follow from it and are the same each time.
        accounts: account ids with the number of their present letter.
    """
    made, rows = {}, []
    for account, letter in accounts:
        digest = hmac.new(key.read_bytes(), f"{account}/{letter}".encode(), hashlib.sha256)
        made[account] = digest.hexdigest()[:32]
        stored = hashlib.sha256(made[account].encode()).hexdigest()
        rows.append(f"('{account}', {letter}, '{NAME}', '{stored}', unixepoch())")
    if rows:
        statement = (
            "PRAGMA busy_timeout = 10000; INSERT OR IGNORE INTO app_passwords "
            f"(account, letter, name, digest, made) VALUES {', '.join(rows)};"
        )
        command = [*ssh, "sqlite3", STORE]
        subprocess.run(command, input=statement, text=True, stdout=subprocess.DEVNULL, check=True)
    return made
