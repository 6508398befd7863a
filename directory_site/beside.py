"""Makes files of the site in processes of their own, while MkDocs makes the pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from directory_site.source import Source

# The child gets the source as it stands in memory; pickling it would take a second.
_CONTEXT = get_context("fork")
Made = TypeVar("Made")


class BesideError(Exception):
    """The file can't be made; the message is Vietnamese, the reason stands on standard error."""


class Beside(Generic[Made]):
    """What is being made from the moment on that this is.

    Args:
        path: where it, or the first of it, stands on the site, for the message.
        make: makes it.
        source: of what.
    """

    def __init__(self, path: str, make: Callable[[Source], Made], source: Source) -> None:
        self._path = path
        self._result, sender = _CONTEXT.Pipe(duplex=False)
        # It ends with a build that fails.
        self._process = _CONTEXT.Process(target=_send, args=(make, source, sender), daemon=True)
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
            said = f"Chưa lập được {self._path}; nguyên nhân ở các dòng trên."
            raise BesideError(said) from None
        finally:
            self._process.join()
            self._result.close()
        return made


def shared_out(
    paths: Sequence[str], make: Callable[[Sequence[str], Source], Made], source: Source
) -> list[Beside[Made]]:
    """Begin to make files by as many processes as there are processors, each its share of them.

    Args:
        paths: where they stand on the site.
        make: makes those that it is given.
        source: of what.
    """
    processors = len(os.sched_getaffinity(0))
    shares = (paths[first::processors] for first in range(processors))
    return [Beside(share[0], partial(make, share), source) for share in shares if share]


def _send(make: Callable[[Source], object], source: Source, sender: Connection) -> None:
    sender.send(make(source))
