"""Makes the files that are printed, and keeps them from build to build."""

from __future__ import annotations

import sys
from collections.abc import Collection
from importlib.metadata import version

from directory_site.cache import Cache, key_of, project_version
from directory_site.pdf.volumes import PrintedFile, printed_files
from directory_site.source import Source

_LIBRARIES = " ".join(f"{name} {version(name)}" for name in ("fonttools", "pikepdf", "typst"))


def printed(source: Source) -> tuple[dict[str, bytes], list[str]]:
    """Return the files that were made before, and the paths of the others.

    Paths are from the site's root; the first file leads to the others.
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
    """Return every file by its path; what is not known is made."""
    kept, missing = printed(source)
    return {**kept, **(make_pdfs(missing, source) if missing else {})}


def make_pdfs(paths: Collection[str], source: Source) -> dict[str, bytes]:
    """Make files, and keep them for the next build.

    Args:
        paths: some of those that `printed` finds missing, or all.
        source: what is printed.
    """
    # Typst and what packs its files take a tenth of a second to load; most builds need neither.
    from directory_site.pdf.data import printed_data  # noqa: PLC0415
    from directory_site.pdf.typesetting import NotUniversalError, Typesetter  # noqa: PLC0415

    made = {}
    with Cache() as cache, Typesetter() as typesetter:
        for path, file in printed_files(source).items():
            if path not in paths:
                continue
            data = printed_data(file, source)
            try:
                made[path] = typesetter.pdf(data)
            except NotUniversalError as error:
                # A letter that no font has is no reason to have no list: it is printed as a box,
                # and the file does not say that it is PDF/UA. Not kept, so that it is said again.
                print(f"{path} không đạt chuẩn PDF/UA: {error}", file=sys.stderr)
                made[path] = typesetter.pdf(data, universal=False)
            else:
                cache.put(_key(file, source), made[path])
    return made


def _key(file: PrintedFile, source: Source) -> bytes:
    return key_of("pdf", project_version(), _LIBRARIES, *file.depends_on(source))
