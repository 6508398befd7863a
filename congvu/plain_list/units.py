"""Finds the unit of the roster that a list names, also by usual abbreviations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from congvu.names import fold, syllables
from congvu.roster.model import Unit

_COMMITTEES = (("ubnd",), ("uy", "ban", "nhan", "dan"), ("hdnd", "ubnd"))
_DISTRICTS = ("huyen", "quan")
# Abbreviations of the first word of a unit's name.
_HEADS = {
    "p": ("phong",), "vp": ("van", "phong"), "tt": ("thi", "tran"), "x": ("xa",),
    "tttam": ("trung", "tam"), "bql": ("ban", "quan", "ly"),
}  # fmt: skip
_TRUNG_TAM = ("trung", "tam")
# «I.», «A)», «1.2 -» and bullets before a heading.
_ENUMERATION = re.compile(
    r"^(?:(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)\s*[.)/:–-]+\s*|[-–•*+]\s*)(?=\S)"
)
# «(05 người)», «: 12 đ/c» after a heading.
_COUNT = re.compile(
    r"\s*[(:–-]*\s*(?:có\s+)?\d+\s*(?:người|cán bộ|đ/c|đồng chí|biên chế|cbccvc|cc|nv)?\s*\)?\s*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^(?:tên )?(?:đơn vị|cơ quan|phòng ban)(?: công tác)?\s*:\s*", re.IGNORECASE
)
# The district and the province after a unit's name.
_OF_DISTRICT = re.compile(r"\s*[,–-]?\s*\b(?:huyện|quận)\s+(\S.*)$", re.IGNORECASE)
_OF_PROVINCE = re.compile(r"\s*[,–-]?\s*\btỉnh\s+\S.*$", re.IGNORECASE)


def heading(text: str) -> str:
    """Return a heading's text without its number, the count of people and «Đơn vị:».

    >>> heading("II. Phòng Nội vụ (05 người)"), heading("Đơn vị: UBND xã Tây Phú")
    ('Phòng Nội vụ', 'UBND xã Tây Phú')
    """
    said = _LABELLED.sub("", _ENUMERATION.sub("", text.strip()))
    counted = _COUNT.sub("", said)
    return counted.rstrip(" :;.-–") or said


@dataclass(frozen=True)
class Match:
    """The result of a search for a unit.

    Attributes:
        unit: the unit's id, None where the text fits no unit or several.
        several: names of the units that the text fits, if there are several.
        near: name of the unit with the most similar spelling, if the text fits none.
    """

    unit: str | None = None
    several: tuple[str, ...] = ()
    near: str | None = None


class UnitFinder:
    """Finds units by the names that lists use."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._districts = {
            tokens[1:]
            for unit in self._units.values()
            if (tokens := _without_committee(_tokens(unit.name)))[:1] in {(d,) for d in _DISTRICTS}
        }
        sure: defaultdict[str, set[str]] = defaultdict(set)
        short: defaultdict[str, set[str]] = defaultdict(set)
        for unit in self._units.values():
            for key in self._names(unit):
                sure[key].add(unit.id)
            for key in self._short_names(unit):
                short[key].add(unit.id)
        self._sure, self._short = dict(sure), dict(short)

    def find(self, text: str) -> Match:
        """Find the unit that a text means."""
        if text in self._units:
            return Match(text)
        for known in (self._sure, self._short):
            for key in self._keys(text):
                if (ids := known.get(key)) is not None:
                    if len(ids) == 1:
                        return Match(next(iter(ids)))
                    return Match(several=tuple(sorted(self._units[id_].name for id_ in ids)))
        near = get_close_matches(next(iter(self._keys(text)), ""), self._sure, n=1, cutoff=0.75)
        if not near:
            return Match()
        return Match(near=self._units[min(self._sure[near[0]])].name)

    def holding(self, text: str) -> list[str]:
        """Return the ids of the units whose name has a text in it, syllable by syllable."""
        parts = [part for part in _expanded(_tokens(text)) if part]
        return [unit.id for unit in self._units.values()
                if any(_has(_tokens(unit.name), part) for part in parts)]  # fmt: skip

    def name(self, unit_id: str) -> str:
        """Return a unit's name."""
        return self._units[unit_id].name

    def is_leadership(self, unit_id: str) -> bool:
        """Tell whether a unit is the district's leadership."""
        return self._units[unit_id].kind == "leadership"

    def _names(self, unit: Unit) -> Iterator[str]:
        """Yield the keys of a unit's full name."""
        yield from self._keys(unit.name)
        yield fold(unit.id)
        if unit.mailbox.name is not None:
            yield fold(unit.mailbox.name)

    def _short_names(self, unit: Unit) -> Iterator[str]:
        """Yield the keys of a unit's usual short names."""
        if unit.place is not None:
            place = fold(unit.place)
            yield from (place, f"xa{place}" if unit.kind == "commune" else f"thitran{place}")
            return
        tokens = self._without_district(_tokens(unit.name))
        for head in (1, 2):
            if len(tokens) > head:
                rest = [token for token in tokens[head:] if token != "va"]
                yield "".join((*tokens[:head], *(token[0] for token in rest)))
        if unit.kind == "leadership":
            district = "".join(_without_committee(_tokens(unit.name)))
            yield from ("ubndhuyen", "lanhdaohuyen", "lanhdaoubndhuyen", f"lanhdao{district}")

    def _keys(self, text: str) -> Iterator[str]:
        """Yield the keys to search for, beginning with that of the whole text."""
        said = heading(text)
        for form in dict.fromkeys((text, said, self._without_places(said))):
            tokens = _tokens(form)
            for expanded in _expanded(tokens):
                for key in (expanded, self._without_district(_without_committee(expanded))):
                    if key:
                        yield "".join(token for token in key if token != "va")

    def _without_places(self, text: str) -> str:
        """Remove province and district after a name, but keep the name of another district."""
        said = _OF_PROVINCE.sub("", text) or text
        match = _OF_DISTRICT.search(said)
        if match is None or not match.start():
            return said
        place = _tokens(match[1])
        # An empty roster has no district yet. «UBND» alone does not name a unit.
        known = place in self._districts or not self._districts
        rest = said[: match.start()]
        return rest if known and _tokens(rest) not in _COMMITTEES else said

    def _without_district(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        for place in self._districts:
            size = len(place) + 1
            if len(tokens) > size and tokens[-size] in _DISTRICTS and tokens[-size + 1 :] == place:
                return tokens[:-size]
        return tokens[:-1] if len(tokens) > 1 and tokens[-1] in _DISTRICTS else tokens


def _tokens(text: str) -> tuple[str, ...]:
    marked = re.sub(r"[&+/.,:;()]", " ", text)
    return tuple(filter(None, map(fold, syllables(marked))))


def _has(tokens: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(tokens[at : at + len(part)] == part for at in range(len(tokens)))


def _without_committee(tokens: tuple[str, ...]) -> tuple[str, ...]:
    for committee in _COMMITTEES:
        if tokens[: len(committee)] == committee and len(tokens) > len(committee):
            return tokens[len(committee) :]
    return tokens


def _expanded(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield tokens
    if tokens and (head := _HEADS.get(tokens[0])) is not None:
        yield (*head, *tokens[1:])
    if tokens[:1] == ("tt",):
        yield (*_TRUNG_TAM, *tokens[1:])
