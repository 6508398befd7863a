"""Pages of the directory as Markdown: data in, texts out, no files and no MkDocs.

Each kind of page is a module; `parts` has the common parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from directory_site.cache import Cache, key_of, project_version
from directory_site.markdown import (
    a_to_z,
    about,
    changes,
    data,
    front,
    functions,
    gone,
    leaders,
    search,
    unit,
)
from directory_site.markdown.parts import Page
from directory_site.source import Source


def pages(source: Source) -> Iterator[Page]:
    """Yield every page. A unit's page is named by its id, so it stays after a renaming."""
    yield front.front_page(source)
    yield about.about_page(source)
    yield search.search_page(source)
    yield from _unit_pages(source)
    for former in source.directory.gone:
        yield gone.gone_page(former, source)
    yield from functions.function_pages(source)
    yield from a_to_z.letter_pages(source)
    yield leaders.leaders_page(source)
    yield changes.changes_page(source)
    yield data.data_page(source)


def _unit_pages(source: Source) -> Iterator[Page]:
    """Yield the units' pages. Each depends only on unit and office, and is cached by them."""
    with Cache() as cache:
        for entry in source.directory.units:
            key = key_of("unit", project_version(), source.unit_keys[entry.id])
            if (text := cache.get(key)) is None:
                made = unit.unit_page(entry, source)
                cache.put(key, made.text.encode())
                yield made
            else:
                yield Page(unit.path(entry), text.decode())
