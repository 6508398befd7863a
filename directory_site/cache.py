"""A cache of build results: HTML of Markdown, compressed files, results of checks.

A key is made of everything that its value depends on, including the code's version. So a cached
value has the same bytes as a new one; the tests build with and without the cache. It can be deleted
at any time. It is trusted like the code, and is in the same folder as the roster's cache
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

# Above this size the values that were unused for the longest time are deleted. 30,000 people need
# about 30 MB.
MAX_BYTES = 192 * 1024 * 1024
_FILE = "directory-1.sqlite"
_TABLE = "kept (key BLOB PRIMARY KEY, used INTEGER, value BLOB)"
_CODE = frozenset([".py", ".typ", ".woff2"])


def key_of(*parts: bytes | str) -> bytes:
    """Return the key of a value that depends only on these parts."""
    digest = blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def code_version(*files: Path | str, libraries: str = "") -> str:
    """Return a key of code, made of the files' content and the versions of libraries."""
    return key_of(*(Path(file).read_bytes() for file in files), libraries).hex()


@lru_cache(maxsize=1)
def project_version() -> str:
    """Return a key of all code of the project, for values that depend on many of its parts.

    It includes the template and the font of the printed list.
    """
    folder = Path(__file__).resolve().parent
    files = (*folder.rglob("*"), *(folder.parent / "congvu").rglob("*"))
    return code_version(*sorted(file for file in files if file.suffix in _CODE))


class Cache:
    """The cache for one run. If anything fails, it behaves like an empty cache.

    Args:
        folder: its folder, by default that of ``CONGVU_CACHE``; no cache if that is empty.
        max_bytes: its maximum size.
    """

    def __init__(self, folder: Path | None = None, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        folder = folder or default_folder()
        self._connection = opened(folder / _FILE, _TABLE, timeout=5) if folder else None

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key, None if there is none."""
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
        """Add a value. `close` writes it."""
        self._new[key] = value

    def kept(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return the value of a key, or else make the value and add it."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def close(self) -> None:
        """Write new values. If the cache gets too large, delete those that were unused longest."""
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
