"""Lists and ends the open sessions of a mail host: Dovecot's with doveadm, and Postfix's."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection

# The type of AnsibleModule.run_command: arguments -> exit code, output, error output.
Run = Callable[[list[str]], tuple[int, str, str]]

# Deliveries of mail are not sessions of the person.
_DELIVERY = {"lmtp", "lda"}
# Lists the accounts that send mail now, or ends what those named have open (role `postfix`).
SMTP_SESSIONS = "/usr/lib/congvu/smtp-sessions"


class DovecotError(Exception):
    """A command that lists or ends sessions failed; the message is Vietnamese."""


# Dovecot looks at most once a second whether a file of its has changed.
SETTLE_S = 1.1


def settle() -> None:
    """Wait until Dovecot lets nobody in any more whom its files no longer name."""
    time.sleep(SETTLE_S)


def open_sessions(run: Run) -> set[str]:
    """Return the accounts that have a session open, to read mail or to send it.

    Raises:
        DovecotError: a command fails for another reason than a stopped Dovecot.
    """
    code, sending, err = run([SMTP_SESSIONS])
    _check([SMTP_SESSIONS], code, err)
    command = ["doveadm", "-f", "json", "who"]
    code, out, err = run(command)
    if code == os.EX_TEMPFAIL and "net_connect_unix" in err:
        out = "[]"  # Dovecot does not run: nobody reads
    else:
        _check(command, code, err)
    reading = {row["username"] for row in json.loads(out) if row["service"] not in _DELIVERY}
    return reading | set(sending.split())


def forget_logins(run: Run) -> None:
    """Have Dovecot forget what it remembers of logins."""
    # A Dovecot that does not run remembers nothing; doveadm then still ends with 0.
    command = ["doveadm", "auth", "cache", "flush"]
    code, _, err = run(command)
    _check(command, code, err)


def end_sessions(run: Run, accounts: Collection[str]) -> None:
    """End every session of some accounts."""
    for account in accounts:
        # One account per call, since doveadm 2.4.1 crashes with two.
        command = ["doveadm", "kick", account]
        code, _, err = run(command)
        _check(command, code, err)
    if accounts:
        command = [SMTP_SESSIONS, *accounts]
        code, _, err = run(command)
        _check(command, code, err)


def _check(command: list[str], code: int, err: str) -> None:
    if code:
        raise DovecotError(
            f"Kho tài khoản đã đúng, nhưng lệnh «{' '.join(command)}» không chạy được: "
            f"{err.strip()}. Hãy xem systemctl status dovecot rồi chạy lại."
        )
