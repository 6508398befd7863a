"""Packs a site into one file for upload; the same content gives the same bytes.

A gzip file is a sequence of members (RFC 1952, section 2.2). So the compressed form of a text from
`compress` is used as its member, and other files are compressed already. Compressing 50 MB again
would take longer than all other steps for an unchanged site.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

# The last file of an archive. A release with this file was unpacked completely.
COMPLETE = ".complete"
# Seconds from 1970 to 2001: tar complains about files from the future.
_NO_FUTURE = 1_000_000_000
# Not compressed, since other files are compressed already or small.
_STORED = 0


def pack(site: Path, beside: Mapping[Path, bytes], archive: Path) -> None:
    """Pack a site's files, in order, owned by root, compressed with gzip; `COMPLETE` comes last.

    nginx makes its ETag of a file's time and size. So the time is made from the content. Otherwise
    a browser would keep an old page if the new one has the same size.

    Args:
        site: the folder to pack.
        beside: more files, by their paths in that folder (`compress.compressed`).
        archive: the file to write.
    """
    with archive.open("wb") as stream:
        stream.writelines(_members(site, beside))


def _members(site: Path, beside: Mapping[Path, bytes]) -> Iterator[bytes]:
    """Yield gzip members, which unpack to a tar file."""
    waiting = b""  # small parts are put into one member
    for file in sorted({*site.rglob("*"), *beside}):
        entry = tarfile.TarInfo(str(file.relative_to(site)))
        entry.uname = entry.gname = "root"
        if file not in beside and file.is_dir():
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            waiting += _header(entry)
            continue
        content = beside[file] if file in beside else file.read_bytes()
        entry.size, entry.mode = len(content), 0o644
        entry.mtime = zlib.crc32(content) % _NO_FUTURE
        waiting += _header(entry)
        packed = beside.get(file.with_name(f"{file.name}.gz"))
        if packed is not None:
            yield _packed(waiting)
            yield packed
            waiting = b""
        else:
            waiting += content
        waiting += bytes(-len(content) % tarfile.BLOCKSIZE)
    end = bytes(2 * tarfile.BLOCKSIZE)
    yield _packed(waiting + _header(tarfile.TarInfo(COMPLETE)) + end)


def _header(entry: tarfile.TarInfo) -> bytes:
    return entry.tobuf(tarfile.PAX_FORMAT)


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, _STORED, mtime=0)
