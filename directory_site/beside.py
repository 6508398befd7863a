"""Makes one file of the site in a process of its own, while MkDocs makes the pages."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from directory_site.source import Source

# The child gets the source as it stands in memory; pickling it would take a second.
_CONTEXT = get_context("fork")


class BesideError(Exception):
    """The file can't be made; the message is Vietnamese, the reason stands on standard error."""


class Beside:
    """One file that is being made from the moment on that this is.

    Args:
        path: where it stands on the site, for the message.
        make: makes it.
        source: of what.
    """

    def __init__(self, path: str, make: Callable[[Source], bytes], source: Source) -> None:
        self._path = path
        self._result, sender = _CONTEXT.Pipe(duplex=False)
        # It ends with a build that fails.
        self._process = _CONTEXT.Process(target=_send, args=(make, source, sender), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> bytes:
        """Wait for the file and return it.

        Raises:
            BesideError: the process failed.
        """
        try:
            content = self._result.recv_bytes()
        except EOFError:
            said = f"Chưa lập được {self._path}; nguyên nhân ở các dòng trên."
            raise BesideError(said) from None
        finally:
            self._process.join()
            self._result.close()
        return content


def _send(make: Callable[[Source], bytes], source: Source, sender: Connection) -> None:
    sender.send_bytes(make(source))
