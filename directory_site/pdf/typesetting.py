"""Runs Typst on the template, and packs what it makes."""

from __future__ import annotations

import io
import sys
import tempfile
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
    with Cache() as cache:
        return {
            path: _made(path, data, cache, key_of(code, data))
            for path, data in printed_data(source).items()
        }


def _made(path: str, data: str, cache: Cache, key: bytes) -> bytes:
    made = cache.get(key)
    if made is None:
        try:
            made = _packed(_typeset(data, standards=_STANDARD))
            cache.put(key, made)
        except typst.TypstError as error:
            # A letter that no font has is no reason to have no list: it is printed as a box, and
            # the file does not say that it is PDF/UA. Any other error comes again. Not kept, so
            # that it is said each time.
            made = _packed(_typeset(data))
            print(f"{path} không đạt chuẩn PDF/UA: {error.message}", file=sys.stderr)
    return made


def _typeset(data: str, standards: Literal["ua-1"] | None = None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        fonts.unpack(Path(folder))
        faces = typst.Fonts(include_system_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(
            str(_TEMPLATE), font_paths=faces, ignore_system_fonts=True, sys_inputs={"data": data}
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
