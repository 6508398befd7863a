"""Sets up a real office by the steps of the README: other domain and people, root and sudo."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import recap_changes

from lab.mail import MailClient
from lab.people import logins_on
from lab.settings import BARE_DOMAIN, PROJECT

USER = "quantri"
SUDO_PASSWORD = "chi-de-thu-sudo"
PEOPLE = """\
Họ và tên,Chức vụ,Đơn vị
Nguyễn Văn An,Chủ tịch UBND,UBND xã Vĩnh An
Trần Thị Bích Ngọc,Phó Chủ tịch UBND,UBND xã Vĩnh An
Lê Văn Dũng,Công chức Văn phòng - Thống kê,UBND xã Vĩnh An
Phạm Thị Hoa,Công chức Tư pháp - Hộ tịch,UBND xã Vĩnh An
Nguyễn Văn Anh,Công chức Địa chính - Xây dựng,UBND xã Vĩnh An
Đỗ Minh Quân,Hiệu trưởng,Trường THCS Vĩnh An
Hồ Thị Lan,Kế toán,Trường THCS Vĩnh An
Võ Thành Tâm,Giáo viên,Trường THCS Vĩnh An
Bùi Thị Thu,Giáo viên,Trường THCS Vĩnh An
Đinh Văn Blô,Giáo viên,Trường THCS Vĩnh An
"""
DISTRICT = f"""\
district:
  name: UBND xã Vĩnh An
  office: Văn phòng HĐND và UBND xã
  regulation: Quy chế thư điện tử của xã, ban hành kèm theo Quyết định số 9/QĐ-UBND
  domain: {BARE_DOMAIN}
  policy: quyet_dinh_3426_2015
  former_address_days: 365
  reserved_names: []
  quota_mb: {{person: 1024, shared: 2048}}
  head_titles: [Chủ tịch UBND, Hiệu trưởng]
  gitlab_groups: {{office: vinhan/van-phong, units: vinhan/don-vi}}
  directory:
    contact: ubnd-xa-vinh-an
    people_addresses: shown
    words: {{}}
"""
# Words of the sample office and of the lab, which a real office must not get.
FOREIGN_WORDS = r"tây sơn|tay son|tayson|binhdinh|3426|congvu lab|congvu-lab|lab authority|hopthu"


@dataclass
class Office:
    """An operator's checkout, with its bare hosts."""

    checkout: Path
    environment: dict[str, str]
    hosts: dict[str, str]
    system: object

    def run(self, *command: str, typed: str = "") -> subprocess.CompletedProcess:
        """Run a command in the checkout, as the operator does, who may be asked something."""
        return subprocess.run(
            command,
            cwd=self.checkout,
            env=self.environment,
            input=typed,
            # Away from any terminal, where a question would wait for somebody else.
            start_new_session=True,
            capture_output=True,
            text=True,
            check=False,
        )

    def playbook(self, *arguments: str, typed: str = "") -> str:
        """Run step 6 of the README; return what it said."""
        program = str(self.checkout / ".venv" / "bin" / "ansible-playbook")
        command = [program, "-i", "inventory/production", "playbooks/site.yml", *arguments]
        done = self.run(*command, typed=typed)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
        return done.stdout

    def ssh(self, host: str, command: str) -> str:
        """Run a command as root on one of the hosts."""
        return self.system.ssh(command, self.hosts[host])


def fill_in(checkout: Path, hosts: dict[str, str]) -> None:
    """Do step 3: the example's host with root, and a second host with its lines for sudo."""
    inventory = checkout / "inventory" / "production"
    shutil.copytree(checkout / "inventory" / "production.example", inventory, symlinks=True)
    file = inventory / "hosts.yml"
    text = file.read_text()
    start = text.index("        mail:\n")
    by_root = text[start:].replace("mail.example.gov.vn", hosts["bare-root"])
    by_sudo = (
        by_root.replace("        mail:", "        second:")
        .replace(hosts["bare-root"], hosts["bare-sudo"])
        .replace("          ansible_user: root\n", "")
        .replace("# ansible_user", "ansible_user")
        .replace("# ansible_become", "ansible_become")
    )
    file.write_text(text[:start] + by_root + by_sudo)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make the files of the office's certificate client; return certificate and key."""
    files = folder / "fullchain.pem", folder / "privkey.pem"
    names = f"subjectAltName=DNS:mail.{BARE_DOMAIN},DNS:danhba.{BARE_DOMAIN}"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "90"]
    subject = ["-subj", f"/CN=mail.{BARE_DOMAIN}", "-addext", names]
    output = ["-out", str(files[0]), "-keyout", str(files[1])]
    command = ["openssl", "req", "-x509", *kind, *subject, *output]
    subprocess.run(command, check=True, capture_output=True)
    return files


