"""A cache of parsed YAML files, by the bytes of the files.

It has only files without findings, as JSON. The model still validates every value, so a broken
cache can't run code or add values that the model refuses. It can be deleted at any time, and other
versions of the reader do not use its entries.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sqlite3
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

from congvu.places import PROJECT
from congvu.sqlite_file import opened

# Above this size the cache is emptied. A roster of 5,000 people needs one MB.
MAX_BYTES = 128 * 1024 * 1024
_HERE = Path(__file__).resolve().parent
# The modules that turn a file's bytes into values.
_READERS = (_HERE / "yaml_text.py", _HERE / "file_checks.py", _HERE.parent / "legacy_text.py",
            _HERE.parent / "text_gate.py", Path(__file__).resolve())  # fmt: skip


def digest(data: bytes) -> bytes:
    """Return the key of a file's content."""
    return blake2b(data, digest_size=32).digest()


@cache
def version() -> str:
    """Return a key of the reader's version: its code, and the versions of its libraries."""
    code = blake2b(digest_size=16)
    for file in _READERS:
        code.update(file.read_bytes())
    code.update(f"{platform.python_version()} {yaml.__version__}".encode())
    return code.hexdigest()


def default_folder() -> Path | None:
    """Return the cache's folder, from ``CONGVU_CACHE`` if set; None if it is set to nothing."""
    named = os.environ.get("CONGVU_CACHE")
    if named is None:
        return PROJECT / ".cache"
    return Path(named) if named else None


class YamlCache:
    """The cache for one run. If anything fails, it behaves like an empty cache."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / f"roster-{version()}.sqlite" if folder else None
        self._new: list[tuple[bytes, str]] = []
        self._connection = self._open()

    def get(self, key: bytes) -> Any | None:
        """Return the values of a file with this content, None if it is not in the cache."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value FROM files WHERE key = ?", (key,))
            found = row.fetchone()
            return json.loads(found[0]) if found else None
        except (sqlite3.Error, ValueError, RecursionError):
            return None

    def put(self, key: bytes, value: Any) -> None:
        """Add the values of a file without findings. `close` writes them."""
        if self._connection is not None:
            self._new.append((key, json.dumps(value, ensure_ascii=False)))

    def close(self) -> None:
        """Write the new values."""
        if self._connection is None:
            return
        with contextlib.suppress(sqlite3.Error), self._connection:
            if self._new:
                self._write(self._connection)
        self._connection.close()
        self._connection = None

    def __enter__(self) -> YamlCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection | None:
        if self._file is None:
            return None
        if not self._file.exists():
            for old in _other_versions(self._file):
                with contextlib.suppress(OSError):
                    old.unlink(missing_ok=True)
        return opened(self._file, "files (key BLOB PRIMARY KEY, value TEXT NOT NULL)", timeout=1)

    def _write(self, connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        if pages * page_bytes > MAX_BYTES:
            connection.execute("DELETE FROM files")
        connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", self._new)


def _other_versions(file: Path) -> Iterator[Path]:
    return (other for other in file.parent.glob("roster-*.sqlite") if other != file)
