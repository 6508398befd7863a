"""The register's file: reading what was written, and files that were edited by hand."""

from datetime import date

import pytest

from congvu.register.file import HEADER, dump, load, write
from congvu.register.model import Entry, Register

ENTRIES = Register(
    [
        Entry("annv", "ts-0101", "main", "general", date(2015, 8, 1)),
        Entry("vanthu-tayphu", "ubnd-xa/van-thu", "main", "section", date(2015, 7, 16)),
        Entry("tienntt", "ts-2", "former", "general", date(2015, 8, 1), date(2027, 6, 15)),
        # Words that other YAML parsers read as a boolean, null or a number.
        Entry("no", "ts-3", "reserved", "general", date(2016, 1, 1)),
        Entry("null", "ts-4", "reserved", "general", date(2016, 1, 1)),
        Entry("1e3", "ts-5", "reserved", "general", date(2016, 1, 1)),
    ]
)


def test_what_is_written_is_read_back(tmp_path):
    file = tmp_path / "addresses.yml"
    assert write(ENTRIES, file)
    assert not write(ENTRIES, file)
    assert load(file) == (ENTRIES, [])


def test_other_yaml_of_the_same_meaning_is_the_same_register(tmp_path):
    file = tmp_path / "addresses.yml"
    file.write_text(dump(ENTRIES).replace("{holder", "{ holder").replace(HEADER, ""))
    register, [finding] = load(file)
    assert register == ENTRIES
    assert (finding.code, finding.line) == ("register-edited", 1)


def test_a_missing_file_is_an_empty_register(tmp_path):
    assert load(tmp_path / "addresses.yml") == (Register(), [])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("state: main", "state: chinh", "register-form"),
        ("since: 2015-08-01}", "since: 2015-08-32}", "register-form"),
        ("holder: ts-0101, ", "", "register-form"),
        ("annv:", "An V:", "register-form"),
        ("vanthu-tayphu:", "annv:", "duplicate-key"),
        ("rule: general", "rule: general, note: x", "register-form"),
        (": {", ": [", "yaml-syntax"),
    ],
)
def test_a_line_that_a_hand_broke_is_named(tmp_path, old, new, code):
    file = tmp_path / "addresses.yml"
    file.write_text(dump(ENTRIES).replace(old, new, 1))
    _, findings = load(file)
    assert [finding.code for finding in findings] == [code]
