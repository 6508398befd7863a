"""What is written down when a shared mailbox passes from people to others (Article 14.2).

A file for each time stands beside the accounts store, with numbers alone and nothing of any
message; `congvu handovers` on the controller makes the record that both sides sign.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from ansible.module_utils.accounts_plan import AccountsPlan
from ansible.module_utils.atomic import replace_file
from ansible.module_utils.days import ZONE
from ansible.module_utils.dovecot_sessions import DovecotError, Run, is_stopped

_DUE = """
FROM effects e JOIN handovers h ON h.serial = e.detail ->> 'serial'
  JOIN accounts a ON a.id = h.mailbox
  JOIN addresses r ON r.account = a.id AND r.state = 'main'
  WHERE e.kind = 'handover' ORDER BY h.serial
"""


def journal(connection: sqlite3.Connection, change: AccountsPlan, day: str) -> None:
    """Write down which mailboxes pass to whom, inside the change's transaction.

    What is closed with its unit passes to nobody.

    Args:
        connection: the store, with the new rights.
        change: what was changed.
        day: ISO day.
    """
    closed = {account.id for account in change.close}
    for mailbox in sorted({mailbox for mailbox, _ in change.revoke} - closed):
        givers = [person for one, person in change.revoke if one == mailbox]
        takers = [person for one, person in change.grant if one == mailbox]
        if not takers:
            takers = _holders(connection, mailbox)
        serial = connection.execute(
            "INSERT INTO handovers (mailbox, day, givers, takers) VALUES (?, ?, ?, ?)",
            (mailbox, day, json.dumps(givers), json.dumps(takers)),
        ).lastrowid
        connection.execute(
            "INSERT INTO effects (kind, account, detail, day) VALUES ('handover', ?, ?, ?)",
            (mailbox, json.dumps({"serial": serial}), day),
        )


def _holders(connection: sqlite3.Connection, mailbox: str) -> list[str]:
    rows = connection.execute(
        "SELECT person FROM grants WHERE mailbox = ? ORDER BY person", (mailbox,)
    )
    return [person for (person,) in rows]


def due(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the files that are still to be written."""
    return [_name(*row) for row in connection.execute(f"SELECT h.day, h.mailbox, h.serial {_DUE}")]


def write(connection: sqlite3.Connection, folder: Path, mail: Path | None, run: Run) -> list[str]:
    """Write a file for each time that is still to be written down; return their names.

    Args:
        connection: the store.
        folder: where the files stand; it is made.
        mail: folder of all mail.
        run: runs doveadm.

    Raises:
        DovecotError: a mailbox can't be counted; the rows of it and of those after it stay.
        OSError: a file can't be written; the same.
    """
    rows = connection.execute(
        "SELECT e.id, h.serial, h.mailbox, h.day, h.givers, h.takers, a.name, r.address " + _DUE
    ).fetchall()
    names = []
    for id_, serial, mailbox, day, giver_ids, taker_ids, name, address in rows:
        givers, takers = json.loads(giver_ids), json.loads(taker_ids)
        counted = _counted(run, mailbox, givers, mail)
        if counted is None:
            break  # Dovecot does not run
        record = {
            "mailbox": mailbox,
            "name": name,
            "address": address,
            "day": day,
            "from": _people(connection, givers),
            "to": _people(connection, takers),
            **counted,
        }
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / _name(day, mailbox, serial)
        for left in folder.glob(f".{file.name}.*"):
            left.unlink()  # by a killed run
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        replace_file(file, text.encode(), 0o600)
        names.append(file.name)
        connection.execute("DELETE FROM effects WHERE id = ?", (id_,))
    return names


def _name(day: str, mailbox: str, serial: int) -> str:
    return f"{day}_{mailbox}_{serial}.json"


def _people(connection: sqlite3.Connection, ids: Iterable[str]) -> list[dict[str, str]]:
    names = dict(connection.execute("SELECT id, name FROM accounts WHERE kind = 'person'"))
    return [{"id": id_, "name": names.get(id_, "")} for id_ in ids]


def _counted(
    run: Run, mailbox: str, givers: Iterable[str], mail: Path | None
) -> dict[str, Any] | None:
    """Return the numbers of a mailbox; None where Dovecot does not run.

    Whether a message was read each person's own index knows: it is unread where it is so for all
    who hand over.
    """
    status = ["mailbox", "status", "-u", mailbox, "messages unseen vsize", "*"]
    folders = _asked(run, status)
    if folders is None:
        return None
    inbox = {"messages": 0, "unseen": 0}
    for one in folders:
        if one["mailbox"] == "INBOX":
            inbox = {key: int(one[key]) for key in ("messages", "unseen")}
    unread = inbox["messages"]
    for giver in givers:
        own = mail / giver / "shared" / mailbox if mail is not None else None
        if own is None or not own.is_dir():
            continue  # never opened it
        seen = ["-o", f"mail_index_private_path={own}", "mailbox", "status", "-u", mailbox]
        found = _asked(run, [*seen, "unseen", "INBOX"]) or []
        unread = min([unread, *(int(one["unseen"]) for one in found)])
    query = ["mailbox", "INBOX", "UNANSWERED", "UNDELETED"]
    waiting = _asked(run, ["fetch", "-u", mailbox, "date.received.unixtime", *query]) or []
    times = [int(one["date.received.unixtime"]) for one in waiting]
    return {
        "messages": sum(int(one["messages"]) for one in folders),
        "size": sum(int(one["vsize"]) for one in folders),
        "inbox": inbox["messages"],
        "unread": unread,
        "unanswered": len(times),
        "oldest_unanswered": (
            datetime.fromtimestamp(min(times), ZONE).date().isoformat() if times else None
        ),
    }


def _asked(run: Run, arguments: list[str]) -> list[dict[str, str]] | None:
    command = ["doveadm", "-f", "json", *arguments]
    code, out, err = run(command)
    if is_stopped(code, err):
        return None
    if code:
        raise DovecotError(
            "Kho tài khoản đã đúng, nhưng chưa lập được số liệu bàn giao hộp thư chung "
            f"({' '.join(command)}): {err.strip()}. Hãy xem systemctl status dovecot rồi chạy lại."
        )
    found: list[dict[str, str]] = json.loads(out or "[]")
    return found
