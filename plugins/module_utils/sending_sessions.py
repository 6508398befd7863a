"""Ends the open sessions in which people send, when somebody may no longer do so as before.

Postfix looks at its tables anew with each connection, so in one that stays open a right that was
withdrawn would still hold.
"""

from __future__ import annotations

from ansible.module_utils.dovecot_sessions import DovecotError, Run

# Submission (RFC 6409, RFC 8314).
PORTS = (465, 587)


def end_sending(run: Run) -> None:
    """End everybody's connections to the submission ports; programs send again what was cut off.

    Postfix does not tell whose they are, and a process of its that is killed in its first session
    closes the port for a minute. So the kernel ends the connections.

    Raises:
        DovecotError: they could not be ended.
    """
    ports = " or ".join(f"sport = :{port}" for port in PORTS)
    command = ["ss", "--kill", "state", "established", f"( {ports} )"]
    code, _, err = run(command)
    if code:
        raise DovecotError(
            "Kho tài khoản đã đúng, nhưng chưa ngắt được các phiên gửi thư đang mở "
            f"({' '.join(command)}): {err.strip()}. Hãy chạy systemctl restart postfix rồi chạy "
            "lại."
        )
