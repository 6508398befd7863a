"""A new certificate for each run, and the switch with which Chromium trusts it.

Chromium trusts its key. With `--ignore-certificate-errors`, the browser would not cache anything,
and every page view would seem to load everything again.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
from functools import cache
from pathlib import Path


def sign(folder: Path) -> None:
    """Write `privkey.pem` and `fullchain.pem`, for 127.0.0.1, into a folder."""
    key = folder / "privkey.pem"
    key.write_bytes(_key())
    _openssl(
        *("req", "-x509", "-key", str(key), "-days", "2", "-subj", "/CN=localhost"),
        *("-addext", "subjectAltName=IP:127.0.0.1", "-out", str(folder / "fullchain.pem")),
    )


def trusting() -> str:
    """Return the switch of Chromium that trusts it. It also needs `--user-data-dir`."""
    public = _openssl("pkey", "-pubout", "-outform", "der", given=_key())
    digest = base64.b64encode(hashlib.sha256(public).digest()).decode()
    return f"--ignore-certificate-errors-spki-list={digest}"


@cache
def _key() -> bytes:
    return _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")


def _openssl(*arguments: str, given: bytes | None = None) -> bytes:
    done = subprocess.run(["openssl", *arguments], input=given, check=True, capture_output=True)
    return done.stdout
