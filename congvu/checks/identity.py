"""Rules about ids, file names and people's names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from datetime import date

from congvu.days import written
from congvu.findings import Finding, Location
from congvu.names import capitalised
from congvu.register.holders import PersonHolder
from congvu.roster import lifecycle
from congvu.roster.model import Person, Unit
from congvu.state import State

# Number and date of a decision.
_Recruited = tuple[str, date]
_NAMES_OF_ONE_DECISION = 2


def unit_ids_are_unique(state: State) -> Iterator[Finding]:
    """Ensure that no two files have a unit with the same id."""
    seen: dict[str, Unit] = {}
    for unit in state.roster.units:
        if unit.id in seen:
            message = f"mã đơn vị «{unit.id}» đã dùng ở tệp {seen[unit.id].file.name}"
            yield Finding("unit-id-duplicate", message, unit.file, location=("id",))
        seen.setdefault(unit.id, unit)


def person_ids_are_unique(state: State) -> Iterator[Finding]:
    """Ensure that only one person in one unit has a staff number."""
    unit_ids = {unit.id for unit in state.roster.units}
    seen: dict[str, tuple[Unit, str]] = {}
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            location: Location = ("staff", index, "id")
            if person.id in unit_ids:
                message = f"mã «{person.id}» đã là mã của một đơn vị; hãy đặt mã khác"
                yield Finding("person-id-duplicate", message, unit.file, location=location)
            if person.id in seen:
                other, name = seen[person.id]
                message = (
                    f"mã cán bộ «{person.id}» của {person.name} đã thuộc về {name} "
                    f"({other.file.name}); mã không dùng lại; nếu là một người được điều động, "
                    "hãy xóa mục ở đơn vị cũ"
                )
                yield Finding("person-id-duplicate", message, unit.file, location=location)
            seen.setdefault(person.id, (unit, person.name.full))


def person_ids_are_not_reused(state: State) -> Iterator[Finding]:
    """Ensure that nobody gets the id of a person after the entry was deleted.

    The register still has the id. Its addresses are older than the new person's first decision and
    come from another name.
    """
    by_holder = state.committed.by_holder
    for holder in state.derivation.unsettled:
        entries = by_holder.get(holder.id)
        if not entries or not isinstance(holder, PersonHolder) or not holder.person.decisions:
            continue
        last = entries[-1].since
        if any(decision.starts <= last for decision in holder.person.decisions):
            continue
        if not any(map(holder.fits, entries)):
            message = (
                f"mã «{holder.id}» đã cấp cho người khác (địa chỉ «{entries[-1].local_part}» từ "
                f"{written(entries[-1].since)}); mã không dùng lại, hãy đặt mã mới cho "
                f"{holder.label}"
            )
            location = (*holder.place.location, "id")
            yield Finding("person-id-reused", message, holder.place.file, location=location)


def people_stand_once(state: State) -> Iterator[Finding]:
    """Warn about two ids with the same full name and the same birth date or recruitment.

    A person who moves to another unit keeps the id, and the entry moves too (7.2.a). A decision
    that recruited people with several names is no sign, since one decision can recruit a whole
    list.
    """
    names_of: defaultdict[_Recruited, set[str]] = defaultdict(set)
    namesakes: defaultdict[str, list[tuple[Unit, int, Person]]] = defaultdict(list)
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            name = person.name.full
            namesakes[name].append((unit, index, person))
            for decision in person.decisions:
                names_of[decision.number, decision.date].add(name)
    telling = {key for key, names in names_of.items() if len(names) <= _NAMES_OF_ONE_DECISION}
    for group in namesakes.values():
        for position, (unit, index, person) in enumerate(group[1:], 1):
            twin = next(
                (twin for twin in group[:position] if _same(twin[2], person, telling)), None
            )
            if twin is not None and lifecycle.person_state(person, state.on) != "left":
                message = (
                    f"{person.name} ({person.id}) có vẻ là cùng một người với {twin[2].id} "
                    f"({twin[0].name}); người được điều động giữ mã cũ, mục được chuyển sang đơn "
                    "vị mới"
                )
                location: Location = ("staff", index, "id")
                yield Finding(
                    "person-twice", message, unit.file, location=location, article="7.2.a"
                )


def _same(one: Person, other: Person, telling: Set[_Recruited]) -> bool:
    if one.id == other.id:
        return False
    if one.birth_date is not None and other.birth_date is not None:
        return one.birth_date == other.birth_date
    recruited = {(decision.number, decision.date) for decision in one.decisions} & telling
    return any((decision.number, decision.date) in recruited for decision in other.decisions)


def section_ids_are_unique(state: State) -> Iterator[Finding]:
    """Ensure that a unit has no two sections with the same id."""
    for unit in state.roster.units:
        seen: set[str] = set()
        for index, section in enumerate(unit.sections):
            if section.id in seen:
                message = f"mã bộ phận «{section.id}» có hai lần trong {unit.name}"
                location = ("sections", index, "id")
                yield Finding("section-id-duplicate", message, unit.file, location=location)
            seen.add(section.id)


def file_is_named_after_its_unit(state: State) -> Iterator[Finding]:
    """Ensure that a unit's file is named by the unit's id."""
    for unit in state.roster.units:
        if unit.file.stem != unit.id:
            message = f"tệp của đơn vị «{unit.id}» phải tên là {unit.id}.yml"
            yield Finding("file-name", message, unit.file, location=("id",))


def names_are_written_normally(state: State) -> Iterator[Finding]:
    """Warn about names in capitals only, or with a syllable that begins with a small letter."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            name = person.name.full
            if name.istitle():
                continue  # nearly all names are correct
            wanted = capitalised(name)
            if wanted == name:
                continue
            message = f"họ tên «{name}» phải viết hoa chữ đầu mỗi tiếng; hãy viết «{wanted}»"
            location: Location = ("staff", index, "name")
            yield Finding("name-capitals", message, unit.file, location=location)
