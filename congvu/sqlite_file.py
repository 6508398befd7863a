"""Files of caches: there as long as all goes well, and otherwise as if there were none."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def opened(file: Path, table: str, timeout: float) -> sqlite3.Connection | None:
    """Open a cache's file, or begin it; None where that can't be.

    A file that is none of SQLite's is dropped: the next run begins a new one.

    Args:
        file: where it stands; its folder is made.
        table: the table that it has, as ``CREATE TABLE`` wants it.
        timeout: seconds to wait while another process writes to it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=timeout)
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    except (OSError, sqlite3.OperationalError):
        # It can't be reached, or another process has it for longer than we wait.
        return None
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        return None
    return connection
