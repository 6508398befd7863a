"""Writes files all or nothing, as far as a file system can.

`plugins/module_utils` links here, so it needs nothing but Python.
"""

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
            written[file] = _beside(file, content, _mode_of(file, mode))
        for file, temporary in written.items():
            kept = file.read_bytes() if file.exists() else None
            temporary.replace(file)
            replaced[file] = kept
    except BaseException:
        for file, old in replaced.items():
            if old is None:
                file.unlink(missing_ok=True)
            else:
                _beside(file, old, _mode_of(file, mode)).replace(file)
        raise
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)


def replace_file(file: Path, content: bytes, mode: int, group: int = -1) -> None:
    """Replace one file, or make it, so that it is there after a power cut too.

    Args:
        file: the file.
        content: its new content.
        mode: its rights; nobody else can read it while it is written.
        group: number of its group, -1 for one's own.

    Raises:
        OSError: it can't be written; it is as it was.
    """
    _beside(file, content, mode, group).replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Flush which names a folder has, so that renamings and removals survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode_of(file: Path, mode: int) -> int:
    return file.stat().st_mode & 0o777 if file.exists() else mode


def _beside(file: Path, content: bytes, mode: int, group: int = -1) -> Path:
    """Write a hidden file in the folder of another and return it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if group != -1:
                os.fchown(handle, -1, group)
            os.fchmod(handle, mode)
            stream.flush()
            os.fsync(handle)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
