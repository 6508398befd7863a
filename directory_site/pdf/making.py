"""Makes the files that are printed, and keeps them from build to build."""

from __future__ import annotations

import sys
from collections.abc import Collection
from importlib.metadata import version

from directory_site.cache import Cache, key_of, project_version
from directory_site.pdf.volumes import printed_files
from directory_site.source import Source


def printed(source: Source) -> dict[str, bytes | None]:
    """Return every file by its path from the site's root; None for those not made before.

    The first one leads to the others.
    """
    with Cache() as cache:
        return {path: cache.get(key) for path, key in _keys(source).items()}


def every_pdf(source: Source) -> dict[str, bytes]:
    """Return every file by its path; what is not known is made."""
    known = printed(source)
    missing = [path for path, kept in known.items() if kept is None]
    made = make_pdfs(missing, source) if missing else {}
    return {path: made[path] if kept is None else kept for path, kept in known.items()}


def make_pdfs(paths: Collection[str], source: Source) -> dict[str, bytes]:
    """Make files, and keep them for the next build.

    Args:
        paths: some of those of `printed`, or all.
        source: what is printed.
    """
    # Typst and what packs its files take a tenth of a second to load; most builds need neither.
    from directory_site.pdf.data import printed_data  # noqa: PLC0415
    from directory_site.pdf.typesetting import NotUniversalError, Typesetter  # noqa: PLC0415

    made, keys = {}, _keys(source)
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
                cache.put(keys[path], made[path])
    return made


def _keys(source: Source) -> dict[str, bytes]:
    libraries = " ".join(f"{name} {version(name)}" for name in ("fonttools", "pikepdf", "typst"))
    return {
        path: key_of("pdf", project_version(), libraries, *file.depends_on(source))
        for path, file in printed_files(source).items()
    }
