"""What the site is made of beside its theme: pages as Markdown, and other files.

The search's index and the PDF take long and are made while MkDocs works: see `hook`.

Each producer takes the source and yields outputs; a new kind of output is a new producer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from directory_site.markdown import pages
from directory_site.open_data import files
from directory_site.revision import PATH as REVISION_PATH
from directory_site.revision import revision_file
from directory_site.robots import robots_txt
from directory_site.source import Source


@dataclass(frozen=True)
class Output:
    """One file of the site's sources.

    Attributes:
        path: relative to the site's root, with slashes.
        content: Markdown as text, anything else as text or bytes.
    """

    path: str
    content: str | bytes


def _pages(source: Source) -> Iterator[Output]:
    for page in pages(source):
        yield Output(page.path, page.text)


def _robots(source: Source) -> Iterator[Output]:
    yield Output("robots.txt", robots_txt(source))


def _revision(source: Source) -> Iterator[Output]:
    yield Output(REVISION_PATH, revision_file(source.revision))


def _open_data(source: Source) -> Iterator[Output]:
    for path, content in files(source):
        yield Output(path, content)


_PRODUCERS: tuple[Callable[[Source], Iterator[Output]], ...] = (
    _pages,
    _robots,
    _revision,
    _open_data,
)


def outputs(source: Source) -> Iterator[Output]:
    """Yield every output of a source, always in the same order."""
    for producer in _PRODUCERS:
        yield from producer(source)
