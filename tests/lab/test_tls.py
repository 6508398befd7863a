"""Every port speaks the profile of `playbooks/group_vars/all/tls.yml` and nothing else."""

import re
import socket
import ssl

import pytest
import yaml

from lab.settings import PROJECT

PROFILE = yaml.safe_load((PROJECT / "playbooks/group_vars/all/tls.yml").read_text("utf-8"))[
    "tls_profile"
]
# What the lab's certificate, which has an elliptic curve, can be used with.
CIPHERS = [name for name in PROFILE["ciphers"] if "RSA" not in name]
PORTS = [25, 465, 587, 143, 993, 443]
# Before TLS begins: what the server says, and how it is asked for.
GREETED = {25: b"EHLO pc.example\r\n", 587: b"EHLO pc.example\r\n", 143: b""}
STARTED = {25: b"STARTTLS\r\n", 587: b"STARTTLS\r\n", 143: b"a STARTTLS\r\n"}


def context(version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2, **offered: str) -> ssl.SSLContext:
    """Return a client that offers one version, and only these ciphers or this group."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    # So that OpenSSL's own rules keep nothing weak back.
    made.set_ciphers(f"{offered.get('ciphers', 'ALL:COMPLEMENTOFALL')}:@SECLEVEL=0")
    made.minimum_version = made.maximum_version = version
    if "group" in offered:
        made.set_ecdh_curve(offered["group"])
    return made


def agreed(host: str, port: int, offer: ssl.SSLContext, name: str = "") -> tuple[str, str]:
    """Return (version, cipher) of a session."""
    with socket.create_connection((host, port), timeout=20) as plain:
        if port in STARTED:
            plain.recv(1000)
            if GREETED[port]:
                plain.sendall(GREETED[port])
                plain.recv(1000)
            plain.sendall(STARTED[port])
            plain.recv(1000)
        with offer.wrap_socket(plain, server_hostname=name or None) as session:
            chosen = session.cipher()
            assert chosen is not None
            return chosen[1], chosen[0]


@pytest.fixture(scope="module", params=PORTS)
def port(request):
    return request.param


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_refused(an, port, version):
    with pytest.raises((ssl.SSLError, OSError)):
        agreed(an.host, port, context(version))


@pytest.mark.parametrize("cipher", CIPHERS)
def test_each_cipher_of_the_profile_is_spoken(an, port, cipher):
    assert agreed(an.host, port, context(ciphers=cipher)) == ("TLSv1.2", cipher)


@pytest.mark.parametrize(
    "ciphers",
    [
        "aNULL",
        "eNULL",
        "kDHE",
        "kRSA",
        # What the profile's key exchange is also used with: CBC, CCM, ARIA, Camellia, SHA-1.
        "ECDHE:!AESGCM:!CHACHA20",
        "PSK",
        "ALL:COMPLEMENTOFALL:" + ":".join(f"!{name}" for name in PROFILE["ciphers"]),
    ],
)
def test_every_other_cipher_is_refused(an, port, ciphers):
    with pytest.raises((ssl.SSLError, OSError)):
        agreed(an.host, port, context(ciphers=ciphers))


def test_only_the_groups_of_the_profile_are_spoken(an, port):
    newest = ssl.TLSVersion.TLSv1_3
    # This machine's OpenSSL may be older than the first group.
    for group in PROFILE["groups"][1:]:
        agreed(an.host, port, context(newest, group=group))
    for group in ("secp521r1", "X448", "ffdhe2048"):
        with pytest.raises((ssl.SSLError, OSError)):
            agreed(an.host, port, context(newest, group=group))


def test_the_servers_order_rules(an, port):
    last_first = ":".join(reversed(CIPHERS))
    assert agreed(an.host, port, context(ciphers=last_first)) == ("TLSv1.2", CIPHERS[0])


def test_new_programs_get_the_newest_version(an, port):
    assert agreed(an.host, port, ssl._create_unverified_context())[0] == "TLSv1.3"


def test_the_directorys_name_speaks_the_same(system, an):
    name = f"danhba.{system.domain}"
    for ciphers in ("kDHE", "kRSA", "ECDHE:!AESGCM:!CHACHA20"):
        with pytest.raises((ssl.SSLError, OSError)):
            agreed(an.host, 443, context(ciphers=ciphers), name)
    last_first = ":".join(reversed(CIPHERS))
    assert agreed(an.host, 443, context(ciphers=last_first), name) == ("TLSv1.2", CIPHERS[0])


def test_how_mail_came_stands_in_received_and_in_the_log(system, an, foreign):
    for sender, service in ((foreign, "postfix/smtpd"), (an, "postfix/submission/smtpd")):
        received = an.wait_for(sender.send(an.address, "TLS", "x")).get_all("Received")
        by_us = next(line for line in received if "(Postfix)" in line and an.server_name in line)
        assert "using TLSv1.3 with cipher" in by_us
        log = system.ssh(f"journalctl -t {service} --since=-5min -o cat")
        assert "TLS connection established from" in log
        assert "TLSv1.3 with cipher" in log


def test_received_does_not_tell_the_machine_of_staff(system, an, foreign):
    received = foreign.wait_for(an.send(foreign.address, "TLS", "x")).get_all("Received")
    assert any("ESMTPSA" in line for line in received)
    assert system.lab.prefix + ".1]" not in " ".join(received)
    assert socket.getfqdn() not in " ".join(received)


def test_the_log_of_logins_names_tls(system, an):
    an.imap().logout()
    log = system.ssh("journalctl -t dovecot --since=-5min -o cat")
    assert re.search(r"Logged in: .*TLSv1\.3 with cipher", log), log[-2000:]
