"""Work in several processes: the same results as in one, and one where forking is unsafe."""

import os
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from rosters import person, unit, write_unit

from congvu import processes
from congvu.processes import in_processes
from congvu.roster.load import RosterReader


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


def who(item):
    return item, os.getpid()


def done_by():
    """Return which process works on an item that is large enough for several processes."""
    [(item, pid)] = in_processes(who, ["a"], 10**9)
    assert item == "a"
    return pid


def test_much_is_done_by_other_processes_and_little_by_this_one():
    assert done_by() != os.getpid()
    assert list(in_processes(who, "ab", 10)) == [("a", os.getpid()), ("b", os.getpid())]
    assert [item for item, _ in in_processes(who, range(50), 10**9)] == list(range(50))


def test_where_other_threads_run_nothing_is_forked():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(done_by).result() == os.getpid()


def test_who_was_forked_forks_nobody():
    receiver, sender = get_context("fork").Pipe(duplex=False)
    child = get_context("fork").Process(target=lambda: sender.send(done_by() == os.getpid()))
    child.start()
    assert receiver.recv() is True
    child.join()


def test_a_roster_is_read_the_same_by_one_and_by_several(tmp_path, monkeypatch):
    for number in range(8):
        staff = [person(f"ts-{number}", "Nguyễn Văn An")]
        write_unit(tmp_path, unit(f"phong-{number}", f"Phòng {number}", staff=staff))
    (tmp_path / "phong-2.yml").write_text("id: phong-2\nname: [\n", "utf-8")
    (tmp_path / "phong-4.yml").write_text("id: phong-4\nid: phong-5\nname: Phòng\n", "utf-8")
    (tmp_path / "phong-6.yml").write_bytes(b"\xff\xfe")
    (tmp_path / "phong-8.yml").symlink_to(tmp_path / "phong-7.yml")
    alone = RosterReader().read(tmp_path)
    monkeypatch.setattr(processes, "_ONE_PROCESS", 0)
    assert RosterReader().read(tmp_path) == alone
    roster, findings = alone
    assert [unit.id for unit in roster.units] == [f"phong-{number}" for number in (0, 1, 3, 5, 7)]
    assert not roster.complete
    assert [finding.file.name for finding in findings if finding.severity == "error"] == sorted(
        finding.file.name for finding in findings if finding.severity == "error"
    )
    assert {finding.file.stem for finding in findings} == {f"phong-{n}" for n in (2, 4, 6, 8)}
