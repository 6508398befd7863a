"""The site's pages as Markdown, which MkDocs renders, and its other generated files.

The files are made while MkDocs works (see `hook`). MkDocs does not know them, so no page may have a
Markdown link to them. The PDF is made separately (`directory_site.pdf`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from directory_site import open_data
from directory_site.markdown import pages
from directory_site.revision import PATH as REVISION_PATH
from directory_site.revision import revision_file
from directory_site.robots import robots_txt
from directory_site.search.write import PATH as SEARCH_PATH
from directory_site.search.write import index
from directory_site.source import Source


def page_texts(source: Source) -> dict[str, str]:
    """Return the Markdown of every page by its path from the site's root, in a fixed order."""
    return {page.path: page.text for page in pages(source)}


def made_files(source: Source) -> dict[str, bytes]:
    """Return every file except the PDF, by its path from the site's root."""
    files: Iterable[tuple[str, str | bytes]] = (
        ("robots.txt", robots_txt(source)),
        (REVISION_PATH, revision_file(source.revision)),
        (SEARCH_PATH, index(source)),
        *open_data.files(source),
    )
    return {
        path: content.encode() if isinstance(content, str) else content for path, content in files
    }


def write(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder by their paths."""
    for path, content in contents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
