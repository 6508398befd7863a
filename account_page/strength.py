"""Whether a password may be chosen: the office's rules, what others would guess first.

How many tries one withstands is zxcvbn's estimate. What it knows is English, so it is handed the
words around a person, words of ours, and all syllables of Vietnamese. Birth dates never reach this
host: any year in which somebody at work may be born is refused.
"""

import re
from functools import cache
from itertools import pairwise, product
from pathlib import Path

from zxcvbn_rs_py import zxcvbn

from account_page import passwords, people, sentences

_WORDS = Path(__file__).with_name("words")
ENOUGH = 2**36  # tries: at 5 in 15 minutes a source, for ever; zxcvbn's best mark asks 10**10
_SEEN = 40  # characters that zxcvbn is shown: its time grows with their square and more
_YEAR = re.compile(r"19[3-9]\d|200\d|201[0-5]")
_LEET = str.maketrans("@4013$5!78", "aaoiessitb")
_KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


def refusals(password: str, person: people.Person, office: people.Office) -> list[str]:
    """Return why a password can't be chosen, each a sentence that says what to do; none is good."""
    rules = office.rules.password
    if len(password) > passwords.LONGEST:
        return [sentences.say("too-long", most=passwords.LONGEST)]
    found = []
    if len(password) < rules.least:
        found.append(sentences.say("too-short", length=len(password), least=rules.least))
    if sum(any(map(kind, password)) for kind in _KINDS) < rules.classes:
        found.append(sentences.say("too-few-kinds", least=rules.classes))
    if word := _own_word(password, person, office):
        found.append(sentences.say("own-word", word=word))
    if year := _YEAR.search(password):
        found.append(sentences.say("year", year=year[0]))
    if not found and guesses(password, _words(person, office)) < ENOUGH:
        found.append(sentences.say("easy"))
    return found


@passwords.bounded()
def guesses(password: str, own: list[str]) -> int:
    """Return how many tries a password withstands, whatever its capitals and diacritics.

    Args:
        password: as it was typed.
        own: words that belong to the person, which are guessed first.
    """
    return zxcvbn(people.fold(password)[:_SEEN], [*own, *_vietnamese()]).guesses


@cache
def _vietnamese() -> list[str]:
    """Return what Vietnamese passwords are made of, the likeliest first."""
    onsets, rimes = (_WORDS / "syllables.txt").read_text("utf-8").splitlines()
    syllables = map("".join, product(["", *onsets.split()], rimes.split()))
    return [*(_WORDS / "vietnamese.txt").read_text("utf-8").split(), *syllables]


def _words(person: people.Person, office: people.Office) -> list[str]:
    """Return the words around a person, and any two that follow each other, as one."""
    words, local = [], person.address.partition("@")[0]
    for text in (person.name, person.unit, office.name, local, *office.domain.split(".")):
        parts = re.findall(r"[a-z0-9]+", people.fold(text))
        words += ["".join(parts), *map("".join, pairwise(parts)), *parts]
    return [*dict.fromkeys(word for word in words if len(word) > 1)]


def _own_word(password: str, person: people.Person, office: people.Office) -> str | None:
    """Return what of a person's own words stands in a password; short ones may be chance."""
    plain = re.sub(r"[^a-z0-9]", "", people.fold(password))
    leet = re.sub(r"[^a-z0-9]", "", people.fold(password).translate(_LEET))
    words = [word for word in _words(person, office) if len(word) > 4 and not word.isdigit()]
    return next((word for word in words if word in plain or word in leet), None)
