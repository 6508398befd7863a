"""The lab's settings: the same three variables as in `lab/hosts` and in the lab's inventory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from congvu.office import load_office

PROJECT = Path(__file__).resolve().parent.parent
_INVENTORY = yaml.safe_load(
    (PROJECT / "inventory" / "lab" / "group_vars" / "all" / "lab.yml").read_text(encoding="utf-8")
)
FOREIGN_DOMAIN = _INVENTORY["lab_foreign_domain"]
BARE_DOMAIN = _INVENTORY["lab_bare_domain"]


@dataclass(frozen=True)
class Lab:
    """One lab on this machine.

    Attributes:
        name: ``CONGVU_LAB``.
        prefix: first three octets of its network, ``CONGVU_LAB_PREFIX``.
        directory: folder of its state, ``CONGVU_LAB_DIR``.
    """

    name: str
    prefix: str
    directory: Path

    @property
    def mail(self) -> str:
        """Address of the mail host."""
        return f"{self.prefix}.10"

    @property
    def outside(self) -> str:
        """Address of the host that plays the internet: DNS, a foreign mail server."""
        return f"{self.prefix}.20"

    @property
    def authority(self) -> Path:
        """Certificate of the lab's authority."""
        return self.directory / "ca" / "ca.pem"

    @property
    def letters_key(self) -> Path:
        """The lab's age key, which opens its letters; `lab/hosts` makes it."""
        return self.directory / "letters.key"

    @property
    def letters(self) -> Path:
        """Folder with the letters that `bin/up` prints."""
        return self.directory / "letters"

    @property
    def mail_name(self) -> str:
        """Host name in the mail host's certificate."""
        return f"mail.{load_office().domain}"

    @property
    def environment(self) -> dict[str, str]:
        """Environment for playbooks and `lab/hosts`."""
        return {
            **os.environ,
            "CONGVU_LAB": self.name,
            "CONGVU_LAB_PREFIX": self.prefix,
            "CONGVU_LAB_DIR": str(self.directory),
            "CONGVU_LETTERS": str(self.directory / "letters-encrypted"),
        }

    @property
    def account_page(self) -> str:
        """Address of the account page."""
        return f"https://{self.mail_name}/tai-khoan/"

    def boot(self, *bare: str) -> list[str]:
        """Return the command that boots the lab's hosts, and the named bare hosts."""
        return [str(PROJECT / "lab" / "hosts"), "up", *bare]

    def ssh(self, address: str) -> list[str]:
        """Return the ssh command for one of the hosts."""
        key, known = self.directory / "ssh" / "id_ed25519", self.directory / "ssh" / "known_hosts"
        options = [
            "-o",
            f"UserKnownHostsFile={known}",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=5",
        ]
        return ["ssh", "-i", str(key), *options, f"root@{address}"]


def current_lab() -> Lab:
    """Return the lab that the environment names, or else the lab of bin/up."""
    return Lab(
        os.environ.get("CONGVU_LAB") or "congvu",
        os.environ.get("CONGVU_LAB_PREFIX") or "10.86.15",
        Path(os.environ.get("CONGVU_LAB_DIR") or PROJECT / ".lab").resolve(),
    )
