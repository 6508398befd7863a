"""The advice to a clerk if Article 6 gives no address, used by `check` and `explain`."""

from __future__ import annotations

from congvu.policies import Candidate, PersonFacts
from congvu.register.steps import MAX_LOCAL_PART

# The components of the third step in the regulation's order (6.2.c). Only one is asked for at a
# time, so that no more data is stored than needed.
_COMPONENTS = {
    "birth_date": "ngày sinh (birth_date: năm-tháng-ngày)",
    "home_town": "quê quán (home_town)",
    "birthplace": "nơi sinh (birthplace)",
}


def for_person(facts: PersonFacts, record: str = "") -> str:
    """Return what to add to a person's entry.

    Args:
        facts: the data in the entry.
        record: the person's id, empty if there is none yet.
    """
    for field, what in _COMPONENTS.items():
        if getattr(facts, field) is None:
            return f"hãy ghi thêm {what} vào hồ sơ{' ' + record if record else ''}"
    return "mọi thành phần của Điều 6 đã dùng hết; hãy báo Văn phòng HĐND và UBND huyện"


def for_shared(candidate: Candidate) -> str:
    """Return what to write for a unit or section if somebody has its only local part."""
    if candidate.rule == "unit":
        return "hãy ghi một tên khác ở mailbox.name"
    return "hãy đặt tên bộ phận khác, hoặc xem lại địa danh (place)"


def too_long(candidate: Candidate) -> str:
    """Say that a local part is too long for mail (RFC 5321, 4.5.3.1.1), and what to shorten."""
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
