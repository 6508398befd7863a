"""How far a command is, for whoever waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

_CLEAR = "\r\x1b[K"


def counted(items: Iterable[Item], total: int, doing: str) -> Iterator[Item]:
    """Yield items and count them in one line of a terminal's standard error.

    Anywhere else nothing is written: results, logs and mails of cron stay as they are.

    Args:
        items: what is done or made, one after the other.
        total: how many there will be.
        doing: what is being done, in Vietnamese.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    try:
        _show(f"{doing}: 0/{total}")
        for number, item in enumerate(items, 1):
            _show(f"{doing}: {number}/{total}")
            yield item
    finally:
        _show("")


def _show(text: str) -> None:
    print(f"{_CLEAR}{text}", end="", file=sys.stderr, flush=True)
