"""A run that is killed, cut off or gets no more room is finished or undone by the next."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from ansible.module_utils import mail_tables
from mail_hosts import AFTER, BEFORE, DAY, MailHost, forked, killing_at, steps

# Every run starts age, and some tar and zstd.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=["schema 1", "schema 2"])
def before(request, key, tmp_path_factory):
    """A host before the change: one that today's program never saw, and one that it set up."""
    host = MailHost.of_schema_1(tmp_path_factory.mktemp("before") / "host", key)
    if request.param == "schema 2":
        host.run(host.request(BEFORE))
        # Who was closed has no session; somebody comes to have one again.
        host.sessions.write_text('["ts-1", "ts-2", "ts-3"]')
    host.state_before = request.param
    return host


@pytest.fixture(scope="module")
def straight(before, tmp_path_factory):
    """What a run leaves that nothing disturbs."""
    host = before.copy(tmp_path_factory.mktemp("straight") / "host")
    started = time.monotonic()
    decided, _ = host.run(host.request(AFTER))
    assert decided.changed
    took = time.monotonic() - started
    state = host.state()
    assert {"ts-5", "ts-6"} <= set(state["folders"])
    # The passwords of schema 1 are void, and so is what was opened with them.
    there_before = before.state_before == "schema 2"
    assert state["sessions"] == ('["ts-1"]' if there_before else "[]")
    assert state["effects"] == []
    return state, took


def finished(host):
    """Run again, and once more to see that nothing is left to do; return the state."""
    host.run(host.request(AFTER))
    state = host.state()
    decided, followed = host.run(host.request(AFTER))
    assert not decided.changed
    assert (followed.files, followed.sessions, followed.archives) == ([], [], [])
    return state


def ended(child):
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def same(state, straight):
    """Compare; serial numbers of letters and journal rows are nothing that matters."""
    assert {**state, "letters": len(state["letters"])} == {
        **straight, "letters": len(straight["letters"])
    }  # fmt: skip


def killed_at(before, straight, folder, places):
    for number, step in enumerate(places):
        host = before.copy(folder / str(number))
        code = ended(host.forked(host.request(AFTER), killing_at(step)))
        assert code == -signal.SIGKILL, step
        same(finished(host), straight[0])


def all_steps(before, folder):
    host = before.copy(folder / "counted")
    return steps(lambda: host.run(host.request(AFTER)))


