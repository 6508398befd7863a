"""A lab's hosts come back after what happens to labs, and one lab leaves the others alone."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.settings import PROJECT, Lab

HOSTS = ("mail", "outside")
CACHE = Path("/var/cache/congvu-lab")
RUNNING = Path("/run/congvu-lab")
NAMESPACES = Path("/run/netns")
# A word of nft's own, and a name that begins with it.
NAMES = {"mh": "10.86.17", "mh-next": "10.86.18"}


@dataclass
class Checkout:
    """A checkout, as far as booting and removing hosts needs one."""

    folder: Path

    def clone(self) -> None:
        """Make it anew, without anything that it had."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for part in ("bin", "lab"):
            shutil.copytree(PROJECT / part, self.folder / part)

    def lab(self, name: str) -> Lab:
        """Return a lab of this checkout."""
        return Lab(name, NAMES.get(name, "10.86.19"), self.folder / f".lab-{name}")

    @property
    def key(self) -> str:
        """The public key that its lab's hosts let in."""
        return (self.lab("mh").directory / "ssh" / "id_ed25519.pub").read_text()

    def run(self, *command: str, lab: str = "mh") -> subprocess.CompletedProcess:
        """Run a command for a lab whose state stands in this checkout."""
        return subprocess.run(
            [self.folder / command[0], *command[1:]],
            env=self.lab(lab).environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def up(self, lab: str = "mh") -> str:
        """Boot a lab's hosts; return what that printed."""
        done = self.run("lab/hosts", "up", lab=lab)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ssh(self, host: str, command: str, lab: str = "mh") -> str:
        """Run a command on one of a lab's hosts, with the key of this checkout."""
        the_lab = self.lab(lab)
        done = subprocess.run(
            [*the_lab.ssh(getattr(the_lab, host)), command],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Iterator[Checkout]:
    """A clone of this checkout, of whose labs nothing is left in the end."""
    the_checkout = Checkout(tmp_path_factory.mktemp("clone") / "congvu")
    the_checkout.clone()
    yield the_checkout
    the_checkout.clone()
    for name in NAMES:
        done = the_checkout.run("lab/hosts", "down", lab=name)
        for host in HOSTS:
            shutil.rmtree(CACHE / "apt" / f"{name}-{host}", ignore_errors=True)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def checkout(clone) -> Checkout:
    """The clone, with the hosts of its lab running."""
    clone.up()
    for host in HOSTS:
        assert clone.ssh(host, "cat /proc/sys/kernel/hostname") == f"{host}\n"
    return clone


def processes(host: str) -> set[int]:
    """Return all processes of a host."""
    command = ["ip", "netns", "pids", f"mh-{host}"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return {int(number) for number in found.stdout.split()}


def kill(*numbers: int) -> None:
    """Kill processes that may be gone already, as nobody can refuse."""
    subprocess.run(["kill", "-KILL", *map(str, numbers)], capture_output=True, check=False)


def kill_keepers() -> None:
    """Kill what keeps the hosts running, so that they are orphans."""
    for host in HOSTS:
        keeper = (RUNNING / f"mh-{host}.pid").read_text().strip()
        children = subprocess.run(
            ["pgrep", "--parent", keeper], capture_output=True, text=True, check=True
        )
        kill(int(keeper), *map(int, children.stdout.split()))


def delete_link(name: str) -> None:
    """Take a link away from beneath the lab."""
    subprocess.run(["ip", "link", "delete", name], check=True)


def stop_the_machine() -> None:
    """Leave what a hard stop does where /run is on the disk: numbers and names of nothing."""
    kill_keepers()
    for host in HOSTS:
        kill(*processes(host))
    # Links go by themselves some time after their namespaces.
    for link in ("mh-10", "mh-20", "mh"):
        delete_link(link)
    for host in HOSTS:
        subprocess.run(["umount", NAMESPACES / f"mh-{host}"], check=True)
    subprocess.run(["nft", "delete", "table", "ip", "lab_mh"], check=True)


@pytest.mark.parametrize("hosts", ["running", "stopped"])
def test_a_checkout_cloned_anew_is_let_into_the_hosts_of_the_one_before(checkout, hosts):
    for host in HOSTS:
        checkout.ssh(host, f"echo {hosts} > /root/kept")
    former = checkout.key
    if hosts == "stopped":
        stop_the_machine()
    checkout.clone()
    checkout.up()
    assert checkout.key != former
    for host in HOSTS:
        # Not a new host instead.
        assert checkout.ssh(host, "cat /root/kept") == f"{hosts}\n"
        assert former not in checkout.ssh(host, "cat /root/.ssh/authorized_keys")


@pytest.mark.parametrize(
    ("crash", "ended"),
    [
        (kill_keepers, HOSTS),
        (stop_the_machine, HOSTS),
        (lambda: delete_link("mh-10"), ("mail",)),
        (lambda: delete_link("mh"), ()),
    ],
    ids=["keepers", "machine", "link", "bridge"],
)
def test_up_recovers_after_a_crash(checkout, crash, ended):
    before = {host: processes(host) for host in HOSTS}
    crash()
    with subprocess.Popen(["sleep", "600"]) as other:
        try:
            if "mail" in ended:
                # The number has gone to somebody else.
                (RUNNING / "mh-mail.pid").write_text(f"{other.pid}\n")
            checkout.up()
            assert other.poll() is None
        finally:
            other.kill()
    for host in HOSTS:
        assert checkout.ssh(host, "cat /proc/sys/kernel/hostname") == f"{host}\n"
        # Of a host that has been booted again no process of before runs beside it.
        assert bool(before[host] & processes(host)) == (host not in ended)
    assert checkout.up() == ""


def test_a_lab_named_like_a_word_of_nft_s_comes_and_goes(checkout):
    assert "masquerade" in rules()
    assert checkout.up() == ""
    done = checkout.run("bin/down")
    assert done.returncode == 0, done.stderr
    assert rules() == ""
    command = ["ip", "-json", "link"]
    links = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert not {"mh", "mh-10", "mh-20"} & {link["ifname"] for link in json.loads(links)}
    for left in (
        *(NAMESPACES / f"mh-{host}" for host in HOSTS),
        *(RUNNING / f"mh-{host}.pid" for host in HOSTS),
        Path("/var/lib/congvu-lab/mh"),
        checkout.lab("mh").directory,
    ):
        assert not left.exists(), left
    for host in HOSTS:
        assert not list(Path("/sys/fs/cgroup").rglob(f"congvu-lab-mh-{host}"))


def rules() -> str:
    """Return the lab's own table of nft."""
    command = ["nft", "list", "table", "ip", "lab_mh"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_a_purge_leaves_what_other_labs_use(clone, tmp_path):
    clone.up("mh-next")
    images = sorted(CACHE.glob("trixie-*"))
    packages = {name: CACHE / "apt" / f"{name}-mail" / "package.deb" for name in NAMES}
    for package in packages.values():
        package.parent.mkdir(exist_ok=True)
        package.touch()
    other = Checkout(tmp_path / "congvu")
    other.clone()
    for checkout in (clone, other):
        (checkout.folder / ".cache").mkdir()

        done = checkout.run("bin/down", "--purge")
        assert done.returncode == 0, done.stderr
        assert "mh-next-mail mh-next-outside" in done.stderr
        assert not packages["mh"].parent.exists()
        assert sorted(CACHE.glob("trixie-*")) == images != []
        found = clone.ssh("mail", "ls /var/cache/apt/archives/*.deb", "mh-next")
        assert found == "/var/cache/apt/archives/package.deb\n"
        # What the checkout keeps is used by its own labs only.
        assert (checkout.folder / ".cache").exists() == (checkout is clone)


@pytest.mark.parametrize("name", ["../mh", "mh 2", "Mh", "mh_2", "2mh", "a-longer-name"])
@pytest.mark.parametrize("command", ["up", "down"])
def test_a_name_that_links_or_folders_cannot_have_is_refused(clone, name, command):
    done = clone.run("lab/hosts", command, lab=name)
    assert done.returncode == 1
    assert f"Tên phòng thử «{name}» không dùng được" in done.stderr
