"""Where the service finds its files, and the key that is kept apart from them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet


class SettingsError(Exception):
    """The service can't start; the message says what is missing."""


class Settings(NamedTuple):
    """What the service is told by its unit.

    Attributes:
        people: the published `people.sqlite`.
        state: the folder of `login.sqlite`, `app_passwords.sqlite` and `ends/`.
        key: a Fernet key. Without it the stored TOTP secrets say nothing.
    """

    people: Path
    state: Path
    key: bytes

    @property
    def box(self) -> Fernet:
        """What encrypts and decrypts the secrets of `login.sqlite`."""
        return Fernet(self.key)


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Args:
        environment: `CONGVU_PEOPLE`, `CONGVU_LOGIN_STATE` (defaults as on a mail host), and
            `CONGVU_LOGIN_KEY`, the key's file; without it, `key` of systemd's credentials.

    Raises:
        SettingsError: no key, or none that Fernet takes.
    """
    folder = Path(environment.get("CREDENTIALS_DIRECTORY", "/"))
    file = Path(environment.get("CONGVU_LOGIN_KEY", folder / "key"))
    people = Path(environment.get("CONGVU_PEOPLE", "/var/lib/congvu/tables/people.sqlite"))
    state = Path(environment.get("CONGVU_LOGIN_STATE", "/var/lib/congvu-login"))
    try:
        key = file.read_bytes().strip()
        Fernet(key)
    except (OSError, ValueError) as error:
        hint = "set CONGVU_LOGIN_KEY, or LoadCredential=key:FILE in the unit"
        raise SettingsError(f"the key {file} can't be used ({error}): {hint}") from error
    return Settings(people, state, key)
