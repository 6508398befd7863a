"""What units do, the other way round: for each function, who does it in each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from congvu.directory.entries import FunctionEntry, Provider, UnitEntry
from congvu.names import slug


def functions(
    units: Sequence[UnitEntry], words: Mapping[str, Sequence[str]]
) -> tuple[FunctionEntry, ...]:
    """Return every function of the units, in the order of their ids.

    Args:
        units: the units that exist.
        words: other words that citizens have, by function as the roster writes it.
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


# Thousands of people share a handful of titles.
_slug = lru_cache(maxsize=4096)(slug)


def _provider(unit: UnitEntry, names: Sequence[str]) -> Provider:
    slugs = [f"-{slug(name)}-" for name in names]
    return Provider(
        unit,
        tuple(section for section in unit.sections if _says(section.name, slugs)),
        tuple(person for person in unit.people if _says(person.title, slugs)),
    )


def _says(text: str, slugs: Iterable[str]) -> bool:
    own = f"-{_slug(text)}-"
    return any(one in own for one in slugs)
