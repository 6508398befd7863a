"""Makes a ``.br`` (RFC 7932) and a ``.gz`` (RFC 1952) of every text file, for nginx.

Compressed files are cached by content, since most files do not change from day to day. Several
processes make the others.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import brotli

from congvu.processes import in_processes
from directory_site.cache import Cache, key_of

# The compressed types of files. Pictures, fonts and PDF are compressed already.
TEXTS = frozenset(
    [".bin", ".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".vcf", ".webmanifest",
     ".xml"]
)  # fmt: skip
# Smaller files fit into one packet anyway, and ten thousand cards would make too many files.
LEAST_BYTES = 1024
# Every visitor loads these first, so they get a high level of brotli, which is 30 times slower. The
# highest level takes twice as long, and made the index larger.
_EVERY_VISIT = frozenset([".bin", ".css", ".js", ".webmanifest"])
_BEST, _FAST = 10, 7
# The levels of gzip. The last three levels save two per cent and take twice the time.
_GZIP = {_BEST: 9, _FAST: 6}
# In a site below this total size every file gets the best level, which takes a second or two.
_SMALL_SITE = 4_000_000
_LIBRARIES = f"{version('brotli')} {zlib.ZLIB_RUNTIME_VERSION}"


class _Work(NamedTuple):
    """One file to compress: its path, the quality, and the cache key."""

    file: Path
    quality: int
    key: bytes


def compressed(site: Path, cache: Cache) -> dict[Path, bytes]:
    """Return the compressed forms of a site's texts, by their paths."""
    found: dict[Path, bytes] = {}
    texts = {file: file.read_bytes() for file in _texts(site)}
    in_all = sum(map(len, texts.values()))
    missing: list[_Work] = []
    size = 0
    for file, content in texts.items():
        best = in_all <= _SMALL_SITE or file.suffix in _EVERY_VISIT
        quality = _BEST if best else _FAST
        key = key_of("compress", _LIBRARIES, f"{quality} {_GZIP[quality]}", content)
        packed = cache.get(key)
        if packed is None:
            missing.append(_Work(file, quality, key))
            size += len(content)
        else:
            found |= _forms(file, packed)
    missing.sort(key=lambda work: -work.file.stat().st_size)
    done = in_processes(_compressed, missing, size)
    for work, packed in zip(missing, done, strict=True):
        cache.put(work.key, packed)
        found |= _forms(work.file, packed)
    return found


def _texts(site: Path) -> Iterator[Path]:
    for file in sorted(site.rglob("*")):
        if file.suffix in TEXTS and file.stat().st_size >= LEAST_BYTES:
            yield file


def _compressed(work: _Work) -> bytes:
    """Return both forms, after the length of the first."""
    content = work.file.read_bytes()
    br: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=work.quality)
    return len(br).to_bytes(8, "big") + br + gzip.compress(content, _GZIP[work.quality], mtime=0)


def _forms(file: Path, packed: bytes) -> dict[Path, bytes]:
    end = 8 + int.from_bytes(packed[:8], "big")
    return {
        file.with_name(f"{file.name}.br"): packed[8:end],
        file.with_name(f"{file.name}.gz"): packed[end:],
    }
