"""What the files of `mail_tables` were made from, so that files which are right are not made anew.

Beside them stands a record: a digest of all that they follow from, and of each file. Where both are
as they were, nothing is to do; where anything is not (another account, a file that a hand changed,
another version of this code), the files are made and compared.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from ansible.module_utils import mail_tables
from ansible.module_utils.atomic import replace_file

RECORD = "made.json"
# Of the store, what the files don't follow from, and what differs each day or run.
_BESIDE = ("effects", "orders", "wanted")


def source(connection: sqlite3.Connection, office: Mapping[str, str]) -> str:
    """Return a digest of all that the files follow from: rows, the office, this very code.

    Args:
        connection: the accounts store.
        office: what the account page shows of the office.
    """
    parts = [sys.version, sqlite3.sqlite_version, json.dumps(sorted(office.items()))]
    parts += _code()
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    parts += [_rows(connection, table) for (table,) in tables.fetchall() if table not in _BESIDE]
    return _digest("".join(_digest(part.encode()) for part in parts).encode())


def _code() -> list[str]:
    """Return the source of `mail_tables`, and of all of ours that it uses."""
    values = vars(mail_tables).values()
    used = {getattr(value, "__module__", "") for value in values}
    used |= {value.__name__ for value in values if isinstance(value, ModuleType)}
    ours = [__name__, *sorted(name for name in used if name.startswith(f"{__package__}."))]
    # On its way through Ansible the code lies in an archive, not in files.
    return [sys.modules[name].__loader__.get_source(name) for name in ours]


def _rows(connection: sqlite3.Connection, table: str) -> str:
    """Return a whole table as one text; SQLite writes it in a tenth of the time that rows take."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    query = f"SELECT group_concat(json_array({', '.join(columns)})) FROM {table}"
    return connection.execute(query).fetchone()[0] or ""


def stand(folder: Path, made_from: str) -> bool:
    """Tell whether the files are those that were made from this source, untouched since.

    Args:
        folder: where they stand.
        made_from: from `source`.
    """
    try:
        known = json.loads((folder / RECORD).read_bytes())
        # Something hidden is what a killed run left, and goes with the next making.
        if known["source"] != made_from or any(folder.glob(".*")):
            return False
        return known["files"] == {
            name: _digest((folder / name).read_bytes())
            for name in mail_tables.NAMES
            if mail_tables.has_rights(folder / name)
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False


def record(folder: Path, made_from: str, contents: Mapping[str, bytes]) -> None:
    """Write down what the files were made from, once they all stand.

    Args:
        folder: where they stand.
        made_from: from `source`.
        contents: their contents by name.
    """
    for left in folder.glob(f".{RECORD}.*"):
        left.unlink()
    files = {name: _digest(content) for name, content in contents.items()}
    text = json.dumps({"source": made_from, "files": files}).encode()
    replace_file(folder / RECORD, text, 0o600)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32).hexdigest()
