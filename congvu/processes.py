"""Runs work on many files in several processes, one for each processor."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import TypeVar

# Total size in bytes below which starting processes takes longer than they save.
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
        work: a module's function; arguments and results are sent between processes.
        items: the items, the largest first, so that no large one is started last.
        size: total size in bytes.
    """
    processes = processors()
    # A forked process (such as Ansible's workers) or one with threads starts no processes: after
    # a fork, a lock that another thread holds would stay locked for ever.
    alone = parent_process() is not None or threading.active_count() > 1
    if size < _ONE_PROCESS or processes == 1 or alone:
        yield from map(work, items)
        return
    # Send several items at a time only if there are many. Otherwise one process could get all
    # large ones.
    chunk = min(4, 1 + len(items) // (16 * processes))
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(work, items, chunksize=chunk)
