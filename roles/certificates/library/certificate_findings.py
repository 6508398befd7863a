#!/usr/bin/python
"""Ansible module that returns problems of a certificate as Vietnamese sentences.

It changes nothing. The role decides whether a problem means a renewal or a stop.
"""

from __future__ import annotations

from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: certificate_findings
short_description: What speaks against using a certificate
description: Reads a certificate and its key with openssl and lists what is wrong with them.
options:
  certificate:
    description: Certificate, followed by the intermediate ones, PEM.
    type: path
    required: true
  key:
    description: Its private key, PEM, without a passphrase.
    type: path
    required: true
  authority:
    description: Authority that must have signed it. Without it, nobody in particular.
    type: path
  names:
    description: Host names that it must hold, by itself or through a wildcard.
    type: list
    elements: str
    required: true
  addresses:
    description: IP addresses that it must hold.
    type: list
    elements: str
    default: []
  days_left:
    description: How many days it must still be valid.
    type: int
    default: 0
attributes:
  check_mode:
    support: full
    description: It changes nothing.
author: congvu
"""

RETURN = r"""
findings:
  description: One Vietnamese sentence a finding; empty where the certificate is good.
  type: list
  elements: str
  returned: always
"""

SECONDS_A_DAY = 86400


class OpenSSL:
    """Runs openssl commands, each for one question."""

    def __init__(self, module: AnsibleModule) -> None:
        self._module = module
        self._binary = module.get_bin_path("openssl", required=True)

    def output(self, *arguments: str) -> str | None:
        """Return openssl's output, or None if it fails."""
        code, out, _ = self._module.run_command([self._binary, *arguments])
        return out if code == 0 else None

    def holds(self, certificate: str, kind: str, wanted: str) -> bool:
        """Tell whether the certificate is for a host (`-checkhost`) or an address (`-checkip`)."""
        # Read the output, since before version 3.4 openssl always exits with 0.
        code, out, _ = self._module.run_command(
            [self._binary, "x509", "-in", certificate, "-noout", kind, wanted]
        )
        return "does match certificate" in out and code == 0


def unreadable(openssl: OpenSSL, certificate: str, key: str) -> list[str]:
    """Ensure that both files are there, in PEM, the key without a passphrase."""
    findings = []
    readers = (
        ("chứng thư", certificate, ("x509", "-noout", "-in", certificate)),
        ("khóa riêng", key, ("pkey", "-noout", "-passin", "pass:", "-in", key)),
    )
    for what, file, command in readers:
        if not Path(file).is_file():
            findings.append(f"Không có tệp {what} {file}.")
        elif openssl.output(*command) is None:
            findings.append(
                f"Tệp {what} {file} không đọc được: phải ở dạng PEM, khóa không đặt mật khẩu."
            )
    return findings


def key_differs(openssl: OpenSSL, certificate: str, key: str) -> list[str]:
    """Ensure that the key belongs to the certificate."""
    of_certificate = openssl.output("x509", "-noout", "-pubkey", "-in", certificate)
    of_key = openssl.output("pkey", "-pubout", "-passin", "pass:", "-in", key)
    if of_certificate == of_key:
        return []
    return [f"Khóa riêng {key} không phải là khóa của chứng thư {certificate}."]


def expires(openssl: OpenSSL, certificate: str, days: int) -> list[str]:
    """Ensure that the certificate is valid for a number of days."""
    command = ("x509", "-noout", "-in", certificate)
    if openssl.output(*command, "-checkend", str(days * SECONDS_A_DAY)) is not None:
        return []
    end = (openssl.output(*command, "-enddate", "-dateopt", "iso_8601") or "").strip()
    return [
        f"Chứng thư {certificate} đã hoặc sắp hết hạn ({end.removeprefix('notAfter=')}): "
        "hãy gia hạn rồi chạy lại."
    ]


def names_missing(
    openssl: OpenSSL, certificate: str, names: list[str], addresses: list[str]
) -> list[str]:
    """Ensure that every name and address is in the certificate."""
    wanted = [("-checkhost", name) for name in names] + [("-checkip", ip) for ip in addresses]
    missing = [value for kind, value in wanted if not openssl.holds(certificate, kind, value)]
    if not missing:
        return []
    return [f"Chứng thư {certificate} không có tên: {', '.join(missing)}."]


def other_authority(openssl: OpenSSL, certificate: str, authority: str | None) -> list[str]:
    """Ensure that the given authority, if any, signed the certificate."""
    if authority is None:
        return []
    verify = ("verify", "-no_check_time", "-CAfile", authority, certificate)
    if openssl.output(*verify) is not None:
        return []
    return [f"Chứng thư {certificate} không do {authority} ký."]


def main() -> None:
    """Run the checks. The checks of content need both files to be readable."""
    module = AnsibleModule(
        argument_spec={
            "certificate": {"type": "path", "required": True},
            "key": {"type": "path", "required": True, "no_log": False},
            "authority": {"type": "path"},
            "names": {"type": "list", "elements": "str", "required": True},
            "addresses": {"type": "list", "elements": "str", "default": []},
            "days_left": {"type": "int", "default": 0},
        },
        supports_check_mode=True,
    )
    wanted = module.params
    openssl = OpenSSL(module)
    certificate, key = wanted["certificate"], wanted["key"]
    findings = unreadable(openssl, certificate, key) or [
        *key_differs(openssl, certificate, key),
        *expires(openssl, certificate, wanted["days_left"]),
        *names_missing(openssl, certificate, wanted["names"], wanted["addresses"]),
        *other_authority(openssl, certificate, wanted["authority"]),
    ]
    module.exit_json(changed=False, findings=findings)


if __name__ == "__main__":
    main()
