"""Address policies: how one office's regulation derives addresses.

A policy is a module of this package that has the functions of `Policy`. Which one an office
uses stands in its `district.yml`; another regulation is another file here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, Protocol, cast

from congvu.names import PersonName

Rule = Literal[
    "leader", "unit", "section", "general", "middle-name", "birth-date", "home-town", "birthplace"
]
# The rules of the third step, in the regulation's own order.
COMPONENT_RULES: tuple[Rule, ...] = ("birth-date", "home-town", "birthplace")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What of a person an address may be derived from."""

    name: PersonName
    leader: bool = False
    birth_date: date | None = None
    home_town: str | None = None
    birthplace: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One local part that a rule gives."""

    local_part: str
    rule: Rule


class Policy(Protocol):
    """What every policy module offers. All functions are pure."""

    # The Article behind each rule.
    ARTICLES: dict[Rule, str]

    def person_base(self, facts: PersonFacts) -> Candidate:
        """First step: the form that a person gets when nobody holds it."""

    def person_middle_name(self, facts: PersonFacts) -> Candidate | None:
        """Second step, for a collision with another name; None where it is impossible."""

    def person_components(self, facts: PersonFacts) -> Iterator[Candidate]:
        """Third step: forms with components, shortest first, from the data that there is."""

    def unit(self, name: str, stated: str | None) -> Candidate:
        """Address of a unit's shared mailbox; `stated` is the name its file gives, if any."""

    def section(self, name: str, place: str) -> Candidate:
        """Address of a section of a commune or town."""

    def still_fits(self, facts: PersonFacts, local_part: str, rule: Rule) -> bool:
        """Tell whether an address given by `rule` still follows from the person's facts."""


def policy_exists(name: str) -> bool:
    """Tell whether there is a policy module of that name."""
    return name.isidentifier() and find_spec(f"{__name__}.{name}") is not None


def load_policy(name: str) -> Policy:
    """Return the policy module of that name.

    Raises:
        ModuleNotFoundError: there is no such policy.
    """
    return cast(Policy, import_module(f"{__name__}.{name}"))
