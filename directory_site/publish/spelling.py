"""Checks the Vietnamese spelling: every syllable of the site must be in the dictionary.

The dictionary is Debian's hunspell-vi, and `words.txt` in this folder has missing words. People's
names are not checked. A wrong word in the site's own texts is an error. A wrong word from the
roster is a warning, because only the unit can decide on it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from directory_site.publish.page_facts import PageFacts, words_of
from directory_site.publish.tools import MissingToolError
from directory_site.source import Source

_EXCEPTIONS = Path(__file__).with_name("words.txt")
_INSTALL = "apt-get install hunspell hunspell-vi"
# In scripts, texts with a letter beyond ASCII are Vietnamese.
_VIETNAMESE = re.compile(r"[^\x00-\x7f]")
# This file is a table of letters and not a text.
_LETTERS = "letters.js"
# Both positions of the tone mark are right in these syllables. The dictionary has the later one.
_OLD_PLACE = {
    new: old
    for news, olds in (
        ("òa óa ỏa õa ọa", "oà oá oả oã oạ"),
        ("òe óe ỏe õe ọe", "oè oé oẻ oẽ oẹ"),
        ("ùy úy ủy ũy ụy", "uỳ uý uỷ uỹ uỵ"),
    )
    for new, old in zip(news.split(), olds.split(), strict=True)
}
_NEW_PLACE = re.compile(rf"(?:{'|'.join(_OLD_PLACE)})$")


@dataclass
class Misspelt:
    """Spelling mistakes, as Vietnamese sentences.

    Attributes:
        errors: mistakes in the site's own texts, with the page.
        warnings: possible mistakes in texts of the roster.
    """

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def misspelt(site: Path, pages: Mapping[str, PageFacts], source: Source) -> Misspelt:
    """Look up every word of the site.

    Args:
        site: the built site.
        pages: its pages' facts, by path.
        source: the source, with the names and texts of the roster.

        Raises:
            MissingToolError: hunspell or its Vietnamese dictionary is missing.
    """
    used = {path: facts.words for path, facts in pages.items()}
    used |= dict(_scripts(site))
    every = {word for words in used.values() for word in words}
    unknown = _unknown(every - _exceptions() - _words(_names(source)))
    brought = _words(_roster_texts(source))
    found = Misspelt()
    for word in sorted(unknown):
        where = next(path for path, words in used.items() if word in words)
        if word in brought:
            found.warnings.append(
                f"Từ «{word}» của danh sách nhân sự không có trong từ điển; hãy xem có sai dấu "
                f"không (trang /{where})."
            )
        else:
            found.errors.append(
                f"Trang /{where}: từ «{word}» không có trong từ điển. Hãy sửa dấu; nếu viết đúng "
                f"thì thêm vào directory_site/publish/{_EXCEPTIONS.name}."
            )
    return found


def _scripts(site: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the texts in the site's own scripts, without generated scripts and tables."""
    for file in sorted(site.rglob("*.js")):
        path = file.relative_to(site)
        if "vendor" not in path.parts and path.name != _LETTERS:
            words = words_of(file.read_text(encoding="utf-8"))
            yield str(path), frozenset(word for word in words if _VIETNAMESE.search(word))


def _exceptions() -> set[str]:
    lines = _EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    return {word for line in lines for word in line.partition("#")[0].split()}


def _names(source: Source) -> Iterator[str]:
    for unit in source.directory.units:
        for person in unit.people:
            yield person.name


def _roster_texts(source: Source) -> Iterator[str]:
    office = source.office
    yield from (office.name, office.office, office.regulation)
    for name, others in office.directory.words.items():
        yield from (name, *others)
    for unit in source.directory.units:
        yield from (unit.name, unit.place or "", *unit.functions, *unit.former_names)
        yield from (section.name for section in unit.sections)
        yield from {person.title for person in unit.people}
    yield from (gone.name for gone in source.directory.gone)


def _words(texts: Iterable[str]) -> set[str]:
    return set(words_of("\n".join(set(texts))))


def _unknown(words: set[str]) -> set[str]:
    """Return the words that are not in the dictionary, without abbreviations."""
    asked = sorted(word for word in words if len(word) > 1 and not word.isupper())
    if not asked:
        return set()
    program = shutil.which("hunspell")
    if program is None:
        raise MissingToolError("hunspell để soát chính tả", _INSTALL)
    given = {_as_the_dictionary(word): word for word in asked}
    done = subprocess.run(
        [program, "-d", "vi_VN", "-i", "utf-8", "-l"],
        input="\n".join(given) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise MissingToolError("từ điển tiếng Việt của hunspell", _INSTALL)
    return {given[word] for word in done.stdout.split() if word in given}


def _as_the_dictionary(word: str) -> str:
    """Return a word as NFC, with the tone mark of words like «hòa» as in the dictionary."""
    composed = unicodedata.normalize("NFC", word.lower())
    return _NEW_PLACE.sub(lambda match: _OLD_PLACE[match[0]], composed)
