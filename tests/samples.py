"""Sample data for several kinds of tests."""

from datetime import date
from typing import Any

from congvu.directory import DecisionEntry, PersonEntry, SectionEntry, UnitEntry

DOMAIN = "tayson.binhdinh.gov.vn"


def tay_phu(day: date, **changes: Any) -> UnitEntry:
    """A commune with an example of everything, established on a day."""
    values = {
        "id": "ubnd-xa-tay-phu",
        "name": "UBND xã Tây Phú",
        "kind": "commune",
        "place": "Tây Phú",
        "functions": ("hộ tịch",),
        "address": f"xatayphu@{DOMAIN}",
        "sections": (SectionEntry("van-thu", "Văn thư", f"vanthu-tayphu@{DOMAIN}"),),
        "people": (PersonEntry("Nguyễn Văn An", "An", "Chủ tịch", f"annv@{DOMAIN}"),),
        "decision": DecisionEntry("establish", "3426/QĐ-UBND", day, day),
        "updated": day,
    }
    return UnitEntry(**{**values, **changes})
