"""The clerks' page of the roster's format, generated from the model's own descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from congvu.labels import ADDRESS_RULES, ADDRESS_STATES
from congvu.roster.schema import model_schema

_EXAMPLE = """\
# yaml-language-server: $schema=../../schema/unit.json
id: ubnd-xa-tay-phu
name: UBND xã Tây Phú
kind: commune
place: Tây Phú
functions: [hộ tịch, chứng thực, đất đai]
decisions:
  - {type: establish, number: 3426/QĐ-UBND, date: 2015-07-16}
mailbox:
  manager: ts-0101
  delegates:
    - {person: ts-0102, document: 12/GUQ-UBND, date: 2026-01-05}
sections:
  - {id: van-thu, name: Văn thư, manager: ts-0102}
staff:
  - id: ts-0101
    name: Nguyễn Văn An
    title: Chủ tịch UBND xã
    decisions:
      - {type: recruit, number: 45/QĐ-UBND, date: 2015-08-01}
  - id: ts-0102
    name: Lê Thị Bình
    title: Văn thư
    decisions:
      - {type: recruit, number: 46/QĐ-UBND, date: 2015-08-01}
"""
# The objects in the order of the page, and the place of each in a file.
_WHERE = {
    "Person": "danh sách `staff`, mỗi người một mục",
    "PersonDecision": "`decisions` của cán bộ",
    "Section": "danh sách `sections`",
    "UnitDecision": "`decisions` của đơn vị hoặc bộ phận",
    "Mailbox": "`mailbox` của đơn vị",
    "Delegate": "`delegates` của `mailbox`",
}


@dataclass(frozen=True)
class _Field:
    name: str
    title: str
    description: str
    required: bool
    example: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class _Object:
    title: str
    description: str
    where: str
    fields: list[_Field]


def format_page() -> str:
    """Return the page as Markdown."""
    schema = model_schema()
    objects = [_object(schema, "")]
    objects += [_object(schema["definitions"][name], where) for name, where in _WHERE.items()]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # the output is Markdown from our own texts
        keep_trailing_newline=True,
    )
    return environment.get_template("format.md.j2").render(
        objects=objects,
        example=_EXAMPLE,
        address_states=ADDRESS_STATES,
        address_rules=ADDRESS_RULES,
    )


def _object(schema: dict[str, Any], where: str) -> _Object:
    required = schema.get("required", ())
    fields = [_field(name, field, name in required) for name, field in schema["properties"].items()]
    return _Object(schema["title"], schema["description"], where, fields)


def _field(name: str, field: dict[str, Any], required: bool) -> _Field:
    example = field.get("examples", [""])[0]
    if isinstance(example, bool):
        example = str(example).lower()
    elif isinstance(example, list):
        example = f"[{', '.join(example)}]"
    choices = list(zip(field.get("enum", ()), field.get("enumDescriptions", ()), strict=True))
    return _Field(name, field["title"], field["description"], required, example, choices)
