"""What lists and ends the sessions of those who send mail; the lab shows that they do end."""

import subprocess

import pytest

from congvu.office import PROJECT

TEMPLATE = PROJECT / "roles" / "postfix" / "templates" / "smtp-sessions.j2"


@pytest.fixture
def sending(tmp_path):
    folder = tmp_path / "sending"
    folder.mkdir()
    (folder / "ts-0001").write_text("203.0.113.9\n2001:db8::/64\n")
    (folder / "ts-0002").write_text("198.51.100.4\n")
    return folder


@pytest.fixture
def smtp_sessions(tmp_path, sending):
    """Run the command with an `ss` that writes down what it is told to close."""
    script, told = tmp_path / "smtp-sessions", tmp_path / "told"
    script.write_text(TEMPLATE.read_text().replace("{{ postfix_sessions }}", str(sending)))
    closer = tmp_path / "ss"
    closer.write_text(f'#!/bin/sh\necho "$*" | sed "s/.* ) *//" >>{told}\n')
    closer.chmod(0o755)

    def run(*accounts):
        told.write_text("")
        done = subprocess.run(
            ["/bin/sh", script, *accounts],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.split(), told.read_text().splitlines()

    return run


def test_what_those_named_have_open_is_closed_once(smtp_sessions):
    assert smtp_sessions() == (["ts-0001", "ts-0002"], [])
    assert smtp_sessions("ts-0003", "ts-0001") == ([], ["dst 203.0.113.9", "dst 2001:db8::/64"])
    assert smtp_sessions() == (["ts-0002"], [])
    assert smtp_sessions("ts-0001") == ([], [])


def test_who_was_everywhere_is_ended_everywhere(smtp_sessions, sending):
    (sending / "ts-0001").write_text("all\n")
    assert smtp_sessions("ts-0001") == ([], [""])


@pytest.mark.parametrize("network", ["$(id)", "-K", "any or sport = :ssh", "*", "ALL", "x;id"])
def test_nothing_but_networks_is_read(smtp_sessions, sending, network):
    (sending / "ts-0001").write_text(f"{network}\n203.0.113.9\n")
    assert smtp_sessions("ts-0001") == ([], ["dst 203.0.113.9"])


def test_no_link_is_followed(smtp_sessions, sending, tmp_path):
    (sending / "ts-0001").unlink()
    (sending / "ts-0001").symlink_to(sending / "ts-0002")
    assert smtp_sessions("ts-0001") == ([], [])
    assert (sending / "ts-0002").exists()


def test_before_the_first_login_there_is_no_folder(smtp_sessions, sending, tmp_path):
    sending.rename(tmp_path / "away")
    assert smtp_sessions() == ([], [])
    assert smtp_sessions("ts-0001") == ([], [])
