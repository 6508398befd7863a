"""The directory for programs and address books: a module for each format, without file access.

Within a version, the paths of files, the columns, the keys and their meaning do not change. New
columns are added only at the end, new keys anywhere. Any other change needs a new version beside
the old one. The data has nothing that the pages do not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from directory_site.cache import Cache, key_of, project_version
from directory_site.cards import person_card_path, shows_people
from directory_site.open_data import atom, csv_table, csvw, json_document, json_schema, qr, vcard
from directory_site.open_data.place import DATA
from directory_site.source import Source

# Path from the site's root, and content.
File = tuple[str, str | bytes]


def files(source: Source) -> Iterator[File]:
    """Yield every file: the data in its forms, cards and QR codes, the feed of changes."""
    yield DATA + csv_table.NAME, csv_table.table(source)
    yield DATA + csvw.NAME, csvw.metadata(source)
    yield DATA + json_document.NAME, json_document.document(source)
    yield DATA + json_schema.NAME, json_schema.schema_text(source.office)
    yield "thay-doi.xml", atom.feed(source)
    with Cache() as cache:
        yield from _cards(source, cache)


def _cards(source: Source, cache: Cache) -> Iterator[File]:
    for unit in source.directory.units:
        key = key_of("cards", project_version(), source.unit_keys[unit.id])
        cards = cache.kept(key, partial(vcard.unit_cards, unit, source.office))
        yield f"don-vi/{unit.id}/danh-ba.vcf", cards
        yield f"don-vi/{unit.id}/qr.svg", qr.unit_code(unit, cache)
        if not shows_people(source.office):
            for place, person in enumerate(unit.people, 1):
                if person.name:
                    card = vcard.person_card(person, unit, source.office)
                    yield person_card_path(unit.id, place), card
