"""What lists and ends the sessions of those who send mail: with real processes."""

import shutil
import subprocess

import pytest

from congvu.office import PROJECT

TEMPLATE = PROJECT / "roles" / "postfix" / "templates" / "smtp-sessions.j2"


@pytest.fixture
def sending(tmp_path):
    folder = tmp_path / "sending"
    folder.mkdir()
    return folder


@pytest.fixture
def smtp_sessions(tmp_path, sending):
    text = TEMPLATE.read_text().replace("{{ postfix_sessions }}", str(sending))
    script = tmp_path / "smtp-sessions"
    script.write_text(text)

    def run(*accounts):
        command = ["/bin/sh", script, *accounts]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    return run


@pytest.fixture
def start(tmp_path, sending):
    """Start a process of a name through which an account sends."""
    started = []

    def one(account, name="smtpd"):
        program = tmp_path / name
        if not program.exists():
            shutil.copy("/bin/sleep", program)
        started.append(subprocess.Popen([program, "60"]))
        (sending / str(started[-1].pid)).write_text(account)
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def test_only_the_sessions_of_those_named_end(smtp_sessions, start):
    first, second, other = start("ts-0001"), start("ts-0001"), start("ts-0002")
    assert sorted(smtp_sessions()) == ["ts-0001", "ts-0001", "ts-0002"]
    smtp_sessions("ts-0003", "ts-0001")
    assert (first.wait(5), second.wait(5)) == (-15, -15)
    assert other.poll() is None
    assert smtp_sessions() == ["ts-0002"]


def test_nothing_but_smtpd_is_stopped(smtp_sessions, start, sending):
    editor = start("ts-0001", name="editor")
    for name in ("-1", "1 2", "a", "1"):
        (sending / name).write_text("ts-0001")
    (sending / "0002").symlink_to("/etc/hostname")
    smtp_sessions("ts-0001")
    assert editor.poll() is None
    assert smtp_sessions() == []


def test_what_has_ended_is_forgotten(smtp_sessions, start, sending):
    process = start("ts-0001")
    process.kill()
    process.wait()
    assert smtp_sessions() == []
    smtp_sessions("ts-0002")
    assert list(sending.iterdir()) == []


def test_before_the_first_login_there_is_no_folder(smtp_sessions, sending):
    sending.rmdir()
    assert smtp_sessions() == []
    assert smtp_sessions("ts-0001") == []
