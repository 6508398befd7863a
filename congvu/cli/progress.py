"""Shows the progress of a command on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

_CLEAR = "\r\x1b[K"


def counted(items: Iterable[Item], total: int, doing: str) -> Iterator[Item]:
    """Yield items, and show their count on one line of standard error if it is a terminal.

    Nothing is written elsewhere, so results, logs and mails of cron do not change.

    Args:
        items: the items, produced one after the other.
        total: how many items there will be.
        doing: Vietnamese, what the command does.
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
