"""What YAML said about files that have been read before, keyed by their bytes.

Only files without any finding go in, and only as JSON: the model still validates every value, so
a spoilt cache can't run code or bring in what the model refuses. It is safe to delete at any
time, and a reader of another version never looks into it.
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

from congvu.office import PROJECT
from congvu.sqlite_file import opened

# Past it the cache starts anew; a district's roster needs one MB for 5,000 people.
MAX_BYTES = 128 * 1024 * 1024
_HERE = Path(__file__).resolve().parent
# Whatever decides what a file's bytes mean.
_READERS = (_HERE / "yaml_text.py", _HERE / "file_checks.py", _HERE.parent / "legacy_text.py",
            _HERE.parent / "text_gate.py", Path(__file__).resolve())  # fmt: skip


def digest(data: bytes) -> bytes:
    """Return the key of a file's content."""
    return blake2b(data, digest_size=32).digest()


@cache
def version() -> str:
    """Return a key of the reader itself: its code, and the versions of what it stands on."""
    code = blake2b(digest_size=16)
    for file in _READERS:
        code.update(file.read_bytes())
    code.update(f"{platform.python_version()} {yaml.__version__}".encode())
    return code.hexdigest()


def default_folder() -> Path | None:
    """Return where the cache stands: ``CONGVU_CACHE``, none where that is set to nothing."""
    named = os.environ.get("CONGVU_CACHE")
    if named is None:
        return PROJECT / ".cache"
    return Path(named) if named else None


class YamlCache:
    """The cache for one run; whatever goes wrong with it, it is as if there were none."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / f"roster-{version()}.sqlite" if folder else None
        self._new: list[tuple[bytes, str]] = []
        self._connection = self._open()

    def get(self, key: bytes) -> Any | None:
        """Return the values of a file of this content, None where it is not known."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value FROM files WHERE key = ?", (key,))
            found = row.fetchone()
            return json.loads(found[0]) if found else None
        except (sqlite3.Error, ValueError, RecursionError):
            return None

    def put(self, key: bytes, value: Any) -> None:
        """Remember the values of a clean file; written by `close`."""
        if self._connection is not None:
            self._new.append((key, json.dumps(value, ensure_ascii=False)))

    def close(self) -> None:
        """Write what is new."""
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
