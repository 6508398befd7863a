"""Runs Typst on the template, and packs what it makes."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import pikepdf
import typst

from directory_site.cache import Cache, code_version, key_of
from directory_site.pdf import fonts
from directory_site.pdf.data import printed_data
from directory_site.source import Source

_TEMPLATE = Path(__file__).with_name("danh-ba.typ")
# PDF/UA-1 (ISO 14289-1), which Typst checks as far as a program can.
_STANDARD: Literal["ua-1"] = "ua-1"


def make_pdfs(source: Source) -> dict[str, bytes]:
    """Return every file by its path; what was made of the same data is kept for the next build."""
    libraries = " ".join(f"{name} {version(name)}" for name in ("fonttools", "pikepdf", "typst"))
    code = code_version(__file__, fonts.__file__, _TEMPLATE, *fonts.FILES, libraries=libraries)
    with Cache() as cache, tempfile.TemporaryDirectory() as folder:
        faces = _Faces(Path(folder))
        made = {}
        for path, data in printed_data(source).items():
            key = key_of(code, data)
            made[path] = cache.get(key) or _made(path, data, faces, partial(cache.put, key))
    return made


class _Faces:
    """The font as Typst takes it: unpacked once for all files, where there is one to make."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def fonts(self) -> typst.Fonts:
        fonts.unpack(self._folder)
        return typst.Fonts(include_system_fonts=False, font_paths=[str(self._folder)])


def _made(path: str, data: str, faces: _Faces, keep: Callable[[bytes], None]) -> bytes:
    try:
        made = _packed(_typeset(data, faces, standards=_STANDARD))
    except typst.TypstError as error:
        # A letter that no font has is no reason to have no list: it is printed as a box, and the
        # file does not say that it is PDF/UA. Any other error comes again. Not kept, so that it is
        # said each time.
        made = _packed(_typeset(data, faces))
        print(f"{path} không đạt chuẩn PDF/UA: {error.message}", file=sys.stderr)
        return made
    keep(made)
    return made


def _typeset(data: str, faces: _Faces, standards: Literal["ua-1"] | None = None) -> bytes:
    compiler = typst.Compiler(
        str(_TEMPLATE), font_paths=faces.fonts, ignore_system_fonts=True, sys_inputs={"data": data}
    )
    return _bytes(compiler.compile(format="pdf", pdf_standards=standards or []))


def _bytes(made: bytes | list[bytes] | None) -> bytes:
    assert isinstance(made, bytes)
    return made


def _packed(pdf: bytes) -> bytes:
    """Return the file with its objects compressed, a quarter of what Typst writes."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return packed.getvalue()
