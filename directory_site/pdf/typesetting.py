"""Sets the directory's PDF, and packs it."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from congvu import typesetting

_TEMPLATE = Path(__file__).with_name("danh-ba.typ")


class Typesetter(typesetting.Typesetter):
    """Makes the directory's files from the JSON of `data.printed_data`."""

    def __init__(self) -> None:
        super().__init__(_TEMPLATE)

    def pdf(self, data: str, *, universal: bool = True) -> bytes:
        """Return one file with its objects compressed, a quarter of what Typst writes."""
        # Mapped: of a stream, each of thousands of objects is read by a call of Python's.
        whole = self._folder / "whole.pdf"
        whole.write_bytes(super().pdf(data, universal=universal))
        packed = io.BytesIO()
        with pikepdf.open(whole, access_mode=pikepdf.AccessMode.mmap_only) as file:
            file.save(
                packed,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
        return packed.getvalue()