@pytest.fixture(scope="module")
def office(system, tmp_path_factory) -> Office:
    """Do steps 1 to 5 of the README, in a copy of this checkout."""
    lab = system.lab
    bare = {"bare-root": f"{lab.prefix}.30", "bare-sudo": f"{lab.prefix}.31"}
    subprocess.run(lab.boot(*bare), env=lab.environment, check=True)
    folder = tmp_path_factory.mktemp("office")
    checkout = folder / "congvu"
    checkout.mkdir()
    tracked = "git ls-files -z | tar --null --files-from=- --create | tar -x -C"
    subprocess.run(f"{tracked} {checkout}", shell=True, cwd=PROJECT, check=True)
    # The HTML checker is large, so this uses the fetched one. bin/setup does everything else.
    (checkout / ".cache").mkdir()
    (checkout / ".cache" / "vnu-jar").symlink_to(PROJECT / ".cache" / "vnu-jar")
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("CONGVU_", "ANSIBLE_"))
    }
    known = lab.directory / "ssh" / "known_hosts"
    # The settings of an operator's ssh agent and configuration.
    own = {
        "ANSIBLE_PRIVATE_KEY_FILE": str(lab.directory / "ssh" / "id_ed25519"),
        "ANSIBLE_SSH_COMMON_ARGS": f"-o UserKnownHostsFile={known}",
    }
    the_office = Office(checkout, {**kept, **own}, bare, system)
    prepared = the_office.run("bin/setup")
    assert prepared.returncode == 0, prepared.stderr

    for file in (checkout / "inventory" / "roster").glob("*.yml"):
        file.unlink()
    key = folder / "letters.key"
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    shown = subprocess.run(["age-keygen", "-y", key], check=True, capture_output=True, text=True)
    recipients = f"  accounts:\n    recipients: [{shown.stdout.strip()}]\n"
    (checkout / "inventory" / "district.yml").write_text(DISTRICT + recipients)
    (checkout / "danh-sach.csv").write_text(PEOPLE)
    decisions = ("--unit-decision", "12/QĐ-UBND", "--unit-decision-date", "2026-01-05")
    decisions += ("--decision", "34/QĐ-UBND", "--decision-date", "2026-02-10")
    for command in (
        ("import", "danh-sach.csv", "--create-units", *decisions),
        ("schema",),
        ("check",),
    ):
        done = the_office.run("bin/congvu", *command)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not re.search(FOREIGN_WORDS, done.stdout, re.IGNORECASE)

    fill_in(checkout, bare)
    live = f"/etc/letsencrypt/live/mail.{BARE_DOMAIN}"
    made = [file.read_text() for file in certificate(folder)]
    for host in bare:
        the_office.ssh(host, f"mkdir -p {live}")
        for name, content in zip(("fullchain.pem", "privkey.pem"), made, strict=True):
            the_office.ssh(host, f"cat > {live}/{name} <<'PEM'\n{content}PEM")
    the_office.ssh(
        "bare-sudo",
        f"useradd --create-home --shell /bin/bash {USER} "
        f"&& cp -r /root/.ssh /home/{USER}/ && chown -R {USER}: /home/{USER}/.ssh "
        f"&& echo '{USER}:{SUDO_PASSWORD}' | chpasswd "
        f"&& echo '{USER} ALL=(ALL) ALL' > /etc/sudoers.d/{USER}",
    )
    the_office.playbook("--ask-become-pass", typed=f"{SUDO_PASSWORD}\n")
    # From now on sudo asks for nothing: both are offices' ways.
    the_office.ssh("bare-sudo", f"echo '{USER} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/{USER}")
    return the_office


@pytest.fixture(scope="module")
def chairman(office, tmp_path_factory) -> MailClient:
    """The mail client of the commune's chairman, whose letter the office's key opens."""
    authority = tmp_path_factory.mktemp("trusted") / "certificate.pem"
    authority.write_text(office.ssh("bare-root", "cat /etc/congvu/tls/fullchain.pem"))
    address = f"annv@{BARE_DOMAIN}"
    ssh = office.system.lab.ssh(office.hosts["bare-root"])
    people = logins_on(ssh, office.checkout.parent / "letters.key").values()
    [login] = [login for login in people if login.address == address]
    server = office.hosts["bare-root"], f"mail.{BARE_DOMAIN}"
    return MailClient(*server, authority, address, login.password, address)


def test_a_second_run_and_check_mode_change_nothing(office):
    assert recap_changes(office.playbook()) == 0
    assert recap_changes(office.playbook("--check")) == 0


def test_mail_goes_in_and_out(office, chairman, foreign):
    sent = foreign.send(chairman.address, "Hỏi thủ tục", "Xin hỏi cần giấy tờ gì?")
    chairman.wait_for(sent)
    answered = chairman.send(foreign.address, "Trả lời: thủ tục", "Mời ông/bà đến xã.")
    received = foreign.wait_for(answered)
    assert not re.search("tayson|binhdinh", received.as_string(), re.IGNORECASE)


@pytest.mark.parametrize("host", ["bare-root", "bare-sudo"])
def test_the_directory_is_served_under_the_new_domain(office, host):
    name = f"danhba.{BARE_DOMAIN}"
    command = ["curl", "--silent", "--fail", "--cacert", "/dev/stdin"]
    command += ["--resolve", f"{name}:443:{office.hosts[host]}", f"https://{name}/"]
    trusted = office.ssh(host, "cat /etc/congvu/tls/fullchain.pem")
    done = subprocess.run(command, input=trusted, capture_output=True, text=True, check=True)
    assert "UBND xã Vĩnh An" in done.stdout


@pytest.mark.parametrize("host", ["bare-root", "bare-sudo"])
def test_nothing_of_the_sample_office_or_the_lab_is_left(office, host):
    # The folders to search, without files in which the lab itself writes its address or archive.
    places = "/etc /var/www /var/lib/congvu /var/spool/postfix/etc /usr/local"
    exempt = "--exclude=resolv.conf --exclude-dir=apt --exclude-dir=.ssh"
    found = office.ssh(host, f"grep -rIilE '{FOREIGN_WORDS}' {exempt} {places} || [ $? -eq 1 ]")
    assert found == ""
    compressed = office.ssh(
        host,
        f"cd /var/www && find . -name '*.gz' -exec zgrep -liE '{FOREIGN_WORDS}' {{}} + || true",
    )
    assert compressed == ""
