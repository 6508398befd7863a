"""Runs work in separate processes at the same time: checks, the search index, the PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from congvu.processes import processors

# A forked child has its input in memory. Pickling the input would take a second.
_CONTEXT = get_context("fork")
Made = TypeVar("Made")


class BesideError(Exception):
    """The work failed; the message is Vietnamese, and the reason is on standard error."""


class Beside(Generic[Made]):
    """Work that starts in another process when this object is made.

    Args:
        make: the function that does the work; only its result is sent between the processes.
        failed: the beginning of the sentence that it failed.
    """

    def __init__(self, make: Callable[[], Made], failed: str) -> None:
        self._failed = failed
        self._result, sender = _CONTEXT.Pipe(duplex=False)
        # A daemon process ends if the build fails.
        self._process = _CONTEXT.Process(target=_send, args=(make, sender), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> Made:
        """Wait for the result and return it.

        Raises:
            BesideError: the process failed.
        """
        try:
            made: Made = self._result.recv()
        except EOFError:
            raise BesideError(f"{self._failed}; nguyên nhân ở các dòng trên.") from None
        finally:
            self._process.join()
            self._result.close()
        return made


def shares(paths: Sequence[str]) -> list[Sequence[str]]:
    """Divide files among the processes, one for each processor; no share is empty."""
    processes = processors()
    return [share for first in range(processes) if (share := paths[first::processes])]


def _send(make: Callable[[], object], sender: Connection) -> None:
    sender.send(make())
