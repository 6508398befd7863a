"""Letters with first passwords: who waits for one, and the encrypted file of those of one run.

A file stands complete under its final name before the store refers to it; a file that the store
does not know is what a killed run left, and goes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ansible.module_utils.atomic import replace_file
from ansible.module_utils.first_passwords import new_password, password_hashes, sealed


@dataclass(frozen=True)
class Letter:
    """A letter that is to be written, as far as the store knows it."""

    account: str
    name: str
    unit: str
    unit_id: str
    address: str
    letter: int


def due(connection: sqlite3.Connection) -> list[Letter]:
    """Return the letters of all people who may log in and have none under their number."""
    rows = connection.execute(
        "SELECT a.id, a.name, a.unit, a.unit_id, r.address, a.letter FROM accounts a "
        "JOIN addresses r ON r.account = a.id AND r.state = 'main' "
        "WHERE a.kind = 'person' AND a.state = 'active' AND a.first_password IS NULL ORDER BY a.id"
    )
    return [Letter(*row) for row in rows]


def issue(
    connection: sqlite3.Connection,
    letters: Sequence[Letter],
    folder: Path,
    office: Mapping[str, str],
    sealing: tuple[Sequence[str], str],
) -> Path:
    """Make passwords, keep their hashes, and write the file, inside the caller's transaction.

    Args:
        connection: the store.
        letters: from `due`.
        folder: where files of letters lie; it is made.
        office: its `name` and the account page's address, `page`.
        sealing: the office's age keys, and the last ISO day on which the passwords are good.

    Returns:
        The file; whoever does not commit removes it.

    Raises:
        LettersError: the letters can't be encrypted.
    """
    recipients, expires = sealing
    passwords = [new_password() for _ in letters]
    connection.executemany(
        "UPDATE accounts SET first_password = ?, first_expires = ? WHERE id = ?",
        (
            (digest, expires, letter.account)
            for digest, letter in zip(password_hashes(passwords), letters, strict=True)
        ),
    )
    more = {"expires": expires, "page": office.get("page", ""), "office": office.get("name", "")}
    content = sealed(
        (
            {**asdict(letter), "password": password, **more}
            for letter, password in zip(letters, passwords, strict=True)
        ),
        recipients,
    )
    serial = connection.execute("INSERT INTO letters (expires) VALUES (?)", (expires,)).lastrowid
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{serial}.age"
    replace_file(file, content, 0o600)
    return file


def forget_expired(connection: sqlite3.Connection, today: str) -> None:
    """Forget files whose passwords are good no more; `sweep` removes them."""
    connection.execute("DELETE FROM letters WHERE expires < ?", (today,))


def sweep(connection: sqlite3.Connection, folder: Path, *, dry: bool) -> list[str]:
    """Remove what the store does not know; return the names."""
    known = {f"{serial}.age" for (serial,) in connection.execute("SELECT serial FROM letters")}
    strange = [file for file in sorted(folder.glob("*")) if file.name not in known]
    strange += sorted(folder.glob(".*.age.*"))
    if not dry:
        for file in strange:
            file.unlink(missing_ok=True)
    return [file.name for file in strange]
