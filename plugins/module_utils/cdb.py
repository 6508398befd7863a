"""Writes D. J. Bernstein's constant databases (cr.yp.to/cdb/cdb.txt), which Postfix reads.

By ourselves, since Postfix's own program says neither what such a file holds nor whether it is
still right, and flushes nothing to the disk: here the same rows are always the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache

_TABLES = 256
_HEADER = 8 * _TABLES
_START = 5381


def constant_database(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return a database file that finds each value by its key.

    Args:
        rows: (key, value), each key once.
    """
    records = bytearray()
    slots: list[list[tuple[int, int]]] = [[] for _ in range(_TABLES)]
    for key, value in rows:
        name, data = key.encode(), value.encode()
        hash_ = _hash(name)
        slots[hash_ % _TABLES].append((hash_, _HEADER + len(records)))
        records += struct.pack("<II", len(name), len(data)) + name + data
    header, tables = bytearray(), bytearray()
    for found in slots:
        size = 2 * len(found)
        header += struct.pack("<II", _HEADER + len(records) + len(tables), size)
        table = [(0, 0)] * size
        for hash_, position in found:
            place = hash_ // _TABLES % size
            # Position 0 is the header: an empty slot.
            while table[place][1]:
                place = (place + 1) % size
            table[place] = (hash_, position)
        for entry in table:
            tables += struct.pack("<II", *entry)
    return bytes(header + records + tables)


@cache  # most keys stand in two files
def _hash(key: bytes) -> int:
    value = _START
    for byte in key:
        value = (value * 33 & 0xFFFFFFFF) ^ byte
    return value
