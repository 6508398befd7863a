"""Address policies: how addresses are derived under an office's regulation.

A policy is a module of this package with the functions of `Policy`. An office names its policy in
`district.yml`. For another regulation, add another module here.
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
# The rules of the third step, in the regulation's order.
COMPONENT_RULES: tuple[Rule, ...] = ("birth-date", "home-town", "birthplace")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The data of a person from which an address may be derived."""

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
    """The functions of every policy module. All of them are pure."""

    # The Article behind each rule.
    ARTICLES: dict[Rule, str]

    def person_base(self, facts: PersonFacts) -> Candidate:
        """First step: the local part that a person gets if nobody has it."""

    def person_middle_name(self, facts: PersonFacts) -> Candidate | None:
        """Second step, if a person with another name has it; None if the step is not possible."""

    def person_components(self, facts: PersonFacts) -> Iterator[Candidate]:
        """Third step: local parts with components from the known data, the shortest first."""

    def unit(self, name: str, stated: str | None) -> Candidate:
        """Local part of a unit's shared mailbox; `stated` is the mailbox's name in its file."""

    def section(self, name: str, place: str) -> Candidate:
        """Local part of a section of a commune or town."""

    def still_fits(self, facts: PersonFacts, local_part: str, rule: Rule) -> bool:
        """Tell whether an address given by `rule` still follows from the person's facts."""


def policy_exists(name: str) -> bool:
    """Tell whether there is a policy module with this name."""
    return name.isidentifier() and find_spec(f"{__name__}.{name}") is not None


def load_policy(name: str) -> Policy:
    """Return the policy module with this name.

    Raises:
        ModuleNotFoundError: there is no such policy.
    """
    return cast(Policy, import_module(f"{__name__}.{name}"))
