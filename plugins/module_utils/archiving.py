"""Archives of a mail host: packed when an account's time is over, brought back, deleted at last.

Each is a row of `effects` until it is done. What is packed is recorded before anything is removed;
what a killed run left is made anew or removed by the next.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ansible.module_utils.accounts_store import transaction
from ansible.module_utils.atomic import sync_folder
from ansible.module_utils.mail_archive import (
    BACK,
    KEY_SUFFIX,
    MAIL_SUFFIX,
    Archive,
    ArchiveError,
    archive,
    bring_back,
    half_done,
    remove_half_done,
    remove_mailbox,
)

# The first packs a mailbox, the second removes what is packed, the third deletes the archives.
KINDS = ("archive", "remove", "delete")
MAILBOX_MODE = 0o700
# What one effect is: its row's number, and the account.
_Row = tuple[int, str]


@dataclass(frozen=True)
class Archiving:
    """Where archives come from and go to, and when.

    Attributes:
        mail: folder that holds each account's mail.
        folder: of the archives.
        recipients: age keys of the office.
        today: the office's day.
    """

    mail: Path
    folder: Path
    recipients: Sequence[str]
    today: date


def carry_out(connection: sqlite3.Connection, places: Archiving, *, dry: bool) -> list[str]:
    """Do what is still to be done about archives; return (what, account) as words.

    What a killed run left unpacked goes first. One that fails does not keep the others from being
    done.

    Raises:
        ArchiveError: some were not done, and why; the next run tries again.
    """
    steps: dict[str, Callable[[_Row], None]] = {
        "archive": lambda row: _pack(connection, places, row),
        "remove": lambda row: _remove(connection, places, row),
        "delete": lambda row: _delete(connection, places, row),
    }
    done, complaints = _tidy(connection, places, dry=dry)
    for kind in KINDS:
        if kind == "archive" and not places.recipients:
            continue  # it waits for a run that knows the office's keys
        for row in _rows(connection, kind):
            done.append(f"{kind} {row[1]}")
            if dry:
                continue
            try:
                with transaction(connection):
                    # Another run may have done it meanwhile.
                    if _is_open(connection, kind, row):
                        steps[kind](row)
            except (ArchiveError, OSError) as error:
                complaints.append(f"{row[1]}: {error}")
    if complaints:
        raise ArchiveError("; ".join(complaints))
    return done


def _tidy(
    connection: sqlite3.Connection, places: Archiving, *, dry: bool
) -> tuple[list[str], list[str]]:
    """Remove what a killed run left beside the mailboxes; return what was done, and complaints.

    To bring mail back takes the office's key, which is not here: the next call of it begins anew.
    """
    done, complaints = [], []
    # Who brings mail back holds the lock as long as its folder is there.
    with transaction(connection):
        for account, folder in half_done(places.mail):
            done.append(f"tidy {account}")
            try:
                if not dry:
                    remove_half_done(folder)
            except OSError as error:
                complaints.append(f"{account}: {error}")
    return done, complaints


def unfinished(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what of C(KINDS) is still to be done for an account, by account."""
    return dict(
        connection.execute(
            "SELECT account, kind FROM effects WHERE kind IN (?, ?, ?) ORDER BY id", KINDS
        )
    )


