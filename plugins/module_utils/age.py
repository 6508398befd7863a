"""The program age (age-encryption.org), as a mail host calls it."""

from __future__ import annotations

from collections.abc import Sequence


def encrypting(recipients: Sequence[str]) -> list[str]:
    """Return the command that encrypts its input to public keys."""
    return ["age", *(part for key in recipients for part in ("--recipient", key))]
