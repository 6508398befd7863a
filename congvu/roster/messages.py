"""Vietnamese sentences for what pydantic finds in a value."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from congvu.findings import Location
from congvu.names import InvalidNameError
from congvu.roster import model

# What clerks read for a text of the wrong form, by field.
_HINTS = {
    "id": "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ ts-0101",
    "name": "phần trước @ chỉ gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch nối",
}
_FORMS = {
    "string_type": "phải là một dòng chữ",
    "tuple_type": "phải là một danh sách, mỗi mục bắt đầu bằng dấu gạch «- »",
    "model_type": "phải gồm các trường có tên, ví dụ {type: …, number: …, date: …}",
    "model_attributes_type": "phải gồm các trường có tên, ví dụ {type: …, number: …, date: …}",
    "string_too_short": "đang để trống",
    "string_too_long": "quá dài",
}


def code_and_message(error: ErrorDetails, location: Location) -> tuple[str, str]:
    """Return the stable code and the clerk's sentence for one of pydantic's errors."""
    field = next((str(step) for step in reversed(location) if isinstance(step, str)), "")
    kind, value = error["type"], error["input"]
    if kind == "missing":
        found = "missing-field", f"thiếu trường «{field}»"
    elif kind == "extra_forbidden":
        found = "unknown-field", f"không có trường «{field}»{_nearest(field)}"
    elif value is None and not field:
        found = "file-empty", "tệp đang để trống; hãy điền, hoặc xóa tệp"
    elif value is None:
        found = "empty-field", f"trường «{field}» đang để trống; hãy điền, hoặc bỏ cả dòng"
    elif kind == "literal_error":
        choices = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        found = "unknown-value", f"«{value}» không dùng được cho «{field}»; chọn một: {choices}"
    elif kind == "value_error" and isinstance(error["ctx"]["error"], InvalidNameError):
        found = "name-invalid", str(error["ctx"]["error"])
    elif kind == "value_error":
        found = "value-invalid", f"{field}: {error['ctx']['error']}"
    elif kind == "string_pattern_mismatch":
        hint = _HINTS.get(field, _HINTS["id"])
        found = "value-invalid", f"«{value}» không dùng được cho «{field}»: {hint}"
    else:
        found = "value-invalid", f"{field or 'tệp'}: {_FORMS.get(kind, error['msg'])}"
    return found


def _nearest(field: str) -> str:
    known: set[str] = set()
    for value in vars(model).values():
        fields: Any = getattr(value, "model_fields", None)
        if isinstance(fields, dict):
            known.update(fields)
    close = get_close_matches(field, sorted(known), n=1)
    return f"; có phải là «{close[0]}»?" if close else ""
