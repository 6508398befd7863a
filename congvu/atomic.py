"""Writes several files all or none, as far as a file system allows."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace_files(contents: Mapping[Path, bytes], mode: int = 0o644) -> None:
    """Replace or make files: all are first written under temporary names and then renamed.

    If one can't be renamed, the files that were replaced get their old content back.

    Args:
        contents: the new content of each file.
        mode: rights of a file that is new; nobody else ever has more while it is written.

    Raises:
        OSError: a file can't be written; no file has changed.
    """
    written: dict[Path, Path] = {}
    replaced: dict[Path, bytes | None] = {}
    try:
        for file, content in contents.items():
            written[file] = _beside(file, content, mode)
        for file, temporary in written.items():
            kept = file.read_bytes() if file.exists() else None
            temporary.replace(file)
            replaced[file] = kept
    except BaseException:
        for file, old in replaced.items():
            if old is None:
                file.unlink(missing_ok=True)
            else:
                _beside(file, old, mode).replace(file)
        raise
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)


def _beside(file: Path, content: bytes, mode: int) -> Path:
    """Write a hidden file in the folder of another, with the same rights, and return it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(file.stat().st_mode & 0o777 if file.exists() else mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
