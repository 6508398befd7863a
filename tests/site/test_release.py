"""Publishing a release and going back to one, each in one step; with files instead of a host."""

import json
import subprocess
from pathlib import Path

import pytest

from congvu.office import PROJECT
from directory_site.publish.pack import pack

INVENTORY = PROJECT / "inventory" / "local"
PUBLISH = f"""\
- hosts: mail_hosts
  vars_files: ["{PROJECT}/playbooks/group_vars/all/tls.yml"]
  roles: [directory_web]
"""


class Host:
    """A folder in place of a host, and the playbooks that work on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "danhba"
        (folder / "publish.yml").write_text(PUBLISH)

    def publish(self, name: str) -> None:
        site = self.folder / f"site-{name}"
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(name)
        facts = {"format": 1, "commit": name * 40, "day": "2026-11-24"}
        (site / "phien-ban.json").write_text(json.dumps(facts))
        archive = self.folder / f"{name}.tar.gz"
        pack(site, {}, archive)
        done = self.play(
            self.folder / "publish.yml",
            directory_web_archive=str(archive),
            directory_web_release=f"ban-{name}",
        )
        assert done.returncode == 0, done.stdout

    def back(self, *options: str, **variables: str):
        return self.play(PROJECT / "playbooks" / "directory_back.yml", *options, **variables)

    def play(self, playbook: Path, *options: str, **variables: str):
        values = {**variables, "directory_web_root": str(self.root)}
        command = [PROJECT / ".venv/bin/ansible-playbook", playbook, "-i", INVENTORY]
        done = subprocess.run(
            [*command, "-e", json.dumps(values), *options],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        # Ansible wraps long lines.
        done.stdout = " ".join(done.stdout.split())
        return done

    @property
    def served(self) -> str:
        return (self.root / "current" / "index.html").read_text()


@pytest.fixture(scope="module")
def host(tmp_path_factory) -> Host:
    """A host with three releases, of which the last is served."""
    the_host = Host(tmp_path_factory.mktemp("host"))
    for name in "abc":
        the_host.publish(name)
    return the_host


def test_going_back_leads_to_the_release_before(host):
    shown = host.back("--check")
    assert shown.returncode == 0, shown.stdout
    assert host.served == "c"
    for name in "abc":
        assert f"ban-{name} công bố " in shown.stdout
        assert f"dữ liệu ngày 2026-11-24, bản {name * 10}" in shown.stdout
    assert shown.stdout.count("=> ban-") == 1
    assert "=> ban-c" in shown.stdout
    for expected in "ba":
        done = host.back()
        assert done.returncode == 0, done.stdout
        assert host.served == expected
        assert f"Đã chuyển danh bạ về bản ban-{expected}." in done.stdout
        assert "Lần công bố tới" in done.stdout
    refused = host.back()
    assert refused.returncode != 0
    assert "Không có bản nào công bố trước bản đang dùng" in refused.stdout
    assert host.served == "a"


def test_a_release_can_be_named(host):
    assert host.back(release="ban-b").returncode == 0
    assert host.served == "b"
    refused = host.back(release="ban-x")
    assert refused.returncode != 0
    assert "Không có bản «ban-x» trên máy này" in refused.stdout
    assert host.served == "b"


def test_what_is_published_again_is_the_newest(host):
    host.publish("a")
    assert host.served == "a"
    assert host.back().returncode == 0
    assert host.served == "c"
