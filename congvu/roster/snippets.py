"""Snippets in editors: whole entries with places to fill in.

They are `defaultSnippets` of the YAML language server. Decisions are on one line, as in the roster.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from congvu.labels import PERSON_DECISIONS, UNIT_DECISIONS, UNIT_KINDS

Snippet = dict[str, Any]

_TODAY = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
_RECRUIT = f"{{type: recruit, number: ${{4:…/QĐ-UBND}}, date: ${{5:{_TODAY}}}}}"
_ESTABLISH = f"{{type: establish, number: ${{6:…/QĐ-UBND}}, date: ${{7:{_TODAY}}}}}"
_LOCAL_KINDS = ("commune", "town")


# What else a decision says: in words, and as it is written.
_OF_PEOPLE = {"leave": (", nghỉ đến hết ngày nào", f", until: ${{3:{_TODAY}}}")}
_OF_UNITS = {
    "rename": (", tên cũ", ", former_name: ${3:Tên cũ}"),
    "dissolve": (", đơn vị tiếp nhận nếu có", ", successor: ${3:phong-noi-vu}"),
}


def _decisions(labels: Mapping[str, str], more: Mapping[str, tuple[str, str]]) -> list[Snippet]:
    return [
        {
            "label": label,
            "sortText": f"0{position}",
            "description": f"Quyết định {label}: số, ngày ký" + more.get(type_, ("", ""))[0],
            "body": f"{{type: {type_}, number: ${{1:…/QĐ-UBND}}, date: ${{2:{_TODAY}}}"
            + more.get(type_, ("", ""))[1]
            + "}",
        }
        for position, (type_, label) in enumerate(labels.items())
    ]


def _unit(label: str, kinds: list[str], **more: str) -> Snippet:
    return {
        "label": label,
        "sortText": "0",
        "description": "Một tệp mới; tên tệp là mã đơn vị",
        "body": {
            "id": "${1:ma-don-vi}",
            "name": "${2:Tên đơn vị}",
            "kind": f"${{3|{','.join(kinds)}|}}",
            **more,
            "decisions": [_ESTABLISH],
            "mailbox": {"manager": "ts-${5:0000}"},
        },
    }


# By the name of the schema's definition; `Unit` is the whole file.
SNIPPETS: dict[str, list[Snippet]] = {
    "Unit": [
        _unit("xã, thị trấn mới", list(_LOCAL_KINDS), place="${4:Địa danh}"),
        _unit("đơn vị cấp huyện mới", [kind for kind in UNIT_KINDS if kind not in _LOCAL_KINDS]),
    ],
    "Person": [
        {
            "label": "cán bộ mới",
            "sortText": "0",
            "description": "Một cán bộ mới với quyết định tuyển dụng (Điều 7.2.a)",
            "body": {
                "id": "ts-${1:0000}",
                "name": "${2:Họ và tên}",
                "title": "${3:Chức vụ}",
                "decisions": [_RECRUIT],
            },
        }
    ],
    "PersonDecision": _decisions(PERSON_DECISIONS, _OF_PEOPLE),
    "UnitDecision": _decisions(UNIT_DECISIONS, _OF_UNITS),
    "Delegate": [
        {
            "label": "người được ủy quyền",
            "sortText": "0",
            "description": "Mã cán bộ, số và ngày của văn bản ủy quyền (Điều 14.1)",
            "body": "{person: ts-${1:0000}, document: ${2:…/GUQ-UBND}, "
            f"date: ${{3:{_TODAY}}}}}",
        }
    ],
    "Section": [
        {
            "label": "bộ phận mới",
            "sortText": "0",
            "description": "Một bộ phận của xã, thị trấn và người quản lý hộp thư (Điều 6.1.c)",
            "body": "{id: ${1:van-thu}, name: ${2:Văn thư}, manager: ts-${3:0000}}",
        }
    ],
}
