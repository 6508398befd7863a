"""What units do, the other way round: for each function, who does it in each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from congvu.directory.entries import FunctionEntry, Provider, UnitEntry
from congvu.names import fold, syllables


def functions(
    units: Sequence[UnitEntry], words: Mapping[str, Sequence[str]]
) -> tuple[FunctionEntry, ...]:
    """Return every function of the units, in the order of their ids.

    Args:
        units: the units that exist.
        words: other words that citizens have, by function as the roster writes it.
    """
    known = {_slug(name): tuple(others) for name, others in words.items()}
    found: dict[str, tuple[str, list[UnitEntry]]] = {}
    for unit in units:
        for name in unit.functions:
            found.setdefault(_slug(name), (name, []))[1].append(unit)
    return tuple(
        FunctionEntry(
            slug,
            name,
            known.get(slug, ()),
            tuple(_provider(unit, (name, *known.get(slug, ()))) for unit in doing),
        )
        for slug, (name, doing) in sorted(found.items())
    )


def _provider(unit: UnitEntry, names: Sequence[str]) -> Provider:
    slugs = [f"-{_slug(name)}-" for name in names]
    return Provider(
        unit,
        tuple(section for section in unit.sections if _says(section.name, slugs)),
        tuple(person for person in unit.people if _says(person.title, slugs)),
    )


def _says(text: str, slugs: Iterable[str]) -> bool:
    own = f"-{_slug(text)}-"
    return any(slug in own for slug in slugs)


# Thousands of people share a handful of titles.
@lru_cache(maxsize=4096)
def _slug(text: str) -> str:
    return "-".join(filter(None, map(fold, syllables(text))))
