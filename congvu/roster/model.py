"""Typed model of a unit's file. Keys are English, values Vietnamese.

Only the form of single values is checked here; what values mean together is the business of
`congvu.checks`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from congvu.names import PersonName
from congvu.policies import PersonFacts

UnitKind = Literal["leadership", "division", "commune", "town", "public_service"]
UnitDecisionType = Literal["establish", "rename", "dissolve"]
PersonDecisionType = Literal[
    "recruit", "transfer", "appoint", "rename", "retire", "resign", "suspend", "reinstate"
]

# Decisions have a field of the name `date`, which hides the class inside their bodies.
Day = date

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_VIETNAMESE_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


@lru_cache(maxsize=8192)
def _iso_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError(f"ngày «{value}» phải viết theo dạng năm-tháng-ngày, {_as_iso(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"không có ngày «{value}» trong lịch") from error


def _as_iso(value: Any) -> str:
    """Say how a date as people write it is written here; which day was meant is not guessed."""
    written = _VIETNAMESE_DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if written is not None:
        day, month, year = map(int, written.groups())
        try:
            meant = date(year, month, day)
        except ValueError:
            pass
        else:
            return f"hãy viết {meant} (ngày {day} tháng {month} năm {year})"
    return "ví dụ 2026-03-12 (ngày 12 tháng 3 năm 2026)"


def _true_or_false(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, bool):
        return value
    raise ValueError(f"phải là true hoặc false, không phải «{value}»")


def _person_name(value: Any) -> PersonName:
    if isinstance(value, PersonName):
        return value
    if isinstance(value, str):
        return PersonName.parse(value)
    if not isinstance(value, dict):
        raise ValueError("họ tên phải là một dòng chữ, hoặc {family: …, middle: …, given: …}")
    unknown = set(value) - {"family", "middle", "given", "full"}
    if unknown:
        raise ValueError(
            f"không có phần «{', '.join(sorted(unknown))}» trong họ tên; chỉ có family (họ), "
            "middle (tên lót), given (tên), full (cách viết đầy đủ)"
        )
    if not all(isinstance(part, str) for part in value.values()):
        raise ValueError("mỗi phần của họ tên phải là một dòng chữ")
    return PersonName.from_parts(**{"given": "", **value})


Date = Annotated[date, BeforeValidator(_iso_date)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
Name = Annotated[PersonName, BeforeValidator(_person_name)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
LocalPart = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Decision(_Strict):
    number: Text
    date: Date
    # Where it starts later than it was signed.
    effective: Date | None = None

    @property
    def starts(self) -> Day:
        """The day from which the decision counts."""
        return self.effective or self.date


class PersonDecision(_Decision):
    """A decision about a person (Article 7.2)."""

    type: PersonDecisionType


class UnitDecision(_Decision):
    """A decision about a unit (Article 7.1.a) or a section (7.1.b)."""

    type: UnitDecisionType
    # Of a dissolve: id of the unit that takes over.
    successor: Identifier | None = None


class Delegate(_Strict):
    """Somebody whom the head empowers in writing to run the shared mailbox (Article 14.1)."""

    person: Identifier
    document: Text
    date: Date


class Mailbox(_Strict):
    """A unit's shared mailbox (Article 14)."""

    # The local part, where it is not the unit's folded name.
    name: LocalPart | None = None
    manager: Identifier | None = None
    delegates: tuple[Delegate, ...] = ()


class Section(_Strict):
    """A section (bộ phận) of a commune or town (Article 6.1.c)."""

    id: Identifier
    name: Text
    manager: Identifier | None = None
    # Empty where the section is as old as its unit.
    decisions: tuple[UnitDecision, ...] = ()


class Person(_Strict):
    """A member of staff (CBCCVC)."""

    id: Identifier
    name: Name
    title: Text
    # Article 6.2.a.
    leader: Flag = False
    # Personal data: only where a collision needs them (address rules, point 10).
    birth_date: Date | None = None
    home_town: Text | None = None
    birthplace: Text | None = None
    decisions: tuple[PersonDecision, ...] = ()

    @property
    def facts(self) -> PersonFacts:
        """What an address may be derived from."""
        return PersonFacts(self.name, self.leader, self.birth_date, self.home_town, self.birthplace)


class Unit(_Strict):
    """One file of the roster: a unit, its sections and its staff."""

    id: Identifier
    name: Text
    kind: UnitKind
    # Địa danh, for communes and towns.
    place: Text | None = None
    functions: tuple[Text, ...] = ()
    decisions: tuple[UnitDecision, ...] = ()
    mailbox: Mailbox = Mailbox()
    sections: tuple[Section, ...] = ()
    staff: tuple[Person, ...] = ()

    _file: Path = PrivateAttr(default=Path())

    @property
    def file(self) -> Path:
        """Where the unit was read from."""
        return self._file

    def section_id(self, section: Section) -> str:
        """Return the id by which the register knows a section: ``unit-id/section-id``."""
        return f"{self.id}/{section.id}"
