"""Constant databases: every key is found by the way that readers look it up, nothing else is."""

import struct

import pytest
from ansible.module_utils.cdb import constant_database


def lookup(data, key):
    """Find a key as cr.yp.to/cdb/cdb.txt says."""
    hash_ = 5381
    for byte in key:
        hash_ = ((hash_ << 5) + hash_ & 0xFFFFFFFF) ^ byte
    position, slots = struct.unpack_from("<II", data, 8 * (hash_ & 255))
    for turn in range(slots):
        slot = position + 8 * (((hash_ >> 8) + turn) % slots)
        found, at = struct.unpack_from("<II", data, slot)
        if not at:
            return None
        if found == hash_:
            length, size = struct.unpack_from("<II", data, at)
            if data[at + 8 : at + 8 + length] == key:
                return data[at + 8 + length : at + 8 + length + size]
    return None


@pytest.mark.parametrize("count", [0, 1, 2, 300, 5000])
def test_every_key_is_found_and_nothing_else(count):
    rows = [(f"a{number}@x.vn", f"ts-{number}") for number in range(count)]
    data = constant_database(rows)
    for key, value in rows:
        assert lookup(data, key.encode()) == value.encode()
    assert lookup(data, b"khongco@x.vn") is None
    # The header's 256 tables, each slot eight bytes, two slots a row.
    assert len(data) == 2048 + sum(8 + len(k) + len(v) + 16 for k, v in rows)


def test_the_same_rows_are_the_same_bytes():
    rows = [("a@x.vn", "ts-1"), ("b@x.vn", "ts-2")]
    assert constant_database(rows) == constant_database(rows)
