"""Runs Typst on a template."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from congvu.office import PROJECT
from congvu.typesetting import fonts


class NotUniversalError(Exception):
    """The file would not be PDF/UA; the message is Typst's."""


class Typesetter:
    """Makes PDF files, as a context: its folder holds the font, unpacked once for all of them.

    What is printed passes from memory to memory and is in no file.

    Args:
        template: the Typst file; it may import others of the project.
    """

    def __init__(self, template: Path) -> None:
        self._template = template

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
            data: what stands in it, JSON in the form that the template wants.
            universal: whether it has to be PDF/UA-1 (ISO 14289-1), which Typst checks as far as a
                program can.

        Raises:
            NotUniversalError: it can't be PDF/UA; a font may lack a letter.
            typst.TypstError: it can't be made at all.
        """
        compiler = typst.Compiler(
            str(self._template),
            root=str(PROJECT),
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
        return made
