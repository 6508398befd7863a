"""Ids, file names and the form of names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from congvu.findings import Finding, Location
from congvu.names import fold
from congvu.roster.model import Unit
from congvu.state import State


def unit_ids_are_unique(state: State) -> Iterator[Finding]:
    """Ensure that no two files describe a unit of the same id."""
    seen: dict[str, Unit] = {}
    for unit in state.roster.units:
        if unit.id in seen:
            message = f"mã đơn vị «{unit.id}» đã dùng ở tệp {seen[unit.id].file.name}"
            yield Finding("unit-id-duplicate", message, unit.file, location=("id",))
        seen.setdefault(unit.id, unit)


def person_ids_are_unique(state: State) -> Iterator[Finding]:
    """Ensure that a staff number belongs to one person in one unit."""
    unit_ids = {unit.id for unit in state.roster.units}
    seen: dict[str, tuple[Unit, str]] = {}
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            location: Location = ("staff", index, "id")
            if person.id in unit_ids:
                message = f"mã «{person.id}» đã là mã của một đơn vị"
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


def section_ids_are_unique(state: State) -> Iterator[Finding]:
    """Ensure that a unit has no two sections of the same id."""
    for unit in state.roster.units:
        seen: set[str] = set()
        for index, section in enumerate(unit.sections):
            if section.id in seen:
                message = f"mã bộ phận «{section.id}» có hai lần trong {unit.name}"
                location = ("sections", index, "id")
                yield Finding("section-id-duplicate", message, unit.file, location=location)
            seen.add(section.id)


def file_is_named_after_its_unit(state: State) -> Iterator[Finding]:
    """Ensure that a unit's file is found where its id says."""
    for unit in state.roster.units:
        if unit.file.stem != unit.id:
            message = f"tệp của đơn vị «{unit.id}» phải tên là {unit.id}.yml"
            yield Finding("file-name", message, unit.file, location=("id",), severity="warning")


def kind_has_what_it_needs(state: State) -> Iterator[Finding]:
    """Ensure that communes and towns have a place, and only they have sections (6.1.c)."""
    for unit in state.roster.units:
        local = unit.kind in ("commune", "town")
        if local and unit.place is None:
            message = f"{unit.name} là xã hoặc thị trấn thì phải có place (địa danh)"
            yield Finding("place-missing", message, unit.file, location=("kind",), article="6.1.c")
        if not local and unit.sections:
            message = f"{unit.name} không phải xã, thị trấn nên không có sections (bộ phận)"
            yield Finding(
                "sections-not-allowed", message, unit.file, location=("sections",), article="6.1.c"
            )
        if unit.kind != "leadership":
            for index, person in enumerate(unit.staff):
                if person.leader:
                    message = (
                        f"{person.name}: leader chỉ dành cho lãnh đạo huyện, ghi ở tệp của "
                        "đơn vị có kind: leadership"
                    )
                    location = ("staff", index, "leader")
                    yield Finding(
                        "leader-elsewhere", message, unit.file, location=location, article="6.2.a"
                    )


def names_are_written_normally(state: State) -> Iterator[Finding]:
    """Ensure that names fold to letters and are not written in capitals throughout (8.5)."""
    for unit in state.roster.units:
        if not fold(unit.name):
            message = f"tên đơn vị «{unit.name}» không có chữ nào"
            yield Finding("unit-name", message, unit.file, location=("name",))
        for index, section in enumerate(unit.sections):
            if not fold(section.name):
                message = f"tên bộ phận «{section.name}» không có chữ nào"
                location: Location = ("sections", index, "name")
                yield Finding("section-name", message, unit.file, location=location)
        for index, person in enumerate(unit.staff):
            name = unicodedata.normalize("NFC", person.name.full)
            if name.isupper():
                message = f"họ tên «{name}» viết toàn chữ hoa; hãy viết như «{name.title()}»"
                yield Finding(
                    "name-all-caps",
                    message,
                    unit.file,
                    location=("staff", index, "name"),
                    severity="warning",
                )
