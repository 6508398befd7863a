"""Tells roster files, pages and code of a request apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

ROSTER = "inventory/roster"
REGISTER = f"{ROSTER}/addresses.yml"
_UNIT_FILE = re.compile(rf"{ROSTER}/[^/]+\.ya?ml")
_PAGE = re.compile(r"(?:docs/.+|[^/]+)\.(?:md|png|svg)")


def code_among(paths: Iterable[str]) -> list[str]:
    """Return the files that are neither roster nor pages: code, settings, the pipeline.

    A request with such a file can have changed its own pipeline, so the result of that pipeline
    can't be trusted.
    """
    return sorted(path for path in paths if not (_UNIT_FILE.fullmatch(path) or is_page(path)))


def is_page(path: str) -> bool:
    """Tell whether a file is a page, which no program runs or reads."""
    return _PAGE.fullmatch(path) is not None
