"""The facts about a page that the checks need: links, ids and words.

A page is parsed once for all checks, and not again until its bytes change.
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
# Attributes with texts that people see or hear.
_SAID = _find(
    "//@alt | //@title | //@aria-label | //@placeholder | //meta[@name = 'description']/@content"
)
_UNSAID = ("script", "style", "code", "pre", "template")
# Links that lead to no page. The longest pages have tens of thousands of them.
_ELSEWHERE = ("mailto:", "data:", "tel:")
# Mail addresses, URLs and file names, which are not words.
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w|/\w+/)\S*")
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")


class PageFacts(NamedTuple):
    """One page.

    Attributes:
        links: its links as written, each once.
        ids: its ids, which fragments of links can name.
        words: the words of its texts as written, each once.
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
    """Return links, ids and words. XPath is much faster than a loop over the elements."""
    # Allow large pages, since they are our own.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    # An address with a possible line break before its @ is one word.
    root = html.document_fromstring(content.replace(b"<wbr>@", b"@"), parser=parser)
    links = {link for link in _LINKS(root) if not link.startswith(_ELSEWHERE)}
    ids = set(_IDS(root))
    for element in _FOREIGN(root):
        element.clear(keep_tail=True)
    etree.strip_elements(root, *_UNSAID, with_tail=False)
    words = set(words_of("\n".join({*_TEXTS(root), *_SAID(root)})))
    return sorted(links), sorted(ids), sorted(words)


_VERSION = code_version(__file__, libraries=".".join(map(str, etree.LXML_VERSION)))
