"""What the roster's English words are called in Vietnamese, wherever people read them."""

from __future__ import annotations

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
}