def waiting(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (account, address) of accounts that are open while their old mail is archived."""
    return connection.execute(
        "SELECT DISTINCT a.id, r.address FROM archives x JOIN accounts a ON a.id = x.account "
        "JOIN addresses r ON r.account = a.id AND r.state = 'main' "
        "WHERE x.back IS NULL AND a.state IN ('active', 'suspended') ORDER BY a.id"
    ).fetchall()


def keys(connection: sqlite3.Connection, folder: Path, account: str) -> dict[str, bytes]:
    """Return the encrypted key of each archive of an account that was not brought back, by name.

    Raises:
        ArchiveError: one is missing.
    """
    found = {}
    for (name,) in _names(connection, account):
        file = folder / (name + KEY_SUFFIX)
        if not file.exists():
            raise ArchiveError(f"Không thấy khóa của bản lưu trữ: {file}.")
        found[name] = file.read_bytes()
    return found


def restore(
    connection: sqlite3.Connection,
    places: Archiving,
    account: str,
    identities: Mapping[str, str],
    merge: Callable[[str, Path], None],
) -> list[str]:
    """Bring the mail of an account back beside what came since; return the archives' names.

    What is there stays, and a message that is there already is not doubled, so that it may be done
    again after it was cut off.

    Args:
        connection: the store.
        places: where, and on which day.
        account: whose.
        identities: the archives' own keys, by name.
        merge: adds the mail of a folder to that of an account.

    Raises:
        ArchiveError: an archive can't be read; those before it are back.
    """
    done = []
    for (name,) in _names(connection, account):
        with transaction(connection):
            row = connection.execute(
                "SELECT checksum, size FROM archives WHERE name = ?", (name,)
            ).fetchone()
            archived = Archive(
                places.folder / (name + MAIL_SUFFIX), places.folder / (name + KEY_SUFFIX), *row
            )
            beside = places.mail / f"{BACK}{account}"
            bring_back(archived, identities[name], beside)
            # It was closed while it was packed.
            beside.chmod(MAILBOX_MODE)
            merge(account, beside)
            remove_mailbox(beside)
            connection.execute(
                "UPDATE archives SET back = ? WHERE name = ?", (places.today.isoformat(), name)
            )
        done.append(name)
    return done


def _rows(connection: sqlite3.Connection, kind: str) -> list[_Row]:
    return connection.execute(
        "SELECT id, account FROM effects WHERE kind = ? ORDER BY id", (kind,)
    ).fetchall()


def _is_open(connection: sqlite3.Connection, kind: str, row: _Row) -> bool:
    found = connection.execute("SELECT kind, account FROM effects WHERE id = ?", row[:1]).fetchone()
    return bool(found == (kind, row[1]))


def _names(connection: sqlite3.Connection, account: str) -> list[tuple[str]]:
    return connection.execute(
        "SELECT name FROM archives WHERE account = ? AND back IS NULL ORDER BY serial", (account,)
    ).fetchall()


def _pack(connection: sqlite3.Connection, places: Archiving, row: _Row) -> None:
    number, account = row
    mailbox = places.mail / account
    if not mailbox.exists():
        # Nobody ever wrote to it.
        connection.execute("DELETE FROM effects WHERE id = ?", (number,))
        return
    serial = connection.execute(
        "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'archives'"
    ).fetchone()[0]
    name = f"{account}-{serial}"
    with _closed(mailbox):
        made = archive(mailbox, places.folder, name, places.recipients)
    connection.execute(
        "INSERT INTO archives (account, name, checksum, size, day) VALUES (?, ?, ?, ?, ?)",
        (account, name, made.checksum, made.size, places.today.isoformat()),
    )
    connection.execute("UPDATE effects SET kind = 'remove' WHERE id = ?", (number,))


@contextlib.contextmanager
def _closed(mailbox: Path) -> Iterator[None]:
    """Keep its owner from writing to a mailbox; mail that is under way is tried again later."""
    mailbox.chmod(0)
    try:
        yield
    finally:
        mailbox.chmod(MAILBOX_MODE)


def _remove(connection: sqlite3.Connection, places: Archiving, row: _Row) -> None:
    number, account = row
    remove_mailbox(places.mail / account)
    connection.execute("DELETE FROM effects WHERE id = ?", (number,))


def _delete(connection: sqlite3.Connection, places: Archiving, row: _Row) -> None:
    number, account = row
    names = connection.execute("SELECT name FROM archives WHERE account = ?", (account,)).fetchall()
    for (name,) in names:
        for suffix in (KEY_SUFFIX, MAIL_SUFFIX):
            (places.folder / (name + suffix)).unlink(missing_ok=True)
    if places.folder.exists():
        sync_folder(places.folder)
    connection.execute("DELETE FROM archives WHERE account = ?", (account,))
    connection.execute("DELETE FROM effects WHERE id = ?", (number,))
