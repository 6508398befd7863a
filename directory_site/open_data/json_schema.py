"""The JSON Schema (2020-12) of the JSON document, with descriptions for its users.

It allows unknown keys, since keys may be added within a version, and old copies of the schema must
stay valid. Text between backticks in descriptions is a key or value of the data.
"""

from __future__ import annotations

import json
from typing import Any

from congvu.labels import UNIT_DECISIONS, UNIT_KINDS
from congvu.office import Office
from directory_site.addresses import root
from directory_site.open_data.place import DATA, VERSION

NAME = "danh-ba.schema.json"
_Schema = dict[str, Any]


def address(office: Office) -> str:
    """Return the schema's URL."""
    return f"{root(office)}{DATA}{NAME}"


def schema_text(office: Office) -> str:
    """Return the schema as its file."""
    return json.dumps(schema(office), ensure_ascii=False, indent=2) + "\n"


def schema(office: Office) -> _Schema:
    """Return the schema; `office` decides only its URL."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address(office),
        **_object(
            "Danh bạ thư công vụ",
            "Hộp thư điện tử công vụ của một cơ quan: đơn vị, bộ phận, từng cá nhân. Trong một "
            "phiên bản, tên trường và ý nghĩa không đổi; có thể có thêm trường mới.",
            {
                "$schema": _text("Lược đồ", "Địa chỉ của lược đồ này.", format="uri"),
                "version": {**_about("Phiên bản", "Phiên bản của định dạng."), "const": VERSION},
                "office": _text("Cơ quan", "Tên cơ quan."),
                "domain": _text("Tên miền", "Phần sau @ của mọi địa chỉ."),
                "updated": _day(
                    "Ngày cập nhật", "Ngày gần nhất mà một quyết định làm đổi danh bạ."
                ),
                "people_addresses": {
                    **_about(
                        "Địa chỉ của cá nhân",
                        "`shown`: có ở đây. `on_request`: không có ở đây, chỉ xem được từng địa "
                        "chỉ trên trang của đơn vị.",
                    ),
                    "enum": ["shown", "on_request"],
                },
                "units": _list("Đơn vị", "Các đơn vị đang hoạt động, theo mã.", "unit"),
                "gone": _list("Đơn vị đã giải thể", "Theo mã.", "gone"),
            },
        ),
        "$defs": {
            "unit": _unit(),
            "section": _section(),
            "person": _person(),
            "gone": _gone(),
            "decision": _decision(),
            "former_address": _former_address(),
        },
    }


def _unit() -> _Schema:
    return _object(
        "Đơn vị",
        "Một đơn vị với hộp thư chung, các bộ phận và cán bộ, công chức, viên chức.",
        {
            "id": _ID,
            "name": _text("Tên", "Tên đầy đủ hiện nay."),
            "former_names": _FORMER_NAMES,
            "kind": _KIND,
            "place": _maybe(_text("Địa danh", "Tên xã, thị trấn; `null` với đơn vị khác.")),
            "page": _PAGE,
            "address": _mail("Hộp thư chung", "Địa chỉ hộp thư chung."),
            "former_addresses": _list(
                "Địa chỉ cũ", "Địa chỉ cũ của đơn vị, còn nhận thư.", "former_address"
            ),
            "functions": _texts("Lĩnh vực", "Những việc mà người dân tìm đến đơn vị."),
            "sections": _list("Bộ phận", "Các bộ phận có hộp thư riêng.", "section"),
            "people": _list("Cán bộ", "Theo thứ tự chức vụ.", "person"),
            "decision": {
                "$ref": "#/$defs/decision",
                **_about("Quyết định", "Quyết định gần nhất về đơn vị hoặc bộ phận của đơn vị."),
            },
            "updated": _day(
                "Ngày cập nhật", "Ngày gần nhất mà một quyết định làm đổi mục của đơn vị này."
            ),
        },
    )


def _section() -> _Schema:
    return _object(
        "Bộ phận",
        "Một bộ phận của xã, thị trấn.",
        {
            "id": {**_ID, "description": "Không đổi; chỉ có một trong đơn vị."},
            "name": _text("Tên", "Tên bộ phận."),
            "former_names": _FORMER_NAMES,
            "address": _mail("Hộp thư", "Địa chỉ hộp thư của bộ phận."),
        },
    )


def _person() -> _Schema:
    return _object(
        "Cá nhân",
        "Một cán bộ, công chức, viên chức.",
        {
            "name": _maybe(
                _text("Họ và tên", "`null` khi người đó chỉ được ghi theo chức vụ trong danh bạ.")
            ),
            "title": _text("Chức vụ", "Chức vụ hoặc chức danh."),
            "is_head": {
                **_about("Thủ trưởng", "`true` nếu là người đứng đầu đơn vị."),
                "type": "boolean",
            },
            "address": _maybe(
                _mail(
                    "Địa chỉ",
                    "Địa chỉ thư của người đó; của bộ phận hoặc đơn vị khi chỉ ghi theo chức vụ; "
                    "`null` khi `people_addresses` là `on_request`.",
                )
            ),
        },
    )


def _gone() -> _Schema:
    return _object(
        "Đơn vị đã giải thể",
        "Trang của đơn vị vẫn còn và chỉ sang nơi tiếp nhận.",
        {
            "id": _ID,
            "name": _text("Tên", "Tên khi giải thể."),
            "kind": _KIND,
            "page": _PAGE,
            "decision": {
                "$ref": "#/$defs/decision",
                **_about("Quyết định", "Quyết định giải thể."),
            },
            "successor": _maybe(
                {**_ID, "title": "Nơi tiếp nhận", "description": "Mã đơn vị tiếp nhận, nếu có."}
            ),
            "successor_name": _maybe(
                _text("Tên nơi tiếp nhận", "Tên đơn vị, hoặc tên bộ phận với tên đơn vị.")
            ),
            "address": _maybe(_mail("Địa chỉ cũ", "Địa chỉ của đơn vị khi còn nhận thư.")),
            "until": _maybe(_day("Đến hết ngày", "Ngày cuối cùng mà địa chỉ cũ còn nhận thư.")),
        },
    )


def _decision() -> _Schema:
    return _object(
        "Quyết định",
        "Một quyết định về đơn vị hoặc bộ phận.",
        {
            "type": {
                **_about("Loại", _choices(UNIT_DECISIONS)),
                "enum": list(UNIT_DECISIONS),
            },
            "number": _text("Số", "Số và ký hiệu, đúng như trên văn bản."),
            "signed": _day("Ngày ký", "Ngày ký quyết định."),
            "starts": _day("Ngày có hiệu lực", "Ngày quyết định bắt đầu có hiệu lực."),
        },
    )


def _former_address() -> _Schema:
    return _object(
        "Địa chỉ cũ",
        "Một địa chỉ cũ còn nhận thư.",
        {
            "address": _mail("Địa chỉ", "Địa chỉ cũ."),
            "until": _maybe(_day("Đến hết ngày", "Ngày cuối cùng còn nhận thư.")),
        },
    )


def _about(title: str, description: str) -> _Schema:
    return {"title": title, "description": description}


def _object(title: str, description: str, properties: _Schema) -> _Schema:
    return {
        **_about(title, description),
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _text(title: str, description: str, **more: str) -> _Schema:
    return {**_about(title, description), "type": "string", "minLength": 1, **more}


def _mail(title: str, description: str) -> _Schema:
    return _text(title, description, format="email")


def _day(title: str, description: str) -> _Schema:
    return {**_about(title, description), "type": "string", "format": "date"}


def _texts(title: str, description: str) -> _Schema:
    return {**_about(title, description), "type": "array", "items": {"type": "string"}}


def _list(title: str, description: str, of: str) -> _Schema:
    return {**_about(title, description), "type": "array", "items": {"$ref": f"#/$defs/{of}"}}


def _maybe(value: _Schema) -> _Schema:
    return {**value, "type": [value["type"], "null"]}


def _choices(labels: dict[str, str]) -> str:
    return "; ".join(f"`{value}`: {label}" for value, label in labels.items()) + "."


_ID: _Schema = {
    **_text("Mã", "Không bao giờ đổi, cũng khi đổi tên."),
    "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
}
_KIND: _Schema = {**_about("Loại", _choices(UNIT_KINDS)), "enum": list(UNIT_KINDS)}
_PAGE: _Schema = _text("Trang", "Địa chỉ trang của đơn vị; không đổi.", format="uri")
_FORMER_NAMES: _Schema = _texts("Tên cũ", "Các tên cũ, tên gần nhất trước.")
