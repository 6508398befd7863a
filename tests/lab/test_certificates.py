"""A real office's certificate: files of its own certificate client on the host."""

import json
import socket
import ssl

import pytest

OFFICE = "/root/office"
FILES = {"fullchain": f"{OFFICE}/fullchain.pem", "key": f"{OFFICE}/privkey.pem"}


def served(system, port=993):
    """Return the certificate that the mail host sends."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((system.lab.mail, port), timeout=10) as plain,
        context.wrap_socket(plain) as session,
    ):
        return session.getpeercert(binary_form=True)


def issue(system, *names):
    """Make the files that a certificate client would get."""
    alternatives = ",".join(f"DNS:{name}" for name in names)
    system.ssh(
        f"mkdir -p {OFFICE} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
        f"-noenc -days 90 -subj /CN={names[0]} -addext subjectAltName={alternatives} "
        f"-keyout {FILES['key']} -out {FILES['fullchain']} 2>/dev/null"
    )
    return ssl.PEM_cert_to_DER_cert(system.ssh(f"cat {FILES['fullchain']}"))


@pytest.fixture
def set_up(system):
    """Set the mail host up with the office's files, and restore the lab's files afterwards."""
    settings = {"certificates_source": "files", "certificates_files": FILES}
    settings["certificates_addresses"] = []
    yield lambda: system.playbook("mail_hosts.yml", "-e", json.dumps(settings))
    system.ssh(f"rm -rf /etc/congvu/tls/* {OFFICE} /etc/letsencrypt")
    assert system.playbook("mail_hosts.yml").returncode == 0


def test_an_office_brings_its_own_certificate(system, set_up):
    lab_certificate = served(system)
    names = [f"mail.{system.domain}", f"danhba.{system.domain}"]

    missing = set_up()
    assert missing.returncode != 0
    assert f"Không có tệp chứng thư {FILES['fullchain']}" in missing.stdout
    issue(system, names[0])
    incomplete = set_up()
    assert incomplete.returncode != 0
    assert f"không có tên: {names[1]}" in " ".join(incomplete.stdout.split())
    assert served(system) == lab_certificate

    issued = issue(system, *names)
    done = set_up()
    assert done.returncode == 0, done.stdout[-3000:]
    assert [served(system, port) for port in (465, 993, 443)] == [issued] * 3

    renewed = issue(system, *names)
    system.ssh("/etc/letsencrypt/renewal-hooks/deploy/congvu")
    assert [served(system, port) for port in (465, 993, 443)] == [renewed] * 3
