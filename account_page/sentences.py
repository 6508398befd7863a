"""What is said to people where a page says more than its template does: one file has the words."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TEXTS = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))


def say(name: str, **values: object) -> str:
    """Return a sentence of `sentences.toml` with its values filled in."""
    return str(_TEXTS["said"][name].format(**values))
