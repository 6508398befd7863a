"""The answer about a roster that is kept is used only while it is the right one."""

import json
import shutil

import pytest
from rosters import person, unit, write_unit

from congvu import remembered
from congvu.cli.main import main
from plugins.filter import desired_accounts as the_filter

DAY = "2026-11-24"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CONGVU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "accounts.json"


@pytest.fixture
def roster(tmp_path, cache):
    folder = tmp_path / "roster"
    folder.mkdir()
    write_unit(folder, unit(staff=[person("ts-1", "Nguyễn Văn An")]))
    register(folder)
    return folder


@pytest.fixture
def computed(monkeypatch):
    """The days for which an answer was computed."""
    days = []
    compute = the_filter._computed
    monkeypatch.setattr(
        the_filter, "_computed", lambda *asked: days.append(asked[1]) or compute(*asked)
    )
    return days


def register(folder):
    assert main(["--roster", str(folder), "--date", DAY, "register"]) == 0


def report(folder, day=DAY, ahead=400):
    return the_filter.desired_accounts(str(folder), day, True, ahead)


def test_the_same_question_is_answered_once(roster, cache, computed):
    first = report(roster)
    assert json.loads(first["accounts"])[1]["address"].startswith("annv@")
    assert report(roster) == first
    assert computed == [DAY]
    assert cache.stat().st_mode & 0o777 == 0o600
    assert list(cache.parent.glob(".*")) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write_unit(folder, unit("phong-y-te", "Phòng Y tế")) and register(folder),
        lambda folder: (folder / "addresses.yml").unlink(),
        lambda folder: (folder / "addresses.yml").open("a").write("# ghi chú\n"),
        lambda folder: (folder / "phong-noi-vu.yml").open("a").write("# ghi chú\n"),
        lambda folder: (folder / "phong-noi-vu.yml").rename(folder / "noi-vu.yml"),
        lambda folder: (folder / "cũ").mkdir() or (folder / "cũ" / "a.yml").write_text(""),
    ],
)
def test_any_change_of_the_roster_is_seen(roster, computed, change):
    report(roster)
    change(roster)
    answer = report(roster)
    assert computed == [DAY, DAY]
    assert answer == the_filter._computed(str(roster), DAY, True, 400)


def test_another_day_or_time_ahead_is_another_question(roster, computed):
    for day, ahead in ((DAY, 400), ("2026-11-25", 400), ("2026-11-25", 0)):
        report(roster, day, ahead)
    assert computed == [DAY, "2026-11-25", "2026-11-25"]


def test_the_same_roster_elsewhere_is_another_one(roster, computed, tmp_path):
    report(roster)
    report(shutil.copytree(roster, tmp_path / "other"))
    assert len(computed) == 2


@pytest.mark.parametrize("what", ["OFFICE_FILE", "_CODE", "_LIBRARIES"])
def test_office_code_and_libraries_count(roster, monkeypatch, tmp_path, what):
    before = remembered.key_of(roster)
    old = getattr(remembered, what)
    copy = tmp_path / old.name
    if what == "OFFICE_FILE":
        copy.write_bytes(old.read_bytes() + b"\n")
    else:
        copy.mkdir()
        (copy / "new-2.0.dist-info").mkdir()
        (copy / "new.py").write_text("")
    monkeypatch.setattr(remembered, what, copy)
    assert remembered.key_of(roster) != before


def test_a_roster_with_an_error_is_looked_at_each_time(roster, cache, computed):
    write_unit(roster, unit(staff=[person("ts-1", "Nguyễn Văn An"), person("ts-1", "Lê Bình")]))
    assert report(roster)["findings"] == report(roster)["findings"] != []
    assert len(computed) == 2
    assert not cache.exists()


def test_what_changes_while_it_is_read_is_not_kept(roster, cache, monkeypatch):
    compute = the_filter._computed

    def disturbed(*asked):
        found = compute(*asked)
        (roster / "phong-noi-vu.yml").open("a").write("# ghi chú\n")
        return found

    monkeypatch.setattr(the_filter, "_computed", disturbed)
    report(roster)
    assert not cache.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b"\xff" * 100),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-9]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"annv@", b"kevv@")),
        lambda file: file.unlink() or file.mkdir(),
    ],
)
def test_a_spoilt_answer_is_as_none(roster, cache, computed, spoil):
    good = report(roster)
    spoil(cache)
    assert report(roster) == good
    assert len(computed) == 2
    assert list(cache.parent.glob(".accounts*")) == []


def test_without_a_folder_nothing_is_kept(roster, computed, monkeypatch):
    monkeypatch.setenv("CONGVU_CACHE", "")
    assert report(roster) == report(roster)
    assert len(computed) == 2


def test_a_missing_roster_is_a_finding(tmp_path, cache):
    assert "danh sách" in report(tmp_path / "nowhere")["findings"][0]
