"""Packs a site into one file for upload; the same content gives the same bytes."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from pathlib import Path

# The last file of an archive: a release that holds it was unpacked to the end.
COMPLETE = ".complete"
# Seconds from 1970 to 2001: tar complains about files from the future.
_NO_FUTURE = 1_000_000_000
# Half of an archive is compressed already; more effort gains nothing.
_LEVEL = 1


def pack(site: Path, archive: Path) -> None:
    """Pack a site's files, in order, owned by root, compressed with gzip; `COMPLETE` comes last.

    nginx makes its ETag of a file's time and size. The time is therefore taken from the content:
    a page that changes without growing must not pass for the one that a browser has.
    """
    with (
        archive.open("wb") as stream,
        gzip.GzipFile("", "wb", _LEVEL, stream, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for file in sorted(site.rglob("*")):
            entry = tarfile.TarInfo(str(file.relative_to(site)))
            entry.uname = entry.gname = "root"
            if file.is_dir():
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(entry)
            else:
                content = file.read_bytes()
                entry.size, entry.mode = len(content), 0o644
                entry.mtime = zlib.crc32(content) % _NO_FUTURE
                tar.addfile(entry, io.BytesIO(content))
        tar.addfile(tarfile.TarInfo(COMPLETE))
