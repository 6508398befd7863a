"""First passwords: made on the host, kept as a hash, told in a letter that only the office opens.

A first password opens the account page and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible.module_utils.age import encrypting

# RFC 4648's base32 has neither 0, 1, 8 nor 9; the letters that look like digits make way, but for
# o: without it 16 characters would be less than 80 bits, and there is no zero to take it for.
_UNAMBIGUOUS = str.maketrans("IL", "89")
_BITS = 80
_GROUP = 4
# 80 random bits need no slow hash (NIST SP 800-63B, 3.1.1.2); this one keeps ten thousand within
# seconds and a stolen list of hashes still useless.
_COST = {"n": 1024, "r": 1, "p": 1}


class LettersError(Exception):
    """Letters can't be encrypted; the message is Vietnamese."""


def new_password() -> str:
    """Return a password of 80 random bits in four groups, easy to read off paper.

    Neither i, l, 0 nor 1 occurs.
    """
    text = base64.b32encode(secrets.token_bytes(_BITS // 8)).decode().translate(_UNAMBIGUOUS)
    return "-".join(text[at : at + _GROUP].lower() for at in range(0, len(text), _GROUP))


def normalised(password: str) -> str:
    """Return a first password as it is hashed: hyphens, spaces and case are people's own."""
    return "".join(password.lower().replace("-", "").split())


def password_hash(password: str) -> str:
    """Return ``$scrypt$n=…,r=…,p=…$SALT$HASH`` (base64) of a first password."""
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(normalised(password).encode(), salt=salt, dklen=32, **_COST)
    cost = ",".join(f"{name}={value}" for name, value in _COST.items())
    return f"$scrypt${cost}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def password_hashes(passwords: Iterable[str]) -> list[str]:
    """Return the hash of each, on all cores."""
    with ThreadPoolExecutor() as side_by_side:
        return list(side_by_side.map(password_hash, passwords))


def sealed(letters: Iterable[dict[str, Any]], recipients: Sequence[str]) -> bytes:
    """Encrypt letters to the office's recipients, as JSON lines.

    Args:
        letters: what stands on each.
        recipients: the office's age keys, public.

    Raises:
        LettersError: age is missing, or refuses a recipient.
    """
    text = "".join(json.dumps(letter, ensure_ascii=False) + "\n" for letter in letters)
    try:
        done = subprocess.run(
            encrypting(recipients), input=text.encode(), capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise LettersError(
            "Chưa có gì thay đổi: máy này chưa có chương trình age để mã hóa thư mật khẩu. Hãy "
            "chạy playbooks/site.yml một lần cho máy này."
        ) from error
    if done.returncode:
        raise LettersError(
            "Chưa có gì thay đổi: không mã hóa được thư mật khẩu: "
            f"{done.stderr.decode(errors='replace').strip()}. Hãy xem lại các khóa công khai ở "
            "accounts: recipients trong district.yml."
        )
    return done.stdout
