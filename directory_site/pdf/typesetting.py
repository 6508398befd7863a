"""Runs Typst on the template, and compresses its output."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from congvu import typesetting

_TEMPLATE = Path(__file__).with_name("danh-ba.typ")


class Typesetter(typesetting.Typesetter):
    """Makes the directory's files from the JSON of `data.printed_data`."""


class Typesetter:
    """A context manager that makes PDF files; its folder has the unpacked font for all of them."""

    def __enter__(self) -> Typesetter:
        self._holder = tempfile.TemporaryDirectory()
        self._folder = Path(self._holder.name)
        fonts.unpack(self._folder)
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(self._folder)])
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.cleanup()

    def pdf(self, data: str, *, universal: bool = True) -> bytes:
        """Return one file.

        Args:
            data: its content, the JSON of `data.printed_data`.
            universal: whether it must be PDF/UA-1 (ISO 14289-1), which Typst checks as far as a
                program can.

        Raises:
            NotUniversalError: it can't be PDF/UA; a font may lack a letter.
            typst.TypstError: it can't be made at all.
        """
        compiler = typst.Compiler(
            str(_TEMPLATE),
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"] if universal else [])
        except typst.TypstError as error:
            if universal:
                raise NotUniversalError(error.message) from error
            raise
        assert isinstance(made, bytes)
        return self._packed(made)

    def _packed(self, pdf: bytes) -> bytes:
        """Return the file with compressed objects, which has a quarter of the size."""
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
