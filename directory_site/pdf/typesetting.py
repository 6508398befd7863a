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

# From the site's root.
PATH = "danh-ba.pdf"
_TEMPLATE = Path(__file__).with_name("danh-ba.typ")
# PDF/UA-1 (ISO 14289-1), which Typst checks as far as a program can.
_STANDARD: Literal["ua-1"] = "ua-1"


def make_pdf(source: Source) -> bytes:
    """Return the file; its bytes depend on the source alone, and are kept for the next build."""
    data = printed_data(source)
    libraries = " ".join(f"{name} {version(name)}" for name in ("fonttools", "pikepdf", "typst"))
    key = key_of(
        code_version(__file__, fonts.__file__, _TEMPLATE, *fonts.FILES, libraries=libraries), data
    )
    with Cache() as cache:
        made = cache.get(key)
        if made is None:
            made = _packed(_typeset(data))
            cache.put(key, made)
    return made


def _typeset(data: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        fonts.unpack(Path(folder))
        faces = typst.Fonts(include_system_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(
            str(_TEMPLATE), font_paths=faces, ignore_system_fonts=True, sys_inputs={"data": data}
        )
        try:
            return _bytes(compiler.compile(format="pdf", pdf_standards=_STANDARD))
        except typst.TypstError as error:
            # A letter that no font has is no reason to have no list: it is printed as a box, and
            # the file does not say that it is PDF/UA. Any other error comes again.
            made = _bytes(compiler.compile(format="pdf"))
            print(f"{PATH} không đạt chuẩn PDF/UA: {error.message}", file=sys.stderr)
            return made


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
