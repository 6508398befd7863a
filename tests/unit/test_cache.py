"""The cache of parsed YAML: a wrong or broken cache file is never used."""

import json
import sqlite3

import pytest
from rosters import person, unit, write_unit

from congvu.roster import cache as cache_module
from congvu.roster import yaml_text
from congvu.roster.load import RosterReader
from congvu.sqlite_file import opened


@pytest.fixture
def folder(tmp_path):
    roster = tmp_path / "roster"
    roster.mkdir()
    write_unit(roster, unit(staff=[person("ts-1", "Nguyễn Văn An")]))
    return roster


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch):
    """The files that YAML had to read."""
    files = []
    parse = yaml_text.parse
    monkeypatch.setattr(
        yaml_text, "parse", lambda file, text: files.append(file.name) or parse(file, text)
    )
    return files


def read(folder, cache):
    roster, findings = RosterReader(cache).read(folder)
    return roster.units, findings


def the_file(cache):
    [file] = cache.glob("roster-*.sqlite")
    return file


def test_an_unchanged_file_is_parsed_once_and_read_the_same(folder, cache, parsed):
    first = read(folder, cache)
    assert read(folder, cache) == first
    assert parsed == ["phong-noi-vu.yml"]
    assert first[0][0].file == folder / "phong-noi-vu.yml"


def test_a_changed_file_is_parsed_again(folder, cache, parsed):
    read(folder, cache)
    write_unit(folder, unit("phong-y-te", "Phòng Y tế"))
    assert len(read(folder, cache)[0]) == 2
    assert parsed == ["phong-noi-vu.yml", "phong-y-te.yml"]


def test_a_file_with_a_finding_is_never_remembered(folder, cache, parsed):
    file = folder / "phong-noi-vu.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder, cache) == read(folder, cache)
    assert len(parsed) == 2
    assert [finding.code for finding in read(folder, cache)[1]] == ["windows-line-ends"]


def test_two_files_of_equal_content_keep_their_own_places(folder, cache):
    (folder / "ban-sao.yml").write_bytes((folder / "phong-noi-vu.yml").read_bytes())
    units, _ = read(folder, cache)
    assert sorted(unit.file.name for unit in units) == ["ban-sao.yml", "phong-noi-vu.yml"]


def test_a_spoilt_cache_is_as_none(folder, cache, parsed):
    good = read(folder, cache)
    the_file(cache).write_bytes(b"spoilt" * 1000)
    assert read(folder, cache) == good
    assert read(folder, cache) == good
    assert len(parsed) >= 2


def test_what_the_cache_says_is_still_validated(folder, cache):
    read(folder, cache)
    with sqlite3.connect(the_file(cache)) as connection:
        connection.execute("UPDATE files SET value = ?", (json.dumps({"id": "x", "kind": "y"}),))
    units, findings = read(folder, cache)
    assert not units
    assert {finding.code for finding in findings} == {"missing-field", "unknown-value"}


def test_another_version_reads_nothing_of_it(folder, cache, parsed, monkeypatch):
    read(folder, cache)
    old = the_file(cache)
    monkeypatch.setattr(cache_module, "version", lambda: "0" * 32)
    read(folder, cache)
    assert len(parsed) == 2
    assert the_file(cache) != old


def test_without_a_place_for_it_everything_works(folder, tmp_path, parsed):
    (tmp_path / "file").write_text("x")
    assert read(folder, tmp_path / "file") == read(folder, None)
    assert len(parsed) == 2


def test_a_file_that_another_process_writes_stays(tmp_path):
    file = tmp_path / "cache.sqlite"
    table = "kept (key BLOB PRIMARY KEY)"
    other = opened(file, table, timeout=0)
    other.execute("INSERT INTO kept VALUES ('a')")
    other.commit()
    other.execute("BEGIN EXCLUSIVE")
    assert opened(file, table, timeout=0) is None
    other.rollback()
    other.close()
    assert opened(file, table, timeout=0).execute("SELECT key FROM kept").fetchall() == [("a",)]


def test_a_file_that_is_no_cache_is_dropped(tmp_path):
    file = tmp_path / "folder" / "cache.sqlite"
    file.parent.mkdir()
    file.write_text("no database, but more than a header of hundred bytes " * 9)
    assert opened(file, "kept (key BLOB)", timeout=0) is None
    assert opened(file, "kept (key BLOB)", timeout=0) is not None
