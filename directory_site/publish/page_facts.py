"""What the checks need to know of a page: its links, what links can lead to, its words.

A page is parsed once for all of them, and not again while its bytes stay the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from directory_site.cache import Cache, code_version, key_of
from directory_site.publish.processes import in_processes

_LINKS = ("href", "src", "action", "poster")
# What leads to no page; tens of thousands stand in the longest pages.
_ELSEWHERE = ("mailto:", "data:", "tel:")
# What people see or hear of a page beside its text.
_SAID = ("alt", "title", "aria-label", "placeholder")
_UNSAID = frozenset(["script", "style", "code", "pre", "template"])
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
    # Pages of thousands of rows are long, and they are our own.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(content, parser=parser)
    foreign = set(root.xpath("//*[@lang and @lang != 'vi']/descendant-or-self::*"))
    links: set[str] = set()
    ids: set[str] = set()
    texts: set[str | None] = set()
    for element in root.iter(etree.Element):
        facts = element.attrib
        for name in _LINKS:
            if (link := facts.get(name)) and not link.startswith(_ELSEWHERE):
                links.add(link)
        if (found := facts.get("id")) is not None:
            ids.add(found)
        if element not in foreign:
            texts.update(_texts(element))
        if element.getparent() is None or element.getparent() not in foreign:
            texts.add(element.tail)
    words = {word for text in texts if text for word in words_of(text)}
    return sorted(links), sorted(ids), sorted(words)


def _texts(element: html.HtmlElement) -> Iterator[str | None]:
    facts = element.attrib
    if element.tag == "meta":
        if facts.get("name") == "description":
            yield facts["content"]
        return
    if element.tag not in _UNSAID:
        # The first half of an address that may break before its @ is no word.
        if len(element) == 0 or element[0].tag != "wbr":
            yield element.text
        for name in _SAID:
            yield facts.get(name)


_VERSION = code_version(__file__, libraries=".".join(map(str, etree.LXML_VERSION)))
