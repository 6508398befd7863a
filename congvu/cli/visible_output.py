"""What a command prints: no name and no cell can turn a terminal around, or hide in a line."""

from __future__ import annotations

from typing import Any, TextIO

from congvu.unseen import visible


class VisibleOutput:
    """Standard output, in which what nobody would see is written by its code.

    Args:
        stream: where it goes.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        self._stream.write(visible(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
