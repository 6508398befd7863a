"""Writes `invented.yml`: queries about 30,000 invented people, with what may be the first answer.

    python -m benchmarks.search_queries.invent

What is expected follows from the roster alone: whoever bears the name that was typed, whichever
unit has the place. Who types diacritics means them; who types none may mean any. With one typing
error, all that one error could have come from may be meant, or whatever stands there as typed, or
begins so. Initials and beginnings that more than 60 mailboxes share are not asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from random import Random

from benchmarks.search_engines.roster import PEOPLE, invented_directory
from benchmarks.search_queries import DECOMPOSED, INVENTED, save
from benchmarks.search_queries.keyboards import telex, vni
from benchmarks.search_queries.mistakes import KINDS, mistype, one_error_away
from benchmarks.search_queries.texts import (
    duty,
    in_alphabet,
    initials,
    local_part,
    other_placement,
    plain,
    spelling,
)
from congvu.directory import Directory, PersonEntry, UnitEntry

_SEED = 20261125
_EACH = 20
_MOST = 60
_FUNCTIONS = ("ho tich", "chung thuc", "dat dai", "khai sinh", "sao y", "so do", "ket hon")
_UNIT_FORMS = ("{}", "xa {}", "ubnd xa {}", "uy ban {}")

Pair = tuple[str, Iterable[str]]


class Inventor:
    """Makes the queries of each group from one directory; every draw comes from one seed."""

    def __init__(self, directory: Directory) -> None:
        self._rng = Random(_SEED)
        self._units = directory.units
        self._people = [(person, unit) for unit in directory.units for person in unit.people]
        self._by_name = _index(self._people, lambda person, _: plain(person.name))
        self._by_spelling = _index(self._people, lambda person, _: spelling(person.name))
        self._by_place = {
            plain(unit.place or ""): [local_part(unit.address)] for unit in self._units
        }
        self._by_title = _index(
            self._people, lambda person, unit: f"{duty(person.title)} {plain(unit.place or '')}"
        )
        self._addresses = sorted(
            local_part(address)
            for unit in self._units
            for address in (
                unit.address,
                *(section.address for section in unit.sections),
                *(person.address for person in unit.people),
            )
        )

    def groups(self) -> dict[str, dict[str, str]]:
        """Return the queries as `by_hand.yml` has them."""
        makers: dict[str, Callable[[], Iterator[Pair]]] = {
            "names without diacritics": self._plain_names,
            "names with diacritics": self._names,
            "names in another order": self._other_orders,
            "beginnings of words": self._beginnings,
            "titles and places": self._titles,
            "units": self._units_in_forms,
            "functions": self._functions,
            "sections": self._sections,
            "addresses": self._local_parts,
            "Telex": lambda: self._keys(telex),
            "VNI": lambda: self._keys(vni),
            "tone placement": self._tone_placement,
            "one typing error": self._errors,
            "initials": self._initials,
            "words run together": self._run_together,
            "names mixed with places or titles": self._mixed,
            DECOMPOSED: self._decomposed,
        }
        return {
            group: {typed: " ".join(sorted(set(expected))) for typed, expected in maker()}
            for group, maker in makers.items()
        }

    def _plain_names(self) -> Iterator[Pair]:
        for person, _ in self._draw():
            typed = plain(person.name)
            yield typed, self._by_name[typed]

    def _names(self) -> Iterator[Pair]:
        for person, _ in self._draw():
            yield person.name.lower(), self._by_spelling[spelling(person.name)]

    def _other_orders(self) -> Iterator[Pair]:
        bearers = _index(self._people, lambda person, _: in_alphabet(plain(person.name)))
        for number, (person, _) in enumerate(self._draw(syllables=3)):
            family, *middle, given = plain(person.name).split()
            orders = ([given, family, *middle], [*middle, given, family], [given, *middle, family])
            typed = " ".join(orders[number % 3])
            yield typed, bearers[in_alphabet(typed)]

    def _beginnings(self) -> Iterator[Pair]:
        found = 0
        for person, _ in self._draw(2000, syllables=3):
            typed = plain(person.name)
            typed = typed[: typed.rindex(" ") + self._rng.choice((2, 3))]
            meant = self._beginning_with(typed)
            if len(meant) <= _MOST:
                yield typed, meant
                found += 1
            if found == _EACH:
                break
        for unit in self._rng.sample(self._units, 6):
            typed = plain(unit.place or "")[:-1]
            yield (
                f"xa {typed}",
                [one for place, (one,) in self._by_place.items() if place.startswith(typed)],
            )

    def _titles(self) -> Iterator[Pair]:
        for number, (person, unit) in enumerate(self._draw()):
            typed = f"{duty(person.title)} {plain(unit.place or '')}"
            yield ("cong chuc " * (number % 2) + typed), self._by_title[typed]

    def _units_in_forms(self) -> Iterator[Pair]:
        for number, unit in enumerate(self._rng.sample(self._units, _EACH)):
            typed = _UNIT_FORMS[number % 4].format(plain(unit.place or ""))
            yield typed, [local_part(unit.address)]

    def _functions(self) -> Iterator[Pair]:
        for number, unit in enumerate(self._rng.sample(self._units, _EACH)):
            words = [_FUNCTIONS[number % len(_FUNCTIONS)], plain(unit.place or "")]
            yield " ".join(words[:: -1 if number % 5 == 4 else 1]), [local_part(unit.address)]

    def _sections(self) -> Iterator[Pair]:
        for number, unit in enumerate(self._rng.sample(self._units, _EACH)):
            place = f"{'xa ' * (number % 2)}{plain(unit.place or '')}"
            yield f"van thu {place}", [local_part(unit.sections[0].address)]

    def _local_parts(self) -> Iterator[Pair]:
        for number, (person, unit) in enumerate(self._draw(24)):
            local = local_part((person, person, unit, unit.sections[0])[number % 4].address)
            if number % 3 == 0:
                yield local, [local]
            elif number % 3 == 1:
                yield (f"{local}@" if number % 2 else f"{local}@tayson.binhdinh.gov.vn"), [local]
            elif len(typed := local[:-2]) > 5:
                exact = [typed] if typed in self._addresses else []
                yield typed, exact or [one for one in self._addresses if one.startswith(typed)]

    def _keys(self, keyboard: Callable[..., str]) -> Iterator[Pair]:
        for number, (person, _) in enumerate(self._draw()):
            typed = keyboard(person.name, tone_last=number % 2 == 1)
            yield typed, self._by_name[plain(person.name)]
        for number, unit in enumerate(self._rng.sample(self._units, 6)):
            words = f"xã {unit.place}" if number % 2 else f"hộ tịch {unit.place}"
            yield keyboard(words, tone_last=number % 2 == 1), [local_part(unit.address)]

    def _tone_placement(self) -> Iterator[Pair]:
        found = 0
        for person, _ in self._draw(5000):
            typed = other_placement(person.name.lower())
            if typed != person.name.lower():
                yield typed, self._by_spelling[spelling(person.name)]
                found += 1
            if found == _EACH:
                break

    def _errors(self) -> Iterator[Pair]:
        for number, (person, _) in enumerate(self._draw(24)):
            yield self._error(plain(person.name), number, self._by_name)
        towns = {f"xa {place}": units for place, units in self._by_place.items()}
        doing = {
            f"{function} {place}": units
            for place, units in self._by_place.items()
            for function in _FUNCTIONS
        }
        for texts in (towns, doing, self._by_title):
            for number, text in enumerate(self._rng.sample(sorted(texts), 8)):
                yield self._error(text, number, texts)

    def _error(self, text: str, number: int, texts: dict[str, list[str]]) -> Pair:
        typed = mistype(text, KINDS[number % 4], self._rng)
        meant = [typed, text] if typed in texts else sorted(one_error_away(typed) & set(texts))
        begun = [other for other in texts if other.startswith(typed)]
        return typed, [one for other in (*meant, *begun) for one in texts[other]]

    def _initials(self) -> Iterator[Pair]:
        bearers = _index(self._people, lambda person, _: initials(person.name))
        found = 0
        for person, _ in self._draw(2000, syllables=3):
            typed = initials(person.name)
            if len(bearers[typed]) <= _MOST:
                yield typed, bearers[typed]
                found += 1
            if found == _EACH:
                break
        for person, _ in self._draw(4, syllables=3):
            *before, given = plain(person.name).split()
            start = [part[0] for part in before]
            yield (
                " ".join([*start, given]),
                [
                    local_part(other.address)
                    for other, _ in self._people
                    if plain(other.name).split()[-1] == given
                    and list(initials(other.name)[:-1]) == start
                ],
            )

    def _run_together(self) -> Iterator[Pair]:
        bearers = _index(self._people, lambda person, _: plain(person.name).replace(" ", ""))
        for person, _ in self._draw(14):
            typed = plain(person.name).replace(" ", "")
            yield typed, bearers[typed]
        for unit in self._rng.sample(self._units, 8):
            yield plain(unit.place or "").replace(" ", ""), [local_part(unit.address)]

    def _mixed(self) -> Iterator[Pair]:
        for number, (person, unit) in enumerate(self._draw(24, syllables=3)):
            place, name = plain(unit.place or ""), plain(person.name)
            given, does = name.split()[-1], duty(person.title)
            if number % 3 == 0:
                typed, alike = f"{name} {place}", self._in(unit, name=name)
            elif number % 3 == 1:
                typed, alike = f"{given} {does} {place}", self._in(unit, part=given, does=does)
            else:
                typed = f"{name} {does}"
                alike = [
                    local_part(other.address)
                    for other, _ in self._people
                    if plain(other.name) == name and duty(other.title) == does
                ]
            yield typed, alike

    def _decomposed(self) -> Iterator[Pair]:
        for person, _ in self._draw(14):
            yield person.name, self._by_spelling[spelling(person.name)]
        for unit in self._rng.sample(self._units, 8):
            yield f"Hộ tịch xã {unit.place}", [local_part(unit.address)]

    def _in(self, unit: UnitEntry, *, name: str = "", part: str = "", does: str = "") -> list[str]:
        return [
            local_part(person.address)
            for person in unit.people
            if name in ("", plain(person.name))
            and (not part or part in plain(person.name).split())
            and does in ("", duty(person.title))
        ]

    def _beginning_with(self, typed: str) -> list[str]:
        return [
            local_part(person.address)
            for person, _ in self._people
            if f" {plain(person.name)}".find(f" {typed}") >= 0
        ]

    def _draw(
        self, count: int = _EACH, syllables: int = 2
    ) -> Iterator[tuple[PersonEntry, UnitEntry]]:
        """Yield people, nobody twice; a rare name is as likely to be asked for as a common one."""
        names = [name for name in self._by_name if name.count(" ") + 1 >= syllables]
        for name in self._rng.sample(names, min(2 * count, len(names)))[:count]:
            meant = self._rng.choice(self._by_name[name])
            yield next(one for one in self._people if local_part(one[0].address) == meant)


def _index(
    people: list[tuple[PersonEntry, UnitEntry]], key: Callable[[PersonEntry, UnitEntry], str]
) -> dict[str, list[str]]:
    found = defaultdict(list)
    for person, unit in people:
        found[key(person, unit)].append(local_part(person.address))
    return dict(found)


if __name__ == "__main__":
    save(Inventor(invented_directory(PEOPLE)).groups(), INVENTED)
