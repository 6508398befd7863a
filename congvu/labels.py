"""Vietnamese labels for the English words of roster and register."""

from __future__ import annotations

from congvu.policies import Rule

UNIT_KINDS = {
    "leadership": "lãnh đạo huyện",
    "division": "phòng, ban, cơ quan cấp huyện",
    "commune": "xã",
    "town": "thị trấn",
    "public_service": "đơn vị sự nghiệp",
}
UNIT_DECISIONS = {
    "establish": "thành lập",
    "rename": "đổi tên",
    "dissolve": "giải thể",
}
PERSON_DECISIONS = {
    "recruit": "tuyển dụng, tiếp nhận",
    "transfer": "điều động, luân chuyển sang đơn vị khác",
    "appoint": "bổ nhiệm",
    "rename": "sửa họ tên",
    "retire": "nghỉ hưu",
    "resign": "nghỉ việc",
    "suspend": "đình chỉ công tác",
    "reinstate": "làm việc trở lại sau đình chỉ",
    "leave": "nghỉ thai sản, nghỉ dài ngày",
    "return": "đi làm lại trước khi hết kỳ nghỉ",
}
# Short names of the decisions, for use in sentences.
DECISIONS = {
    "recruit": "tuyển dụng",
    "transfer": "điều động",
    "appoint": "bổ nhiệm",
    "rename": "đổi tên",
    "retire": "nghỉ hưu",
    "resign": "nghỉ việc",
    "suspend": "đình chỉ",
    "reinstate": "trở lại làm việc",
    "leave": "nghỉ dài ngày",
    "return": "đi làm lại",
    "establish": "thành lập",
    "dissolve": "giải thể",
}
LISTINGS = {
    "name": "ghi họ tên và địa chỉ thư",
    "function": "chỉ ghi chức vụ, với địa chỉ của bộ phận hoặc đơn vị",
}
PERSON_STATES = {
    "future": "chưa được tuyển dụng",
    "active": "đang làm việc",
    "suspended": "đang bị đình chỉ",
    "left": "đã nghỉ",
}
UNIT_STATES = {
    "future": "chưa thành lập",
    "active": "đang hoạt động",
    "dissolved": "đã giải thể",
}
ADDRESS_RULES: dict[Rule, str] = {
    "leader": "họ tên đầy đủ của lãnh đạo huyện",
    "unit": "tên đơn vị",
    "section": "tên bộ phận - địa danh",
    "general": "dạng chung: tên, chữ đầu của họ và tên lót",
    "middle-name": "tên lót và tên viết đầy đủ",
    "birth-date": "thêm ngày sinh",
    "home-town": "thêm quê quán",
    "birthplace": "thêm nơi sinh",
}
ADDRESS_STATES = {
    "main": "địa chỉ chính",
    "former": "địa chỉ cũ, còn nhận thư",
    "reserved": "giữ lại",
}
