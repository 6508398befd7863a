"""Chooses the personal data that addresses need, and no more (Article 6.2.c).

A list has everybody's birth date. The roster keeps only the birth dates without which a person
would have no address (address rules, point 10).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from congvu.policies import COMPONENT_RULES
from congvu.register.derive import Derivation
from congvu.register.model import Entry

# The fields that the components are made of, in the regulation's order.
COMPONENTS = ("birth_date", "home_town", "birthplace")
_FIELD_OF_RULE = dict(zip(COMPONENT_RULES, COMPONENTS, strict=True))

# Which personal data is used: staff number -> names of fields.
Used = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Least:
    """The personal data that is needed.

    Attributes:
        used: the fields that are needed, of each person who needs any.
        derivation: the register that follows from these fields.
        stuck: staff numbers of people who have no address even with all the list's data.
    """

    used: Used
    derivation: Derivation
    stuck: tuple[str, ...]


def least(
    newcomers: Sequence[str],
    available: Mapping[str, Collection[str]],
    derive: Callable[[Used], Derivation],
) -> Least:
    """Find the smallest set of personal data with which everybody has an address.

    Args:
        newcomers: staff numbers of the people of a list.
        available: which of `COMPONENTS` the list has of each.
        derive: derives the register from the given part of the data.
    """
    used: Used = {}
    while True:
        derivation = derive(used)
        held = derivation.register.by_holder
        stuck = [id_ for id_ in newcomers if id_ not in held]
        more = {id_: field for id_ in stuck if (field := _next(available[id_], used.get(id_, ())))}
        if not more:
            break
        used = {**used, **{id_: (*used.get(id_, ()), field) for id_, field in more.items()}}
    for id_ in stuck:
        used.pop(id_, None)
    slim = {id_: _kept(fields, held[id_][-1]) for id_, fields in used.items()}
    if slim != used:
        again = derive(slim)
        if again.register == derivation.register:
            used, derivation = slim, again
    return Least(used, derivation, tuple(stuck))


def _next(available: Collection[str], used: tuple[str, ...]) -> str | None:
    return next((field for field in COMPONENTS if field in available and field not in used), None)


def _kept(fields: tuple[str, ...], entry: Entry) -> tuple[str, ...]:
    """Return the one field that the address contains, or all fields if it contains none."""
    needed = _FIELD_OF_RULE.get(entry.rule)
    return (needed,) if needed in fields and needed is not None else fields
