"""What is looked at before a site is sent; a finding stops it."""

from __future__ import annotations

from pathlib import Path

from directory_site.cache import Cache


def check(site: Path, cache: Cache) -> list[str]:
    """Return what is wrong with a built site, as Vietnamese sentences."""
    return []
