"""Makes the PDF in a process of its own, while the pages are made: with 30,000 people it takes as
long as they do.
"""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection

from directory_site.pdf.typesetting import make_pdf
from directory_site.source import Source

# The child gets the source as it stands in memory; pickling it would take a second.
_CONTEXT = get_context("fork")


class PdfError(Exception):
    """The PDF can't be made; the message is Vietnamese, the reason stands on standard error."""


class Beside:
    """One PDF that is being made from the moment on that this is."""

    def __init__(self, source: Source) -> None:
        self._result, sender = _CONTEXT.Pipe(duplex=False)
        # It ends with a build that fails.
        self._process = _CONTEXT.Process(target=_send, args=(source, sender), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> bytes:
        """Wait for the file and return it.

        Raises:
            PdfError: the process failed.
        """
        try:
            content = self._result.recv_bytes()
        except EOFError:
            raise PdfError("Chưa lập được danh-ba.pdf; nguyên nhân ở các dòng trên.") from None
        finally:
            self._process.join()
            self._result.close()
        return content


def _send(source: Source, sender: Connection) -> None:
    sender.send_bytes(make_pdf(source))
