"""Work on many files by as many processes as there are processors."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import TypeVar

# Of all files together, in bytes: below it, starting processes costs more than they save.
_ONE_PROCESS = 1_000_000


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], size: int
) -> Iterator[Result]:
    """Yield the results in the order of the items.

    Args:
        work: a function of a module; what it takes and returns travels between processes.
        items: the largest first, so that none is left at the end.
        size: bytes in all.
    """
    processes = processors()
    # What was forked itself (Ansible's workers), or has threads, does it alone: a lock that
    # another thread holds stays locked in a fork for ever.
    alone = parent_process() is not None or threading.active_count() > 1
    if size < _ONE_PROCESS or processes == 1 or alone:
        yield from map(work, items)
        return
    # Several at a time only where there are many: of a few, the largest must not go to one process.
    chunk = min(4, 1 + len(items) // (16 * processes))
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(work, items, chunksize=chunk)
