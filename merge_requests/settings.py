"""The settings of a trusted job, from GitLab's variables and the project's variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# Variables that GitLab sets in every job, and our only secret.
_NEEDED = {
    "CI_SERVER_URL": "GitLab đặt biến này cho mọi job",
    "CI_PROJECT_ID": "GitLab đặt biến này cho mọi job",
    "CI_PROJECT_URL": "GitLab đặt biến này cho mọi job",
    "CI_DEFAULT_BRANCH": "GitLab đặt biến này cho mọi job",
    "CONGVU_BOT_TOKEN": (
        "hãy tạo mã truy cập cho máy và ghi vào Settings > CI/CD > Variables, xem docs/gitlab.md"
    ),
}


class SettingsError(Exception):
    """A variable is missing or wrong; the message is Vietnamese and holds no secret."""


@dataclass(frozen=True)
class Settings:
    """The variables of a trusted job.

    Attributes:
        server: GitLab's address, such as ``https://gitlab.example.vn``.
        project_id: the project's number.
        project_url: the project's web address.
        main: name of the default branch.
        token: the bot's access token.
        commit_register: whether the register may be committed to a request's branch.
        authority: file with the certificate of GitLab's private authority; empty where GitLab has a
            public certificate.
    """

    server: str
    project_id: str
    project_url: str
    main: str
    token: str
    commit_register: bool
    authority: str

    @property
    def repository(self) -> str:
        """The project's address for Git."""
        return f"{self.project_url}.git"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings from a job's variables.

    Raises:
        SettingsError: a variable is missing.
    """
    for name, how in _NEEDED.items():
        if not environment.get(name):
            raise SettingsError(f"Thiếu biến {name}: {how}.")
    server = environment["CI_SERVER_URL"].rstrip("/")
    if urlsplit(server).scheme not in {"https", "http"}:
        raise SettingsError(f"Biến CI_SERVER_URL không phải địa chỉ web: {server}")
    return Settings(
        server=server,
        project_id=environment["CI_PROJECT_ID"],
        project_url=environment["CI_PROJECT_URL"].rstrip("/"),
        main=environment["CI_DEFAULT_BRANCH"],
        token=environment["CONGVU_BOT_TOKEN"],
        commit_register=environment.get("CONGVU_COMMIT_REGISTER") == "1",
        authority=environment.get("CI_SERVER_TLS_CA_FILE", ""),
    )


def asked_for(environment: Mapping[str, str]) -> int | None:
    """Return the number of the request that a webhook names; None for all open requests.

    Anybody with the trigger's token can write the payload. Only a whole number is read from it;
    everything else comes from GitLab.
    """
    name = environment.get("TRIGGER_PAYLOAD")
    if not name:
        return None
    try:
        payload = json.loads(Path(name).read_bytes()[:1_000_000])
        number = payload["object_attributes"]["iid"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    valid = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**9
    return number if valid else None