def test_a_run_killed_at_some_steps_is_made_good_by_the_next(before, straight, tmp_path):
    places = all_steps(before, tmp_path)
    assert len(places) > 200
    killed_at(before, straight, tmp_path, places[:: len(places) // 12])


def test_a_run_killed_at_each_step_is_made_good_by_the_next(before, straight, tmp_path):
    killed_at(before, straight, tmp_path, all_steps(before, tmp_path))


def test_a_run_killed_at_100_random_moments_is_made_good_by_the_next(before, straight, tmp_path):
    draw = random.Random(20261129)
    killed = tried = 0
    # Some runs are done before their moment comes.
    while killed < 100:
        tried += 1
        assert tried < 1000
        host = before.copy(tmp_path / str(tried))
        child = host.forked(host.request(AFTER))
        time.sleep(draw.uniform(0, straight[1]))
        os.kill(child, signal.SIGKILL)
        if ended(child) == -signal.SIGKILL:
            killed += 1
            same(finished(host), straight[0])


def run_module(host):
    """Run the module to its end; return what it says."""
    said, _ = host.module(AFTER).communicate()
    return json.loads(said)


def test_the_module_itself_killed_at_100_random_moments_is_made_good_by_the_next(before, tmp_path):
    """Its own process: reading options, the whole of the work, saying what was done."""
    host = before.copy(tmp_path / "straight")
    run = host.module(AFTER)
    started = time.monotonic()
    said = json.loads(run.communicate()[0])
    took = time.monotonic() - started
    assert said["changed"]
    straight = host.state(), took
    draw = random.Random(20261130)
    killed = tried = 0
    stages = Counter()
    while killed < 100:
        tried += 1
        assert tried < 1000
        host = before.copy(tmp_path / str(tried))
        run = host.module(AFTER)
        time.sleep(draw.uniform(0, took))
        run.kill()
        run.communicate()
        if run.returncode != -signal.SIGKILL:
            continue
        killed += 1
        again = run_module(host)
        stages[again["counts"]["created"] > 0, again["changed"]] += 1
        same(host.state(), straight[0])
        if killed % 20 == 0:
            assert not run_module(host)["changed"]
        shutil.rmtree(host.folder)
    # Before anything was decided, between that and its effects, and after all.
    assert stages[True, True] > 5
    assert stages[False, True] > 1


@pytest.fixture(scope="module")
def back(key, tmp_path_factory):
    """A host on which somebody is there again, and their old mail is archived."""
    host = MailHost.of_schema_1(tmp_path_factory.mktemp("back") / "host", key)
    host.run(host.request(BEFORE))
    host.run(host.request(AFTER))
    host.run(host.request(BEFORE))
    return host


def killed_while_bringing_back(back, folder, places):
    """Kill it at each place; the next run, without the office's key, leaves nothing in clear."""
    left = 0
    for number, step in enumerate(places):
        host = back.copy(folder / str(number))
        assert ended(forked(lambda h=host: h.bring_back("ts-3"), killing_at(step))) == -9, step
        there = [file.name for file in host.places.mail.glob(".*")]
        left += bool(there)
        _, followed = host.run(host.request(BEFORE))
        assert set(followed.archives) == ({"tidy ts-3"} if there else set()), step
        assert list(host.places.mail.glob(".*")) == []
        host.look_at_archives()
        # It begins anew, and doubles nothing.
        host.bring_back("ts-3")
        assert list(host.places.mail.glob(".*")) == []
        mailbox = host.places.mail / "ts-3"
        assert [file.name for file in mailbox.rglob("*") if file.is_file()] == ["u.1"]
        assert (mailbox / "mail" / "u.1").read_text() == "thư"
        assert host.bring_back("ts-3") == []
    assert left > 3


def steps_back(back, folder):
    host = back.copy(folder / "counted")
    return steps(lambda: host.bring_back("ts-3"))


def test_bringing_back_killed_at_some_steps_leaves_nothing_in_clear(back, tmp_path):
    places = steps_back(back, tmp_path)
    killed_while_bringing_back(back, tmp_path, places[:: len(places) // 20])


def test_bringing_back_killed_at_each_step_leaves_nothing_in_clear(back, tmp_path):
    killed_while_bringing_back(back, tmp_path, steps_back(back, tmp_path))


def test_two_runs_at_once_do_it_once(before, straight, tmp_path):
    host = before.copy(tmp_path / "host")
    children = [host.forked(host.request(AFTER)) for _ in range(3)]
    assert [ended(child) for child in children] == [0, 0, 0]
    same(host.state(), straight[0])


def test_a_killed_runs_letters_are_removed_by_the_next(before, straight, tmp_path):
    host = before.copy(tmp_path / "host")
    host.places.letters.mkdir(exist_ok=True)
    for name in ("7.age", ".8.age.x1y2", "la.txt"):
        (host.places.letters / name).write_text("nửa")
    same(finished(host), straight[0])


def test_check_mode_says_the_same_and_changes_nothing(before, tmp_path):
    host = before.copy(tmp_path / "host")
    files = {file: file.read_bytes() for file in host.folder.rglob("*") if file.is_file()}
    said, would = host.run(host.request(AFTER, dry=True))
    assert {file: file.read_bytes() for file in host.folder.rglob("*") if file.is_file()} == files
    done, did = host.run(host.request(AFTER))
    assert said == done
    assert (sorted(would.files), would.sessions) == (sorted(did.files), did.sessions)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system of its own")
def test_a_disk_that_gets_full_in_the_middle(before, straight, tmp_path):
    volume = tmp_path / "volume"
    volume.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", volume], check=True)
    failed = 0
    try:
        # From no room at all to room for everything.
        for number, room in enumerate(range(0, 200, 8)):
            host = before.copy(volume / str(number))
            # What it needs beside what it has, in pages of 4 KB, whatever lies there already.
            used = os.statvfs(volume)
            size = (used.f_blocks - used.f_bfree) * used.f_frsize // 1024 + room
            remount = ["mount", "-o", f"remount,size={size}k", volume]
            subprocess.run(remount, check=True)
            failed += ended(host.forked(host.request(AFTER))) == 1
            subprocess.run(["mount", "-o", "remount,size=8m", volume], check=True)
            same(finished(host), straight[0])
            subprocess.run(["rm", "-r", host.folder], check=True)
    finally:
        subprocess.run(["umount", volume], check=True)
    assert 3 <= failed < number


def test_a_new_letter_voids_what_was_before_and_ends_sessions(before, tmp_path):
    host = before.copy(tmp_path / "host")
    host.run(host.request(AFTER))
    first = {letter["account"]: letter for letter in host.opened_letters()}["ts-1"]
    host.sessions.write_text('["ts-1", "ts-6"]')
    # By any of the addresses that are the person's.
    decided, followed = host.run(host.request(AFTER, new_letters=["AnNV@x.vn"]))
    assert decided.letters == followed.sessions == ["ts-1"]
    second = {letter["account"]: letter for letter in host.opened_letters()}["ts-1"]
    assert second["letter"] == first["letter"] + 1
    assert second["password"] != first["password"]
    openings = (host.places.tables / "openings").read_text().splitlines()
    [opening] = [line for line in openings if "/annguyenvan@" in line]
    assert opening == f"ts-1/{second['letter']}/annguyenvan@x.vn:::::::nopassword user=ts-1"
    host.state()


def test_without_a_key_accounts_are_opened_and_wait_for_their_letter(before, straight, tmp_path):
    host = before.copy(tmp_path / "host")
    without = replace(host.request(AFTER), recipients=())
    decided, _ = host.run(without)
    assert decided.letters == []
    assert decided.without_letter > 0
    again, followed = host.run(without)
    assert (again.changed, followed.files) == (False, [])
    later, _ = host.run(host.request(AFTER))
    assert len(later.letters) == decided.without_letter
    same(host.state(), straight[0])


def test_letters_go_when_their_passwords_are_good_no_more(before, tmp_path):
    host = before.copy(tmp_path / "host")
    host.run(host.request(AFTER, first_password_days=5))
    files = set(host.places.letters.iterdir())
    assert files
    host.run(host.request(AFTER), DAY + timedelta(days=5))
    assert set(host.places.letters.iterdir()) == files
    _, followed = host.run(host.request(AFTER), DAY + timedelta(days=16))
    assert set(host.places.letters.iterdir()) == set()
    assert followed.files == sorted(file.name for file in files)


def test_without_accounts_only_what_follows_from_them_is_seen_to(before, straight, tmp_path):
    host = before.copy(tmp_path / "host")
    host.run(host.request(AFTER))
    (host.places.tables / "openings").unlink()
    (host.places.tables / "mailboxes").write_text("hỏng")
    decided, followed = host.run(replace(host.request(None), office={}))
    assert (decided.changed, followed.files) == (False, ["mailboxes", "openings"])
    # What the page shows of the office, of which nothing was said, stays.
    same(host.state(), straight[0])
    # Where there is nothing yet, there are empty files, so that the daemons can start.
    new = MailHost.bare(tmp_path / "new", (host.key, host.public))
    assert len(new.run(replace(new.request(None), office={}))[1].files) == len(mail_tables.NAMES)
