"""The last answer about a roster, for as long as nothing changes that it follows from.

Every playbook begins with reading and checking the roster: of ten thousand people half a second,
most of it for importing and running the checks. One answer is kept, in the folder of the caches,
with a digest of the roster's files, the office's file, the code, and the question. It is used only
where all of them are the same, byte for byte, so it says what would be computed. It is trusted like
the code that lies beside it, and it can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

from congvu.atomic import replace_files
from congvu.places import OFFICE_FILE, PROJECT
from congvu.roster.cache import default_folder

_FILE = "accounts.json"
_CODE = PROJECT / "congvu"
# Each library leaves a folder here that is named after it and its version.
_LIBRARIES = Path(yaml.__file__).resolve().parent.parent


def key_of(roster: Path, *asked: object) -> str:
    """Return a digest of all that an answer about a roster follows from.

    Args:
        roster: its folder.
        asked: the question: the day, and what else it depends on.

    Raises:
        OSError: a file can't be read.
    """
    digest = blake2b(digest_size=32)
    libraries = sorted(file.name for file in _LIBRARIES.glob("*.dist-info"))
    digest.update(json.dumps([str(roster), sys.version, libraries, *map(str, asked)]).encode())
    for file in (OFFICE_FILE, *_files(roster), *_files(_CODE)):
        content = file.read_bytes()
        digest.update(f"{file}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, hidden ones too, but what Python leaves there."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(parent, name) for name in sorted(names))


def recall(key: str) -> Any | None:
    """Return the answer that was kept under this key; None if there is none."""
    folder = default_folder()
    if folder is None:
        return None
    try:
        head, _, text = (folder / _FILE).read_text(encoding="utf-8").partition("\n")
        return json.loads(text) if head == _head(key, text) else None
    except (OSError, ValueError):
        return None


def remember(key: str, answer: Any) -> None:
    """Keep an answer in place of the last one. If that fails, it is computed again next time."""
    folder = default_folder()
    if folder is None:
        return
    text = json.dumps(answer, ensure_ascii=False)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        # Names and addresses: for oneself alone. What a power cut spoils is seen by its head.
        replace_files({folder / _FILE: f"{_head(key, text)}\n{text}".encode()}, mode=0o600)


def _head(key: str, text: str) -> str:
    return f"{key} {blake2b(text.encode(), digest_size=32).hexdigest()}"
