"""Invents people: names as a Vietnamese district really has them, and rosters of any size.

Everything is a pure function of a seed, so that two runs measure the same people. The name tables
stand in `benchmarks.name_tables`; what an address is stands in `congvu.policies`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks import name_tables as tables
from congvu.names import PersonName, fold
from congvu.office import load_office
from congvu.policies import PersonFacts, Policy

PEOPLE_PER_UNIT = 40

_FIRST_RECRUITED = date(2015, 8, 1)
_RECRUITING_DAYS = 4000
_FIRST_BORN = date(1965, 1, 1)
# Whoever is born within these days is of age when the first are recruited. The step shares no
# factor with the days, so that a birth date comes again only after all others have come.
_BIRTH_DAYS, _BIRTH_STEP = 10_400, 3_371

_TITLES = (
    "Công chức Văn phòng - Thống kê", "Công chức Tài chính - Kế toán",
    "Công chức Tư pháp - Hộ tịch", "Công chức Văn hóa - Xã hội",
    "Công chức Địa chính - Xây dựng", "Chuyên viên",
)  # fmt: skip

_UNIT = """\
# yaml-language-server: $schema=../../schema/unit.json
id: {id}
name: UBND xã {place}
kind: commune
place: {place}
functions: [hộ tịch, chứng thực, đất đai]
decisions:
  - {{type: establish, number: 3426/QĐ-UBND, date: 2015-07-16}}
mailbox: {{manager: {manager}}}
sections:
  - {{id: van-thu, name: Văn thư, manager: {manager}}}
staff:
"""
_PERSON = """\
  - id: {id}
    name: {name}
    title: {title}
{private}    decisions:
      - {{type: recruit, number: {number}/QĐ-UBND, date: {recruited}}}
"""
_PRIVATE = """\
    birth_date: {birth_date}
    home_town: {home_town}
    birthplace: {birthplace}
"""


class InventedName(NamedTuple):
    """A name in its parts, as the roster writes them; `middle` may be empty."""

    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        """The name as it is written."""
        return " ".join(filter(None, self))

    @property
    def yaml(self) -> str:
        """The value of the roster's `name`: in parts where the family name is a double one."""
        if " " not in self.family:
            return self.full
        middle = f"middle: {self.middle}, " if self.middle else ""
        return f"{{family: {self.family}, {middle}given: {self.given}}}"


def invent_people(n: int, seed: int = 1) -> Iterator[InventedName]:
    """Yield the names of n people; the first of a longer list are those of a shorter one."""
    rng = Random(seed)
    for _ in range(n):
        yield invent_name(rng, female=rng.random() < 0.47, generation=_generation(rng))


def invent_names(n: int, seed: int = 1) -> Iterator[str]:
    """Yield n full names as text."""
    for name in invent_people(n, seed):
        yield name.full


def invent_name(rng: Random, *, female: bool, generation: int) -> InventedName:
    """Invent a name.

    Args:
        rng: where chance comes from.
        female: a woman's name, or a man's.
        generation: 0 born before 1975, 1 from 1975 to 1988, 2 later.
    """
    if rng.random() < 0.004:
        doubles = tables.DOUBLE_FAMILIES_FEMALE if female else tables.DOUBLE_FAMILIES_MALE
        family = _draw(rng, doubles)
    else:
        family = _draw(rng, tables.FAMILIES)
    given = _draw(rng, (tables.GIVEN_FEMALE if female else tables.GIVEN_MALE)[generation])
    middle = _female_middle(rng, generation) if female else _male_middle(rng, generation)
    if " " in family:
        middle = middle.removeprefix("Thị ")
    # Nobody is called Thúy Thuý, nor Lê Lê Hoa; Văn Vân and Thị Thi are names.
    alike = (fold(given), fold(family))
    syllables = [
        part for part in middle.split() if part in ("Văn", "Thị") or fold(part) not in alike
    ]
    return InventedName(family, " ".join(syllables), given)


