"""What editors check of one value, by kind of value, and what they say about a wrong one.

Only form, and never more than the model, so that an editor does not complain about what
`congvu check` takes. The loader reads every scalar as the text that stands in the file, but an
editor sees `45` as a number: so a number is welcome wherever its text would be. Two things the
loader lets pass are corrected all the same: `leader: "true"` in quotes, and an optional key that
is left empty.

`errorMessage` and `enumDescriptions` are understood by the YAML language
server; other validators pass over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

# The hyphens at which `congvu.names` splits syllables; the plain one stands last in a class.
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

# A title, a name or a number: something on one line.
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
# A unit, or a section as the register knows it.
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
# A line, or the parts as `PersonName.from_parts` takes them. The parts stand in a subschema, or
# editors would offer nothing but parts.
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
    """Return the schema of an enumeration whose values editors explain."""
    choices = "; ".join(f"{value} ({label})" for value, label in labels.items())
    return {
        "type": "string",
        "enum": list(labels),
        "enumDescriptions": list(labels.values()),
        "errorMessage": f"Chọn một trong: {choices}.",
    }
