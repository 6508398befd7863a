"""The checks of a site before its publication. An error stops it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory_site.addresses import root
from directory_site.cache import Cache
from directory_site.publish.links import broken_links
from directory_site.publish.markup import wrong_markup
from directory_site.publish.page_facts import facts_of_pages
from directory_site.publish.spelling import misspelt
from directory_site.publish.tools import MissingToolError
from directory_site.source import Source

# The maximum of shown errors of a check, since a mistake in a template is on every page.
_SHOWN = 20


@dataclass(frozen=True)
class Checked:
    """The checks' errors and warnings, as Vietnamese sentences. An error stops the publication."""

    errors: list[str]
    warnings: list[str]


def check(site: Path, source: Source) -> Checked:
    """Check links, markup and spelling of a built site. A missing program is an error.

    Args:
        site: the built site.
        source: what it was built from.
    """
    try:
        with Cache() as cache:
            pages = facts_of_pages(site, cache)
            words = misspelt(site, pages, source)
            found = (
                list(broken_links(site, pages, root(source.office))),
                list(wrong_markup(site, list(pages), cache)),
                words.errors,
            )
    except MissingToolError as error:
        return Checked([str(error)], [])
    return Checked([line for lines in found for line in _first(lines)], _first(words.warnings))


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*islice(lines, _SHOWN), *([f"… và {more} chỗ nữa như vậy."] if more > 0 else [])]
