"""What was made of bytes that have been seen before: HTML of Markdown, compressed files, checks.

A key names everything that its value depends on, the code's version too; a hit therefore gives
the bytes that would be made anew, and the tests build with and without it. Safe to delete at any
time. It is as much trusted as the code beside it, and stands where the roster's cache does
(`congvu.roster.cache`).
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from congvu.roster.cache import default_folder
from congvu.sqlite_file import opened

# Above it, what was not used for longest is deleted; 30,000 people need about 30 MB.
MAX_BYTES = 192 * 1024 * 1024
_FILE = "directory-1.sqlite"
_TABLE = "kept (key BLOB PRIMARY KEY, used INTEGER, value BLOB)"
_CODE = frozenset([".py", ".typ", ".woff2"])


def key_of(*parts: bytes | str) -> bytes:
    """Return the key of a value that depends on these parts and nothing else."""
    digest = blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def code_version(*files: Path | str, libraries: str = "") -> str:
    """Return a key of code: what stands in the files, and the versions of what they stand on."""
    return key_of(*(Path(file).read_bytes() for file in files), libraries).hex()


@lru_cache(maxsize=1)
def project_version() -> str:
    """Return a key of all of the project's own code, for what much of it has a part in.

    The printed list's template and font are part of it.
    """
    folder = Path(__file__).resolve().parent
    files = (*folder.rglob("*"), *(folder.parent / "congvu").rglob("*.py"))
    return code_version(*sorted(file for file in files if file.suffix in _CODE))


class Cache:
    """The cache for one run; whatever goes wrong with it, it is as if there were none.

    Args:
        folder: where it stands, by default where ``CONGVU_CACHE`` says; none where that is empty.
        max_bytes: how much it may hold.
    """

    def __init__(self, folder: Path | None = None, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        folder = folder or default_folder()
        self._connection = opened(folder / _FILE, _TABLE, timeout=5) if folder else None

    def get(self, key: bytes) -> bytes | None:
        """Return what was kept under a key, None where nothing was."""
        if key in self._new:
            return self._new[key]
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value FROM kept WHERE key = ?", (key,))
            found = row.fetchone()
        except sqlite3.Error:
            return None
        if found is None:
            return None
        self._used.add(key)
        return bytes(found[0])

    def put(self, key: bytes, value: bytes) -> None:
        """Remember a value; written by `close`."""
        self._new[key] = value

    def kept(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return what was kept under a key, or else make it and keep it."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def close(self) -> None:
        """Write what is new, and drop what was not used for longest where it gets too much."""
        if self._connection is None:
            return
        now = int(time.time())
        with contextlib.suppress(sqlite3.Error), self._connection as connection:
            connection.executemany(
                "UPDATE kept SET used = ? WHERE key = ?", ((now, key) for key in self._used)
            )
            connection.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
                ((key, now, value) for key, value in self._new.items()),
            )
            self._make_room(connection)
        self._connection.close()
        self._connection = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_room(self, connection: sqlite3.Connection) -> None:
        sizes = connection.execute("SELECT rowid, length(value) FROM kept ORDER BY used DESC, key")
        held, gone = 0, []
        for row, size in sizes:
            held += size
            if held > self._max_bytes:
                gone.append((row,))
        connection.executemany("DELETE FROM kept WHERE rowid = ?", gone)
