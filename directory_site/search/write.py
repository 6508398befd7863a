"""Writes the index: which blocks it has, in which order. `index.js` reads them in the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from congvu.directory import GoneEntry, PersonEntry, UnitEntry
from congvu.names import slug as function_id
from congvu.names import syllables
from directory_site.cards import shows_people
from directory_site.markdown.parts import KINDS
from directory_site.search.local_parts import Guessed, guess, plain, slug
from directory_site.search.pack import Packer, dictionary
from directory_site.source import Source
from directory_site.text import one_line

PATH = "tim-kiem/chi-muc.bin"
# "Công vụ", and the version of the order of blocks.
VERSION = 1
HEAD = b"CV" + bytes([VERSION])

_KINDS = {kind: number for number, kind in enumerate(KINDS)}
# A name of more syllables after the family name and middle names is written as if it had one.
_MOST_GIVEN = 8


def index(source: Source) -> bytes:
    """Return the index of a directory; the same directory gives the same bytes."""
    directory, domain = source.directory, source.office.domain
    shown = shows_people(source.office)
    packer = Packer(HEAD)
    packer.texts([domain])
    packer.numbers([int(shown)])
    writer = _Writer(packer, domain)
    does = _Functions(source)
    does.write(packer)
    writer.units(directory.units, directory.gone, does)
    writer.people(directory.units, does, shown=shown)
    return packer.content()


class _Functions:
    """What units do, numbered; which titles and sections do it."""

    def __init__(self, source: Source) -> None:
        self._entries = source.directory.functions
        self._number = {entry.id: number for number, entry in enumerate(self._entries)}
        self._titles: dict[str, set[int]] = {}
        self._sections: dict[str, set[int]] = {}
        for number, entry in enumerate(self._entries):
            for provider in entry.providers:
                for person in provider.people:
                    self._titles.setdefault(person.title, set()).add(number)
                for section in provider.sections:
                    self._sections.setdefault(section.name, set()).add(number)

    def write(self, packer: Packer) -> None:
        packer.texts(entry.name for entry in self._entries)
        packer.text_lists(entry.words for entry in self._entries)

    def of_unit(self, unit: UnitEntry) -> list[int]:
        return [self._number[function_id(name)] for name in unit.functions]

    def of_title(self, title: str) -> list[int]:
        return sorted(self._titles.get(title, ()))

    def of_section(self, name: str) -> list[int]:
        return sorted(self._sections.get(name, ()))


class _Writer:
    def __init__(self, packer: Packer, domain: str) -> None:
        self._packer = packer
        self._domain = "@" + domain

    def units(
        self, units: Sequence[UnitEntry], gone: Sequence[GoneEntry], does: _Functions
    ) -> None:
        """Units, their sections, what they were called, and dissolved ones without a successor."""
        packer = self._packer
        ids = {unit.id for unit in units}
        alone = [entry for entry in gone if entry.successor not in ids]
        everyone: tuple[UnitEntry | GoneEntry, ...] = (*units, *alone)
        packer.numbers([len(units)])
        packer.texts(entry.name for entry in everyone)
        self._optional(
            "" if entry.id == slug(one_line(entry.name)) else entry.id for entry in everyone
        )
        packer.numbers(_KINDS[entry.kind] for entry in everyone)
        self._unit_local_parts(everyone)
        self._places(units)
        packer.lists(does.of_unit(unit) for unit in units)
        packer.text_lists(unit.former_names for unit in units)
        packer.text_lists(
            [entry.name for entry in gone if entry.successor == unit.id] for unit in units
        )
        packer.text_lists(
            [
                *(self._local_part(former.address) for former in unit.former_addresses),
                *(
                    self._local_part(entry.address)
                    for entry in gone
                    if entry.successor == unit.id and entry.address
                ),
            ]
            for unit in units
        )
        self._sections(units, does)

    def _unit_local_parts(self, entries: Sequence[UnitEntry | GoneEntry]) -> None:
        """From which word of its name on a unit's local part is made, counted from 1; else 0."""
        starts, others = [], []
        for entry in entries:
            local = self._local_part(entry.address)
            words = one_line(entry.name).split(" ")
            fitting = (
                number + 1
                for number in range(len(words))
                if plain("".join(words[number:])) == local
            )
            start = next(fitting, 0)
            starts.append(start)
            if not start:
                others.append(local)
        self._packer.numbers(starts)
        self._packer.texts(others)

    def _places(self, units: Sequence[UnitEntry]) -> None:
        """How many of its name's last words a unit's place is, plus 2; 0 without one, 1 in full."""
        counts, others = [], []
        for unit in units:
            place = one_line(unit.place or "")
            words = len(place.split(" "))
            if not place:
                counts.append(0)
            elif one_line(unit.name).split(" ")[-words:] == place.split(" "):
                counts.append(words + 2)
            else:
                counts.append(1)
                others.append(place)
        self._packer.numbers(counts)
        self._packer.texts(others)

    def _sections(self, units: Sequence[UnitEntry], does: _Functions) -> None:
        packer = self._packer
        names = dictionary(section.name for unit in units for section in unit.sections)
        packer.texts(names)
        packer.lists(does.of_section(name) for name in names)
        packer.lists([names[section.name] for section in unit.sections] for unit in units)
        sections = [(unit, section) for unit in units for section in unit.sections]
        packer.text_lists(section.former_names for _, section in sections)
        self._optional(
            "" if local == f"{plain(section.name)}-{plain(unit.place or '')}" else local
            for unit, section in sections
            for local in [self._local_part(section.address)]
        )

    def people(self, units: Sequence[UnitEntry], does: _Functions, *, shown: bool) -> None:
        """People, unit by unit in the order of rank."""
        packer = self._packer
        packer.numbers(len(unit.people) for unit in units)
        packer.numbers(
            next((place for place, person in enumerate(unit.people, 1) if person.is_head), 0)
            for unit in units
        )
        everyone = [person for unit in units for person in unit.people]
        titles = dictionary(person.title for person in everyone)
        packer.texts(titles)
        packer.lists(does.of_title(title) for title in titles)
        packer.numbers(titles[person.title] for person in everyone)
        split = [(person, *_split(person)) for person in everyone]
        packer.numbers(len(rest) * _MOST_GIVEN + len(given) for _, rest, given in split)
        named = [one for one in split if one[0].name]
        self._column([rest[0] for _, rest, _ in named if rest])
        self._column([syllable for _, rest, _ in named for syllable in rest[1:]])
        self._column([syllable for _, _, given in named for syllable in given])
        self._shared_addresses(units)
        if shown:
            self._local_parts(
                guess(self._local_part(person.address), rest, given)
                for person, rest, given in named
            )

    def _shared_addresses(self, units: Sequence[UnitEntry]) -> None:
        """Whose mailbox people without a name have: 1 the unit's, from 2 a section's; else 0."""
        codes, others = [], []
        for unit in units:
            boxes = [unit.address, *(section.address for section in unit.sections)]
            for person in unit.people:
                if not person.name:
                    known = person.address in boxes
                    codes.append(boxes.index(person.address) + 1 if known else 0)
                    if not known:
                        others.append(self._local_part(person.address))
        self._packer.numbers(codes)
        self._packer.texts(others)

    def _local_parts(self, guessed: Iterable[Guessed]) -> None:
        local_parts = list(guessed)
        self._packer.numbers(one.code for one in local_parts)
        for place in range(3):
            self._packer.numbers(
                one.digits[place] for one in local_parts if len(one.digits) > place
            )
        self._packer.texts(one.text for one in local_parts if one.text)

    def _column(self, values: Sequence[str]) -> None:
        numbers = dictionary(values)
        self._packer.texts(numbers)
        self._packer.numbers(map(numbers.__getitem__, values))

    def _optional(self, values: Iterable[str]) -> None:
        """Texts that are mostly missing: how many come before the next one, and those."""
        gaps, texts, gap = [], [], 0
        for value in values:
            if value:
                gaps.append(gap)
                texts.append(value)
                gap = 0
            else:
                gap += 1
        self._packer.numbers(gaps)
        self._packer.texts(texts)

    def _local_part(self, address: str) -> str:
        return address.removesuffix(self._domain)


def _split(person: PersonEntry) -> tuple[list[str], list[str]]:
    """Split a name as it is shown into what comes before the given name, and that."""
    parts = one_line(person.name).split(" ") if person.name else []
    given = min(len(syllables(person.given)), len(parts))
    end = " ".join(parts[len(parts) - given :])
    if given >= _MOST_GIVEN or (end != person.given and syllables(end) != syllables(person.given)):
        given = min(1, len(parts))
    return parts[: len(parts) - given], parts[len(parts) - given :]
