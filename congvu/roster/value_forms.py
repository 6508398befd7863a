"""Schemas of single values for editors, with the messages for wrong values.

They check only the form and are never stricter than the model, so that an editor accepts everything
that `congvu check` accepts. The loader reads every scalar as text, but an editor reads `45` as a
number. So a number is allowed wherever its text would be. Two things are refused although the
loader accepts them: `leader: "true"` in quotes, and an optional key without a value.

The YAML language server understands `errorMessage` and `enumDescriptions`. Other validators ignore
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

# The hyphens at which `congvu.names` splits syllables. The plain one must be last in a class.
_HYPHENS = "‐‑‒–—―−﹣－-"
_DAYS = "|".join(
    (
        "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
        "(0[469]|11)-(0[1-9]|[12][0-9]|30)",
        "02-(0[1-9]|[12][0-9])",
    )
)
_IDENTIFIER_HINT = (
    "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, dài nhất 64 ký tự, ví dụ ts-0101."
)
_LOCAL_PART_HINT = (
    "Phần trước @ chỉ gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch nối, ví dụ vanphong."
)
_NAME_HINT = (
    "Viết đủ họ và tên, ít nhất hai tiếng, không ghi chữ số, học hàm, học vị, chức danh; hoặc ghi "
    "từng phần: {family: Tôn Nữ, middle: Thị, given: Ninh}."
)

# A title, a name or a number: a text on one line that is not blank.
ONE_LINE = r"^[^\n\r\t]*[^\s][^\n\r\t]*$"
LONGEST = 300
TEXT: Schema = {
    "type": ["string", "number"],
    "pattern": ONE_LINE,
    "maxLength": LONGEST,
    "errorMessage": f"Viết một dòng chữ, không để trống, dài nhất {LONGEST} ký tự.",
}
DATE: Schema = {
    "type": "string",
    "pattern": f"^[0-9]{{4}}-({_DAYS})$",
    "errorMessage": "Viết một ngày có trong lịch theo dạng năm-tháng-ngày, ví dụ 2026-03-12 "
    "(ngày 12 tháng 3 năm 2026).",
}
FLAG: Schema = {
    "type": "boolean",
    "errorMessage": "Viết true hoặc false, không đặt trong ngoặc kép; không phải thì bỏ dòng này.",
}
IDENTIFIER: Schema = {
    "type": ["string", "integer"],
    "minimum": 0,
    "pattern": "^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$",
    "errorMessage": _IDENTIFIER_HINT,
}
# The id of a unit, or of a section in the register's form.
SUCCESSOR: Schema = {
    "type": ["string", "integer"],
    "minimum": 0,
    "pattern": "^(?=.{1,129}$)[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$",
    "errorMessage": "Mã của đơn vị tiếp nhận, hoặc mã-đơn-vị/mã-bộ-phận, ví dụ phong-noi-vu, "
    "ubnd-xa-tay-phu/van-thu.",
}
LOCAL_PART: Schema = {
    "type": ["string", "number"],
    "minimum": 0,
    "pattern": "^[a-z0-9]+([.-][a-z0-9]+)*$",
    "errorMessage": _LOCAL_PART_HINT,
}
_NAME_PARTS: Schema = {
    "family": {
        "type": "string",
        "title": "Họ",
        "description": "Họ; họ kép thì đủ các tiếng. Bỏ dòng này nếu người đó không có họ.",
        "examples": ["Tôn Nữ"],
    },
    "middle": {
        "type": "string",
        "title": "Tên lót",
        "description": "Các tiếng giữa họ và tên; không có thì bỏ dòng này.",
        "examples": ["Thị"],
    },
    "given": {
        "type": "string",
        "minLength": 1,
        "title": "Tên",
        "description": "Tên gọi, một hoặc nhiều tiếng.",
        "examples": ["Ninh"],
    },
    "full": {
        "type": "string",
        "title": "Cách viết đầy đủ",
        "description": "Chỉ ghi khi tên không viết theo thứ tự họ, tên lót, tên.",
        "examples": ["Tôn Nữ Thị Ninh"],
    },
}
# A text, or parts as in `PersonName.from_parts`. The parts are in a subschema, since otherwise
# editors would only suggest parts.
NAME: Schema = {
    "type": ["string", "object"],
    "pattern": f"^(?=.*[^\\s{_HYPHENS}][\\s{_HYPHENS}]+[^\\s{_HYPHENS}])[^0-9.,/]+$",
    "errorMessage": _NAME_HINT,
    "allOf": [
        {"properties": _NAME_PARTS, "additionalProperties": False, "errorMessage": _NAME_HINT},
        {"required": ["given"], "errorMessage": "Thiếu «given» (Tên)."},
    ],
}


def one_of(labels: Mapping[str, str]) -> Schema:
    """Return the schema of an enumeration, with explanations of its values for editors."""
    choices = "; ".join(f"{value} ({label})" for value, label in labels.items())
    return {
        "type": "string",
        "enum": list(labels),
        "enumDescriptions": list(labels.values()),
        "errorMessage": f"Chọn một trong: {choices}.",
    }
