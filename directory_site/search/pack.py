"""The index's two kinds of blocks: numbers and texts. `write` defines their meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from directory_site.text import one_line

T = TypeVar("T", bound=Hashable)


class Packer:
    """Collects blocks in order; each begins with its number of bytes.

    Nothing is compressed here, since the web server sends the file with brotli or gzip, which
    compress columns of small numbers very well.
    """

    def __init__(self, head: bytes) -> None:
        self._content = bytearray(head)

    def numbers(self, values: Iterable[int]) -> None:
        """Add whole numbers from 0, with 7 bits in each byte, the low bits first (LEB128)."""
        block = bytearray()
        for value in values:
            _append(block, value)
        self._add(block)

    def texts(self, values: Iterable[str]) -> None:
        """Add texts of one line, each with a line feed at its end."""
        self._add("".join(f"{one_line(value)}\n" for value in values).encode())

    def lists(self, values: Iterable[Sequence[int]]) -> None:
        """Add lists of numbers: all lengths, then all numbers."""
        rows = list(values)
        self.numbers(map(len, rows))
        self.numbers(value for row in rows for value in row)

    def text_lists(self, values: Iterable[Sequence[str]]) -> None:
        """Add lists of texts: all lengths, then all texts."""
        rows = list(values)
        self.numbers(map(len, rows))
        self.texts(value for row in rows for value in row)

    def content(self) -> bytes:
        """Return the file."""
        return bytes(self._content)

    def _add(self, block: bytes | bytearray) -> None:
        _append(self._content, len(block))
        self._content += block


def dictionary(values: Iterable[T]) -> dict[T, int]:
    """Number the values, the most frequent first, so that most numbers take one byte."""
    counted = Counter(values)
    return {value: number for number, (value, _) in enumerate(counted.most_common())}


def _append(block: bytearray, value: int) -> None:
    while value > 0x7F:
        block.append(value & 0x7F | 0x80)
        value >>= 7
    block.append(value)
