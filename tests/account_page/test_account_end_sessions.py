"""What root does with the files that the account page leaves: any name is tried on it."""

import subprocess

import pytest

from congvu.office import PROJECT

SCRIPT = PROJECT / "roles" / "account_page" / "files" / "end-sessions"


@pytest.fixture
def ends(tmp_path):
    folder = tmp_path / "ends"
    folder.mkdir()
    return folder


@pytest.fixture
def run(tmp_path, ends):
    """Run the script with a doveadm that writes down what it is told, then does `also`."""

    def once(also="true"):
        fake = tmp_path / "doveadm"
        fake.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/told\n{also}\n')
        fake.chmod(0o755)
        sending = tmp_path / "smtp-sessions"
        sending.write_text(f'#!/bin/sh\necho "sending $@" >>{tmp_path}/told\n')
        sending.chmod(0o755)
        done = subprocess.run(
            ["/bin/sh", SCRIPT, ends, sending],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        told = tmp_path / "told"
        lines = told.read_text().splitlines() if told.exists() else []
        told.unlink(missing_ok=True)
        return done.returncode, lines

    return once


def test_the_cache_goes_first_and_the_file_last(run, ends):
    (ends / "ts-0001").touch()
    assert run() == (0, ["auth cache flush", "kick ts-0001", "sending ts-0001"])
    assert list(ends.iterdir()) == []
    assert run() == (0, [])


@pytest.mark.parametrize(
    "name",
    [
        *(
            "-A",
            "*",
            "ts 0001",
            "ts;id",
            "$(id)",
            "TS-1",
            "ts_1",
            ".hidden",
            "..ending",
            "é",
            "a\nb",
        ),
        *(".-A.ending", ".new", ".ts-0001.new", "'"),
    ],
)
def test_other_names_reach_nobody(run, ends, name):
    (ends / name).touch()
    assert run() == (0, [])
    assert (ends / name).exists()


def test_a_link_is_not_followed_anywhere(run, ends, tmp_path):
    target = tmp_path / "target"
    target.write_text("kept")
    (ends / "ts-0001").symlink_to(target)
    run()
    assert target.read_text() == "kept"


def test_a_folder_is_left_alone(run, ends):
    (ends / "ts-0001").mkdir()
    assert run() == (0, [])


def test_what_is_asked_for_meanwhile_is_not_lost(run, ends):
    (ends / "ts-0001").touch()
    assert run(also=f"touch {ends}/ts-0001")[0] == 0
    assert [file.name for file in ends.iterdir()] == ["ts-0001"]
    assert run() == (0, ["auth cache flush", "kick ts-0001", "sending ts-0001"])


def test_while_dovecot_fails_it_is_tried_again(run, ends):
    (ends / "ts-0001").touch()
    code, told = run(also="exit 75")
    assert code == 75
    assert told == ["auth cache flush"]
    assert run() == (0, ["auth cache flush", "kick ts-0001", "sending ts-0001"])
    assert list(ends.iterdir()) == []
