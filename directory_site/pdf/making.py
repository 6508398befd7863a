"""Makes the files that are printed, or takes them from the cache."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version

from directory_site.cache import Cache, key_of, project_version
from directory_site.pdf.volumes import PrintedFile, printed_files
from directory_site.source import Source


def paths(source: Source) -> list[str]:
    """Return the paths of all files from the site's root; the first one leads to the others."""
    return list(printed_files(source))


def make_pdfs(wanted: Collection[str], source: Source) -> dict[str, bytes]:
    """Return files by their paths; what was made of the same data is kept for the next build.

    Args:
        wanted: some of the `paths`, or all.
        source: what is printed.
    """
    libraries = " ".join(f"{name} {version(name)}" for name in ("fonttools", "pikepdf", "typst"))
    files = {path: file for path, file in printed_files(source).items() if path in wanted}
    with Cache() as cache:
        keys = {
            path: key_of("pdf", project_version(), libraries, *file.depends_on(source))
            for path, file in files.items()
        }
        made = {path: known for path, key in keys.items() if (known := cache.get(key))}
        missing = {path: file for path, file in files.items() if path not in made}
        for path, pdf, sound in _typeset(missing, source) if missing else ():
            made[path] = pdf
            if sound:
                cache.put(keys[path], pdf)
    return made


def _typeset(files: Mapping[str, PrintedFile], source: Source) -> Iterator[tuple[str, bytes, bool]]:
    """Yield each file with its path, and whether it is all that it should be."""
    # Typst and what packs its files take a tenth of a second to load; most builds need neither.
    from directory_site.pdf.data import printed_data  # noqa: PLC0415
    from directory_site.pdf.typesetting import NotUniversalError, Typesetter  # noqa: PLC0415

    with Typesetter() as typesetter:
        for path, file in files.items():
            data = printed_data(file, source)
            try:
                yield path, typesetter.pdf(data), True
            except NotUniversalError as error:
                # A letter that no font has is no reason to have no list: it is printed as a box,
                # and the file does not say that it is PDF/UA. Not kept, so that it is said again.
                print(f"{path} không đạt chuẩn PDF/UA: {error}", file=sys.stderr)
                yield path, typesetter.pdf(data, universal=False), False
