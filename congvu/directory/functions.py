"""Lists units by function: for each function, the units, sections and people that have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from congvu.directory.entries import FunctionEntry, Provider, UnitEntry
from congvu.names import slug


def functions(
    units: Sequence[UnitEntry], words: Mapping[str, Sequence[str]]
) -> tuple[FunctionEntry, ...]:
    """Return every function of the units, in the order of their ids.

    Args:
        units: the open units.
        words: citizens' other words, by the function's name in the roster.
    """
    known = {slug(name): tuple(others) for name, others in words.items()}
    found: dict[str, tuple[str, list[UnitEntry]]] = {}
    for unit in units:
        for name in unit.functions:
            found.setdefault(slug(name), (name, []))[1].append(unit)
    return tuple(
        FunctionEntry(
            id_,
            name,
            known.get(id_, ()),
            tuple(_provider(unit, (name, *known.get(id_, ()))) for unit in doing),
        )
        for id_, (name, doing) in sorted(found.items())
    )


def _provider(unit: UnitEntry, names: Sequence[str]) -> Provider:
    slugs = [f"-{slug(name)}-" for name in names]
    # A unit has only a few different titles, and most of them do not name the function.
    titles = {title for title in {one.title for one in unit.people} if _says(title, slugs)}
    return Provider(
        unit,
        tuple(section for section in unit.sections if _says(section.name, slugs)),
        tuple(person for person in unit.people if person.title in titles) if titles else (),
    )


def _says(text: str, slugs: Iterable[str]) -> bool:
    own = f"-{slug(text)}-"
    return any(one in own for one in slugs)
