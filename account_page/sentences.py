"""What is said where a template can't know it: `sentences.toml` has the words, and names."""

import tomllib
from pathlib import Path

_TEXTS = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))


def say(name: str, **values: object) -> str:
    """Return a sentence with its values filled in."""
    return str(_TEXTS["said"][name].format(**values))


def named(kind: str, agent: str) -> str:
    """Return what a browser's own words mean in ours: the first that is found in them counts."""
    return next(str(name) for mark, name in _TEXTS[kind].items() if mark in agent)
