"""Pages of the directory as Markdown: data in, texts out, no files and no MkDocs.

One kind of page a module; what they share stands in `parts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from directory_site.markdown import (
    a_to_z,
    about,
    changes,
    data,
    front,
    functions,
    gone,
    leaders,
    unit,
)
from directory_site.markdown.parts import Page
from directory_site.source import Source


def pages(source: Source) -> Iterator[Page]:
    """Yield every page; a unit's page is named after its id and so outlives a renaming."""
    yield front.front_page(source)
    yield about.about_page(source)
    for entry in source.directory.units:
        yield unit.unit_page(entry, source)
    for former in source.directory.gone:
        yield gone.gone_page(former, source)
    yield from functions.function_pages(source)
    yield from a_to_z.letter_pages(source)
    yield leaders.leaders_page(source)
    yield changes.changes_page(source)
    yield data.data_page(source)
