"""One typing error in a text without diacritics, and every text that one error leads to or from."""

from __future__ import annotations

from random import Random

# Keys beside each other on a phone.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyz "
KINDS = ("substitution", "omission", "insertion", "swap")


def mistype(text: str, kind: str, rng: Random) -> str:
    """Return a text with one error of a kind, never in its first letter nor in its last.

    Args:
        text: ``a-z`` and spaces.
        kind: one of `KINDS`.
        rng: where chance comes from.
    """
    while True:
        at = rng.randrange(1, len(text) - 2)
        letter, following = text[at], text[at + 1]
        if " " in (letter, following) or letter == following:
            continue
        if kind == "substitution":
            return text[:at] + _beside(letter, rng) + text[at + 1 :]
        if kind == "omission":
            return text[:at] + text[at + 1 :]
        if kind == "insertion":
            return text[: at + 1] + _beside(letter, rng) + text[at + 1 :]
        return text[:at] + following + letter + text[at + 2 :]


def one_error_away(text: str) -> set[str]:
    """Return every text that differs by one substitution, omission, insertion or swap."""
    halves = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    return {
        *(left + right[1:] for left, right in halves if right),
        *(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1),
        *(left + letter + right[1:] for left, right in halves if right for letter in _LETTERS),
        *(left + letter + right for left, right in halves for letter in _LETTERS),
    }


def _beside(letter: str, rng: Random) -> str:
    for row in _ROWS:
        if (at := row.find(letter)) >= 0:
            return rng.choice([row[other] for other in (at - 1, at + 1) if 0 <= other < len(row)])
    raise ValueError(f"not a letter: {letter!r}")
