"""The JSON Schema of a unit's file, generated from the model, for editors.

It is Draft 7, which the YAML language server (VS Code, GitLab's Web IDE) supports completely,
including its own `errorMessage`. Editors parse YAML 1.2, in which dates are text, `true` is a
boolean and `45` is a number. The schema helps to write, and never refuses anything that the loader
accepts. `congvu check` decides.

The language server's own messages are English. So every error that it can find has a Vietnamese
message in the schema. For example, each required key is a subschema with its own message.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from congvu.labels import UNIT_KINDS
from congvu.roster.model import Unit
from congvu.roster.snippets import SNIPPETS

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NOTE = "Do lệnh «bin/congvu schema» ghi từ congvu/roster/model.py. Không sửa bằng tay."
_LIST = (
    "Viết một danh sách, mỗi mục một dòng bắt đầu bằng dấu gạch «- »; không có thì bỏ cả dòng này."
)


def model_schema() -> dict[str, Any]:
    """Return the model's schema: objects, keys and texts, without the parts only for editors."""
    schema = Unit.model_json_schema(ref_template="#/definitions/{model}")
    schema["definitions"] = schema.pop("$defs")
    for object_ in _objects(schema):
        for field in object_["properties"].values():
            _without_null(field)
    # Draft 7 ignores keys beside a $ref, but the title is useful to readers of the schema.
    schema["properties"]["mailbox"]["title"] = schema["definitions"]["Mailbox"]["title"]
    return schema


def unit_schema() -> dict[str, Any]:
    """Return the schema of a unit's file for editors."""
    schema = model_schema()
    definitions = schema["definitions"]
    for name, snippets in SNIPPETS.items():
        object_ = schema if name == "Unit" else definitions[name]
        object_["defaultSnippets"] = snippets
    for object_ in _objects(schema):
        for field in object_["properties"].values():
            _explain_lists(field)
        _explain_keys(object_)
    definitions["PersonDecision"]["allOf"].append(_end_of_a_leave())
    definitions["UnitDecision"]["allOf"] += [_successor_of_a_dissolve(), _former_name_of_a_rename()]
    schema["allOf"] += [_place_of_communes(), _sections_of_communes(), _leaders()]
    return {"$schema": _DRAFT, "$comment": _NOTE, **schema}


def unit_schema_text() -> str:
    """Return the schema as its file."""
    return json.dumps(unit_schema(), ensure_ascii=False, indent=2) + "\n"


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from schema["definitions"].values()


def _without_null(field: dict[str, Any]) -> None:
    """Remove `null`: a key without a value must be left out and not be empty."""
    choices = [choice for choice in field.pop("anyOf", []) if choice.get("type") != "null"]
    if choices:
        field.update(choices[0])
    # A missing key has no default value in the schema.
    field.pop("default", None)


def _explain_lists(field: dict[str, Any]) -> None:
    if field.get("type") == "array":
        field["errorMessage"] = _LIST


def _explain_keys(object_: dict[str, Any]) -> None:
    """Add messages with the allowed keys, for an unknown key and for a value without keys.

    Each required key is a subschema, since a schema has only one message.
    """
    fields = object_["properties"]
    object_["errorMessage"] = (
        f"«{object_['title']}» viết thành các trường có tên, chỉ gồm: {', '.join(fields)}."
    )
    missing = [
        {"required": [key], "errorMessage": f"Thiếu «{key}» ({fields[key]['title']})."}
        for key in object_.pop("required", ())
    ]
    if missing:
        object_["allOf"] = missing


def _of_kind(*kinds: str) -> dict[str, Any]:
    return {"required": ["kind"], "properties": {"kind": {"enum": list(kinds)}}}


def _place_of_communes() -> dict[str, Any]:
    return {
        "if": _of_kind("commune", "town"),
        "then": {
            "required": ["place"],
            "errorMessage": "Xã, thị trấn phải có place (địa danh), ví dụ place: Tây Phú "
            "(Điều 6.1.c).",
        },
    }


def _sections_of_communes() -> dict[str, Any]:
    return {
        "if": _of_kind(*(kind for kind in UNIT_KINDS if kind not in ("commune", "town"))),
        "then": {
            "properties": {"sections": False},
            "errorMessage": "Chỉ xã, thị trấn (kind: commune, town) mới có sections "
            "(Điều 6.1.c); hãy bỏ mục này.",
        },
    }


def _leaders() -> dict[str, Any]:
    leader = {
        "doNotSuggest": True,
        "if": {"const": True},
        "then": {
            "const": False,
            "errorMessage": "leader: true chỉ dành cho lãnh đạo huyện, ghi ở tệp có "
            "kind: leadership (Điều 6.2.a).",
        },
    }
    staff = {"items": {"properties": {"leader": leader}}}
    return {
        "if": _of_kind(*(kind for kind in UNIT_KINDS if kind != "leadership")),
        "then": {"properties": {"staff": staff}},
    }


def _successor_of_a_dissolve() -> dict[str, Any]:
    return {
        "if": {"required": ["type"], "properties": {"type": {"enum": ["establish", "rename"]}}},
        "then": {
            "properties": {"successor": False},
            "errorMessage": "successor chỉ dùng với quyết định giải thể (type: dissolve); hãy bỏ "
            "trường này.",
        },
    }


def _end_of_a_leave() -> dict[str, Any]:
    return {
        "if": {"required": ["type"], "properties": {"type": {"enum": ["leave"]}}},
        "then": {
            "required": ["until"],
            "errorMessage": "Nghỉ thai sản, nghỉ dài ngày (type: leave) phải có until (nghỉ đến "
            "hết ngày), ví dụ until: 2027-05-31.",
        },
        "else": {
            "properties": {"until": False},
            "errorMessage": "until chỉ dùng với nghỉ thai sản, nghỉ dài ngày (type: leave); hãy "
            "bỏ trường này.",
        },
    }


def _former_name_of_a_rename() -> dict[str, Any]:
    return {
        "if": {"required": ["type"], "properties": {"type": {"enum": ["establish", "dissolve"]}}},
        "then": {
            "properties": {"former_name": False},
            "errorMessage": "former_name chỉ dùng với quyết định đổi tên (type: rename); hãy bỏ "
            "trường này.",
        },
    }
