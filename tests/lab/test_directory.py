"""The directory on the host: what is served, a broken build, going back to a release."""

import http.client
import json
import ssl

import pytest
from conftest import add

RELEASES = "/var/www/danhba"


def get(system, path, **headers):
    """Send a request over TLS, like a browser; return status, headers and body."""
    trusted = ssl.create_default_context(cafile=system.lab.authority)
    trusted.check_hostname = False
    connection = http.client.HTTPSConnection(system.lab.mail, context=trusted, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def current(system):
    """Return the name of the release that is served."""
    return system.ssh(f"readlink {RELEASES}/current").strip().rpartition("/")[2]


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "br"), ("gzip", "gzip")])
def test_pages_come_compressed(system, accepted, sent):
    status, headers, _ = get(system, "/", **{"Accept-Encoding": accepted})
    assert status == 200
    assert headers["Content-Encoding"] == sent
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_host_says_what_it_was_made_from(system):
    status, headers, body = get(system, "/phien-ban.json")
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body)["format"] == 1


def test_going_back_holds_until_the_next_publication(system, roster):
    first = current(system)
    add(roster, 9005, "Trần Thị Danh Bạ")
    done = system.playbook("directory.yml", roster=roster)
    assert done.returncode == 0, done.stdout[-3000:]
    second = current(system)
    assert second != first

    shown = system.playbook("directory_back.yml", "--check")
    assert shown.returncode == 0, shown.stdout[-3000:]
    assert first in shown.stdout
    assert f"=> {second}" in shown.stdout
    assert current(system) == second

    done = system.playbook("directory_back.yml")
    assert done.returncode == 0, done.stdout[-3000:]
    assert current(system) == first
    assert get(system, "/")[0] == 200
    done = system.playbook("directory_back.yml", "-e", f"release={second}")
    assert done.returncode == 0, done.stdout[-3000:]
    assert current(system) == second

    # The release of the present roster is on the host already. It becomes the newest again.
    assert system.playbook("directory.yml").returncode == 0
    assert current(system) == first
    assert second in system.ssh(f"ls {RELEASES}/releases")


def test_a_release_that_is_not_there_is_refused(system):
    before = current(system)
    done = system.playbook("directory_back.yml", "-e", "release=khong-co")
    assert done.returncode != 0
    assert "Không có bản «khong-co»" in " ".join(done.stdout.split())
    assert current(system) == before


def test_a_broken_roster_leaves_the_directory_alone(system, roster):
    before = current(system)
    file = next(roster.glob("ubnd-xa-*.yml"))
    file.write_text(file.read_text().replace("kind: commune", "kind: xa", 1))
    assert system.playbook("directory.yml", roster=roster).returncode != 0
    assert current(system) == before
    assert get(system, "/")[0] == 200
