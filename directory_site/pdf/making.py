"""Makes the PDF files, and caches them between builds."""

from __future__ import annotations

import sys
from collections.abc import Collection
from importlib.metadata import version

from directory_site.cache import Cache, key_of, project_version
from directory_site.pdf.volumes import PrintedFile, printed_files
from directory_site.source import Source

_LIBRARIES = " ".join(f"{name} {version(name)}" for name in ("fonttools", "pikepdf", "typst"))


def printed(source: Source) -> tuple[dict[str, bytes], list[str]]:
    """Return the cached files, and the paths of the others.

    Paths are from the site's root. The first file has links to the others.
    """
    kept: dict[str, bytes] = {}
    missing = []
    with Cache() as cache:
        for path, file in printed_files(source).items():
            if (known := cache.get(_key(file, source))) is None:
                missing.append(path)
            else:
                kept[path] = known
    return kept, missing


def every_pdf(source: Source) -> dict[str, bytes]:
    """Return every file by its path; files that are not cached are made."""
    kept, missing = printed(source)
    return {**kept, **(make_pdfs(missing, source) if missing else {})}


def make_pdfs(paths: Collection[str], source: Source) -> dict[str, bytes]:
    """Make files, and cache them for the next build.

    Args:
        paths: paths of missing files from `printed`, or all paths.
        source: the source.
    """
    # Typst and what packs its files take a tenth of a second to load; most builds need neither.
    from congvu.typesetting import NotUniversalError  # noqa: PLC0415
    from directory_site.pdf.data import printed_data  # noqa: PLC0415
    from directory_site.pdf.typesetting import Typesetter  # noqa: PLC0415

    made = {}
    with Cache() as cache, Typesetter() as typesetter:
        for path, file in printed_files(source).items():
            if path not in paths:
                continue
            data = printed_data(file, source)
            try:
                made[path] = typesetter.pdf(data)
            except NotUniversalError as error:
                # A letter that the font does not have must not stop the list. It is printed as a
                # box, and the file is not marked as PDF/UA. It is not cached, so that the warning
                # comes again in the next build.
                print(f"{path} không đạt chuẩn PDF/UA: {error}", file=sys.stderr)
                made[path] = typesetter.pdf(data, universal=False)
            else:
                cache.put(_key(file, source), made[path])
    return made


def _key(file: PrintedFile, source: Source) -> bytes:
    return key_of("pdf", project_version(), _LIBRARIES, *file.depends_on(source))
