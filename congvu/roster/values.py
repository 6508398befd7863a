"""Types of the roster's single values, with the messages for wrong values.

`congvu.roster.value_forms` has the schemas of these values for editors, and `congvu.roster.model`
has the objects.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from congvu.labels import LISTINGS, PERSON_DECISIONS, UNIT_DECISIONS, UNIT_KINDS
from congvu.names import PersonName
from congvu.roster import value_forms

UnitKind = Literal["leadership", "division", "commune", "town", "public_service"]
Listing = Literal["name", "function"]
UnitDecisionType = Literal["establish", "rename", "dissolve"]
PersonDecisionType = Literal[
    "recruit",
    "transfer",
    "appoint",
    "rename",
    "retire",
    "resign",
    "suspend",
    "reinstate",
    "leave",
    "return",
]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_VIETNAMESE_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError("ngày phải là một dòng chữ dạng năm-tháng-ngày, ví dụ 2026-03-12")
    return _iso_date(value)


@lru_cache(maxsize=8192)
def _iso_date(value: str) -> date:
    if not _ISO_DATE.fullmatch(value):
        raise ValueError(f"ngày «{value}» phải viết theo dạng năm-tháng-ngày, {_as_iso(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"không có ngày «{value}» trong lịch") from error


def _as_iso(value: str) -> str:
    """Return advice on a date in another notation, without guessing which day was meant."""
    written = _VIETNAMESE_DATE.fullmatch(value.strip())
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


def person_name(value: Any) -> PersonName:
    """Read a name in the roster: a text, or a dict of its parts.

    Raises:
        ValueError: it is not a name; the message is Vietnamese.
    """
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


Date = Annotated[date, BeforeValidator(_date), WithJsonSchema(value_forms.DATE)]
Flag = Annotated[bool, BeforeValidator(_true_or_false), WithJsonSchema(value_forms.FLAG)]
Name = Annotated[PersonName, BeforeValidator(person_name), WithJsonSchema(value_forms.NAME)]
Kind = Annotated[UnitKind, WithJsonSchema(value_forms.one_of(UNIT_KINDS))]
Listed = Annotated[Listing, WithJsonSchema(value_forms.one_of(LISTINGS))]
UnitDecided = Annotated[UnitDecisionType, WithJsonSchema(value_forms.one_of(UNIT_DECISIONS))]
PersonDecided = Annotated[PersonDecisionType, WithJsonSchema(value_forms.one_of(PERSON_DECISIONS))]
Identifier = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64),
    WithJsonSchema(value_forms.IDENTIFIER),
]
Successor = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=129),
    WithJsonSchema(value_forms.SUCCESSOR),
]
LocalPart = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$"),
    WithJsonSchema(value_forms.LOCAL_PART),
]
Text = Annotated[
    str,
    Field(pattern=value_forms.ONE_LINE, max_length=value_forms.LONGEST),
    WithJsonSchema(value_forms.TEXT),
]
