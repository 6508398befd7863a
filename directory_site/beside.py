"""Does work in processes of their own, while this one goes on: checks, the index, the PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from congvu.processes import processors

# The child inherits its input in memory: pickling it would take a second.
_CONTEXT = get_context("fork")
Made = TypeVar("Made")


class BesideError(Exception):
    """The work failed; the message is Vietnamese, the reason stands on standard error."""


class Beside(Generic[Made]):
    """What is being made from the moment on that this is.

    Args:
        make: makes it; only its result travels between the processes.
        failed: the sentence that tells that it could not be made, without its end.
    """

    def __init__(self, make: Callable[[], Made], failed: str) -> None:
        self._failed = failed
        self._result, sender = _CONTEXT.Pipe(duplex=False)
        # It ends with a build that fails.
        self._process = _CONTEXT.Process(target=_send, args=(make, sender), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> Made:
        """Wait for it and return it.

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
    """Share files out to as many processes as there are processors; no share is empty."""
    processes = processors()
    return [share for first in range(processes) if (share := paths[first::processes])]


def _send(make: Callable[[], object], sender: Connection) -> None:
    sender.send(make())
