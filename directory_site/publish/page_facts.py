"""What the checks need to know of a page: its links, what links can lead to, its words.

A page is parsed once for all of them, and not again while its bytes stay the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from congvu.processes import in_processes
from directory_site.cache import Cache, code_version, key_of

_find = partial(etree.XPath, smart_strings=False)
_LINKS = _find("//@href | //@src | //@action | //@poster")
_IDS = _find("//@id")
_FOREIGN = _find("//*[@lang and @lang != 'vi']")
_TEXTS = _find("//text()")
# What people see or hear of a page beside its text.
_SAID = _find(
    "//@alt | //@title | //@aria-label | //@placeholder | //meta[@name = 'description']/@content"
)
_UNSAID = ("script", "style", "code", "pre", "template")
# What leads to no page; tens of thousands stand in the longest pages.
_ELSEWHERE = ("mailto:", "data:", "tel:")
# An address of mail or of a page, a file's name: no words of the language.
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w|/\w+/)\S*")
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")


class PageFacts(NamedTuple):
    """One page.

    Attributes:
        links: as they stand in it, each once.
        ids: what a link's fragment can name.
        words: of its texts, as they are written, each once.
    """

    links: tuple[str, ...]
    ids: frozenset[str]
    words: frozenset[str]


def facts_of_pages(site: Path, cache: Cache) -> dict[str, PageFacts]:
    """Return the facts of every HTML file, by its path from the site's root, in order."""
    files = sorted(site.rglob("*.html"))
    keys = {file: key_of("facts", _VERSION, file.read_bytes()) for file in files}
    new = [file for file in files if cache.get(keys[file]) is None]
    new.sort(key=lambda file: -file.stat().st_size)
    size = sum(file.stat().st_size for file in new)
    for file, found in zip(new, in_processes(_facts_as_json, new, size), strict=True):
        cache.put(keys[file], found)
    return {str(file.relative_to(site)): _facts(cache.get(keys[file]) or b"") for file in files}


def _facts(known: bytes) -> PageFacts:
    links, ids, words = json.loads(known)
    return PageFacts(tuple(links), frozenset(ids), frozenset(words))


def _facts_as_json(file: Path) -> bytes:
    return json.dumps(_parse(file.read_bytes()), ensure_ascii=False).encode()


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text, without those in addresses."""
    yield from _WORD.findall(_ADDRESS.sub(" ", text))


def _parse(content: bytes) -> tuple[list[str], list[str], list[str]]:
    """Return links, ids and words. XPath finds at once what a loop over elements takes long for."""
    # Pages of thousands of rows are long, and they are our own.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    # An address may break before its @, and is one for all that.
    root = html.document_fromstring(content.replace(b"<wbr>@", b"@"), parser=parser)
    links = {link for link in _LINKS(root) if not link.startswith(_ELSEWHERE)}
    ids = set(_IDS(root))
    for element in _FOREIGN(root):
        element.clear(keep_tail=True)
    etree.strip_elements(root, *_UNSAID, with_tail=False)
    words = set(words_of("\n".join({*_TEXTS(root), *_SAID(root)})))
    return sorted(links), sorted(ids), sorted(words)


_VERSION = code_version(__file__, libraries=".".join(map(str, etree.LXML_VERSION)))
