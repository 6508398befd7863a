"""What a clerk writes where Article 6 gives no address: the same words in `check` and `explain`."""

from __future__ import annotations

from congvu.policies import Candidate, PersonFacts
from congvu.register.steps import MAX_LOCAL_PART

# The components of the third step in the regulation's own order (6.2.c): one is asked for at a
# time, the least that is needed.
_COMPONENTS = {
    "birth_date": "ngày sinh (birth_date: năm-tháng-ngày)",
    "home_town": "quê quán (home_town)",
    "birthplace": "nơi sinh (birthplace)",
}


def for_person(facts: PersonFacts, record: str = "") -> str:
    """Return what to add to a person's record.

    Args:
        facts: what the record says.
        record: the person's id, empty before there is one.
    """
    for field, what in _COMPONENTS.items():
        if getattr(facts, field) is None:
            return f"hãy ghi thêm {what} vào hồ sơ{' ' + record if record else ''}"
    return "mọi thành phần của Điều 6 đã dùng hết; hãy báo Văn phòng HĐND và UBND huyện"


def for_shared(candidate: Candidate) -> str:
    """Return what to write for a unit or section whose only form somebody holds."""
    if candidate.rule == "unit":
        return "hãy ghi một tên khác ở mailbox.name"
    return "hãy đặt tên bộ phận khác, hoặc xem lại địa danh (place)"


def too_long(candidate: Candidate) -> str:
    """Say that a form is longer than mail allows (RFC 5321, 4.5.3.1.1), and what to shorten."""
    shorter = {
        "unit": "; hãy ghi mailbox.name ngắn hơn",
        "section": "; hãy đặt tên bộ phận ngắn hơn",
        "home-town": "; hãy ghi quê quán (home_town) ngắn hơn, ví dụ chỉ tên xã",
        "birthplace": "; hãy ghi nơi sinh (birthplace) ngắn hơn, ví dụ chỉ tên xã",
    }
    return (
        f"dài {len(candidate.local_part)} ký tự, phần trước @ chỉ được {MAX_LOCAL_PART}"
        f"{shorter.get(candidate.rule, '')}"
    )
