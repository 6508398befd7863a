"""SQLite files for caches. After any failure, the program works without the cache."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def opened(file: Path, table: str, timeout: float) -> sqlite3.Connection | None:
    """Open a cache's file, or make it; None if that fails.

    A file that is not an SQLite database is deleted, and the next run makes a new one.

    Args:
        file: its path; the folder is made.
        table: its table, in the form of ``CREATE TABLE``.
        timeout: seconds to wait while another process writes to it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=timeout)
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    except (OSError, sqlite3.OperationalError):
        # There is no access, or another process has locked it for too long.
        return None
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        return None
    return connection
