"""Vietnamese sentences for pydantic's errors."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from congvu.findings import Location
from congvu.names import InvalidNameError, fold
from congvu.roster import model, value_forms

# The key that a clerk may have meant, by the unknown key, folded.
_MEANT = {
    "hoten": "name", "hovaten": "name", "ten": "name", "fullname": "name", "chucvu": "title",
    "chucdanh": "title", "position": "title", "ngaysinh": "birth_date", "namsinh": "birth_date",
    "birthday": "birth_date", "dob": "birth_date", "quequan": "home_town", "hometown": "home_town",
    "noisinh": "birthplace", "macanbo": "id", "ma": "id", "quyetdinh": "decisions",
    "decision": "decisions", "loai": "type", "so": "number", "soquyetdinh": "number",
    "ngay": "date", "ngayky": "date", "hieuluc": "effective", "ngayhieuluc": "effective",
    "diadanh": "place", "canbo": "staff", "people": "staff", "bophan": "sections",
    "section": "sections", "hopthu": "mailbox", "quanly": "manager", "nguoiquanly": "manager",
    "uyquyen": "delegates", "delegate": "delegates", "giayuyquyen": "document",
    "chucnang": "functions", "lanhdao": "leader", "tiepnhan": "successor", "ho": "family",
    "tenlot": "middle", "tendem": "middle", "tencu": "former_name", "oldname": "former_name",
    "congkhai": "listed", "danhba": "listed", "denngay": "until", "denhetngay": "until",
    "nghidenhetngay": "until", "hetnghi": "until", "ngayhetnghi": "until", "end": "until",
    "molai": "reopened", "ngaymolai": "reopened", "ngaymolaihopthu": "reopened",
    "thumoi": "new_letter", "thumatkhaumoi": "new_letter", "quenmatkhau": "new_letter",
    "ngayxinthumatkhaumoi": "new_letter", "newpassword": "new_letter",
}  # fmt: skip
# The classes of the objects in a list or field, by its key.
_OBJECTS: dict[str, tuple[type[BaseModel], ...]] = {
    "": (model.Unit,),
    "staff": (model.Person,),
    "sections": (model.Section,),
    "mailbox": (model.Mailbox,),
    "delegates": (model.Delegate,),
    "decisions": (model.PersonDecision, model.UnitDecision),
}
# Explanations of missing fields, if the field's name is not enough.
_WHY = {
    "document": "; ủy quyền phải bằng văn bản, hãy ghi số giấy ủy quyền (Điều 14.1)",
}
# The message for a text with a wrong form, by field.
_HINTS = {
    "id": "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ ts-0101",
    "manager": "ghi mã cán bộ, không phải họ tên, ví dụ ts-0101",
    "person": "ghi mã cán bộ, không phải họ tên, ví dụ ts-0101",
    "successor": "ghi mã của đơn vị tiếp nhận, hoặc mã-đơn-vị/mã-bộ-phận, ví dụ "
    "ubnd-xa-tay-phu/van-thu",
    "name": "phần trước @ chỉ gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch nối",
}
_FORMS = {
    "string_type": "phải là một dòng chữ",
    "tuple_type": "phải là một danh sách, mỗi mục bắt đầu bằng dấu gạch «- »",
    "string_too_long": f"quá dài; mã dài nhất 64 ký tự, chữ dài nhất {value_forms.LONGEST} ký tự",
}


def code_and_message(error: ErrorDetails, location: Location) -> tuple[str, str]:
    """Return the stable code and the sentence for one of pydantic's errors."""
    field = next((str(step) for step in reversed(location) if isinstance(step, str)), "")
    kind, value = error["type"], error["input"]
    if kind == "missing":
        found = "missing-field", f"thiếu trường «{field}»{_WHY.get(field, '')}"
    elif kind == "extra_forbidden":
        found = "unknown-field", f"không có trường «{field}»{_nearest(location)}"
    elif value is None and not field:
        found = "file-empty", "tệp đang để trống; hãy điền, hoặc xóa tệp"
    elif value is None:
        found = "empty-field", f"trường «{field}» đang để trống; hãy điền, hoặc bỏ cả dòng"
    elif kind == "literal_error":
        choices = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        near = get_close_matches(str(value), choices.split(", "), n=1)
        meant = f"có phải là «{near[0]}»? " if near else ""
        message = f"«{value}» không dùng được cho «{field}»; {meant}chọn một: {choices}"
        found = "unknown-value", message
    elif kind == "value_error" and isinstance(error["ctx"]["error"], InvalidNameError):
        found = "name-invalid", str(error["ctx"]["error"])
    elif kind == "value_error":
        found = "value-invalid", f"{field}: {error['ctx']['error']}"
    elif kind == "string_pattern_mismatch" and error["ctx"]["pattern"] == value_forms.ONE_LINE:
        found = "value-invalid", f"{field}: phải là một dòng chữ, không để trống"
    elif kind == "string_pattern_mismatch":
        hint = _HINTS.get(field, _HINTS["id"])
        found = "value-invalid", f"«{value}» không dùng được cho «{field}»: {hint}"
    elif kind in ("model_type", "model_attributes_type"):
        fields = ", ".join(_fields(tuple(map(str, location))))
        message = f"{field or 'tệp'}: phải gồm các trường có tên, viết «tên: giá trị»: {fields}"
        found = "value-invalid", message
    else:
        found = "value-invalid", f"{field or 'tệp'}: {_FORMS.get(kind, error['msg'])}"
    return found


def _fields(above: Sequence[str]) -> list[str]:
    """Return the allowed keys at a place, given by the keys above it."""
    names = [step for step in above if not step.isdigit()]
    objects = _OBJECTS.get(names[-1] if names else "", ())
    # There are two kinds of decisions: a person's, and a unit's or section's.
    if len(objects) > 1:
        objects = objects[:1] if "staff" in names else objects[1:]
    return [name for object_ in objects for name in object_.model_fields]


def _nearest(location: Location) -> str:
    """Return the key that was probably meant, or else the allowed keys at this place."""
    *above, wrong = (str(step) for step in location if isinstance(step, str))
    known = _fields(above)
    meant = _MEANT.get(fold(wrong))
    close = [meant] if meant in known else get_close_matches(wrong, known, n=1)
    if close:
        return f"; có phải là «{close[0]}»?"
    return f"; ở đây chỉ có: {', '.join(known)}" if known else ""
