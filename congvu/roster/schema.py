"""The JSON Schema of a unit's file, generated from the model, for editors.

Draft 7, because that is what the YAML language server of VS Code and of GitLab's Web IDE supports
in full. Editors parse YAML 1.2: dates are text there, `true` is a boolean. The schema helps to
write; what decides is `congvu check`.
"""

from __future__ import annotations

import json
from typing import Any

from congvu.roster.model import Unit

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NOTE = "Do lệnh «bin/congvu schema» ghi từ congvu/roster/model.py. Không sửa bằng tay."
_TODAY = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"

# What an editor offers to fill in, by the definition of a list's items.
_SNIPPETS = {
    "Person": {
        "label": "cán bộ mới",
        "description": "Một cán bộ mới với quyết định tuyển dụng",
        "body": {
            "id": "ts-${1:0000}",
            "name": "${2:Họ và tên}",
            "title": "${3:Chức vụ}",
            "decisions": [
                {"type": "recruit", "number": "${4:…/QĐ-UBND}", "date": f"${{5:{_TODAY}}}"}
            ],
        },
    },
    "PersonDecision": {
        "label": "quyết định mới",
        "body": {"type": "${1:transfer}", "number": "${2:…/QĐ-UBND}", "date": f"${{3:{_TODAY}}}"},
    },
    "Delegate": {
        "label": "người được ủy quyền",
        "body": {"person": "ts-${1:0000}", "document": "${2:…/GUQ-UBND}",
                 "date": f"${{3:{_TODAY}}}"},
    },
    "Section": {
        "label": "bộ phận mới",
        "body": {"id": "${1:van-thu}", "name": "${2:Văn thư}", "manager": "ts-${3:0000}"},
    },
}  # fmt: skip


def unit_schema() -> dict[str, Any]:
    """Return the schema of a unit's file."""
    schema = Unit.model_json_schema(ref_template="#/definitions/{model}")
    schema["definitions"] = schema.pop("$defs")
    # Draft 7 looks at nothing beside a $ref; who reads the schema finds the words there too.
    schema["properties"]["mailbox"]["title"] = schema["definitions"]["Mailbox"]["title"]
    for name, snippet in _SNIPPETS.items():
        schema["definitions"][name]["defaultSnippets"] = [snippet]
    for object_ in (schema, *schema["definitions"].values()):
        for field in object_["properties"].values():
            _without_null(field)
    # Article 6.1.c, and 6.2.a: what belongs to one kind of unit only.
    local = {"properties": {"kind": {"enum": ["commune", "town"]}}}
    schema["allOf"] = [{"if": local, "then": {"required": ["place"]},
                        "else": {"properties": {"sections": {"maxItems": 0}}}}]  # fmt: skip
    return {"$schema": _DRAFT, "$comment": _NOTE, **schema}


def unit_schema_text() -> str:
    """Return the schema as its file."""
    return json.dumps(unit_schema(), ensure_ascii=False, indent=2) + "\n"


def _without_null(field: dict[str, Any]) -> None:
    """A key that has no value is left out, not empty: `null` is no choice."""
    choices = [choice for choice in field.pop("anyOf", []) if choice.get("type") != "null"]
    if choices:
        field.update(choices[0])
    # What is left out has no value of its own.
    field.pop("default", None)