def write_roster(
    directory: Path, people: int, seed: int = 1, per_unit: int = PEOPLE_PER_UNIT
) -> None:
    """Write a roster that passes `congvu check`: units of as many people, all in service.

    Beside the people there are their units, each with one section. Nobody's birth date, home town
    or birthplace stands there unless a collision needs it (address rules, point 10). The register
    is left to `congvu register`.

    Args:
        directory: where to write; made where missing.
        people: how many.
        seed: which people.
        per_unit: how many a unit has.
    """
    directory.mkdir(parents=True, exist_ok=True)
    entries = list(_entries(people, seed))
    for unit, start in enumerate(range(0, people, per_unit)):
        identifier = f"ubnd-xa-{unit + 1:04d}"
        header = _UNIT.format(id=identifier, place=_place(unit), manager=_person_id(start, people))
        text = header + "".join(entries[start : start + per_unit])
        (directory / f"{identifier}.yml").write_text(text, encoding="utf-8")


def _entries(people: int, seed: int) -> Iterator[str]:
    """Yield everybody's lines, in the order of their recruitment."""
    office = load_office()
    rules, reserved = office.rules, office.reserved
    taken: dict[str, str] = {}
    for index, name in enumerate(invent_people(people, seed)):
        recruited = _FIRST_RECRUITED + timedelta(days=index * _RECRUITING_DAYS // people)
        needed = _needs_components(name, rules, taken, reserved)
        yield _PERSON.format(
            id=_person_id(index, people),
            name=name.yaml,
            title=_TITLES[index % len(_TITLES)],
            private=_private(index) if needed else "",
            number=index % PEOPLE_PER_UNIT + 1,
            recruited=recruited,
        )


def _needs_components(
    name: InventedName, rules: Policy, taken: dict[str, str], reserved: frozenset[str]
) -> bool:
    """Tell whether the first two steps fail; where one succeeds, note who took the address."""
    parts = PersonName.from_parts(name.given, name.family, name.middle)
    facts = PersonFacts(parts)
    first = rules.person_base(facts).local_part
    steps = [first]
    if taken.get(first) != parts.key and (second := rules.person_middle_name(facts)) is not None:
        steps.append(second.local_part)
    for local_part in steps:
        if local_part not in taken and local_part not in reserved:
            taken[local_part] = parts.key
            return False
    return True


def _place(number: int) -> str:
    row, column = divmod(number, len(tables.PLACE_SECOND))
    again, row = divmod(row, len(tables.PLACE_FIRST))
    place = f"{tables.PLACE_FIRST[row]} {tables.PLACE_SECOND[column]}"
    return f"{place} {again + 1}" if again else place


def _person_id(index: int, people: int) -> str:
    return f"ts-{index + 1:0{max(4, len(str(people)))}d}"


def _private(index: int) -> str:
    turn, offset = divmod(index * _BIRTH_STEP, _BIRTH_DAYS)
    return _PRIVATE.format(
        birth_date=_FIRST_BORN + timedelta(days=offset),
        home_town=tables.HOME_TOWNS[turn % len(tables.HOME_TOWNS)],
        birthplace=tables.BIRTHPLACES[turn % len(tables.BIRTHPLACES)],
    )


def _generation(rng: Random) -> int:
    chance = rng.random()
    return 0 if chance < 0.22 else 1 if chance < 0.68 else 2


def _male_middle(rng: Random, generation: int) -> str:
    chance = rng.random() * 100
    if chance < tables.VAN_PERCENT[generation]:
        return "Văn"
    if chance > 97:
        return ""
    middle = _draw(rng, tables.MIDDLE_MALE)
    return _with_mothers_family(rng, middle) if chance > 92 else middle


def _female_middle(rng: Random, generation: int) -> str:
    chance = rng.random() * 100
    if chance > 98.5:
        return ""
    middle = _draw(rng, tables.MIDDLE_FEMALE)
    if chance < tables.THI_PERCENT[generation]:
        middle = "Thị" if rng.random() < 0.22 else f"Thị {middle}"
    elif rng.random() < 0.2:
        middle = f"{middle} {_draw(rng, tables.MIDDLE_FEMALE)}"
    return _with_mothers_family(rng, middle) if rng.random() < 0.03 else middle


def _with_mothers_family(rng: Random, middle: str) -> str:
    return f"{_draw(rng, tables.FAMILIES)} {middle}"


def _draw(rng: Random, table: tables.Table) -> str:
    return table[int(rng.random() * len(table))]
