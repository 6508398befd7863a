"""Rewrites the checks' sentences for a workbook, since they name the keys of a YAML file."""

from __future__ import annotations

import re

from congvu.labels import DECISIONS as DECISION_NAMES
from congvu.labels import UNIT_KINDS
from congvu.workbook.sheets import DECISIONS, DELEGATES, SECTIONS, STAFF, UNIT, YES, Sheet

_PHRASES = (
    (re.compile(r"decisions: ?-? ?\{[^}]*\}"), f"một dòng ở trang «{DECISIONS.title}»"),
    (re.compile(r"mailbox: \{manager: ([^}]*)\}"), r"\1"),
    (re.compile(r"\((?:birth_date: năm-tháng-ngày|birth_date|home_town|birthplace)\)"), ""),
    (re.compile(rf" \((?:{'|'.join(DECISION_NAMES)})\)"), ""),
    # «retire (nghỉ hưu)» becomes the label alone.
    (re.compile(rf"\b(?:{'|'.join(DECISION_NAMES)}) \(([^)]*)\)"), r"\1"),
    (re.compile(r"name: \{given: …\}"), "cột «Tên (nếu ghi riêng)»"),
    (re.compile(r"\bleader: true\b"), f"«{YES}» ở cột «Lãnh đạo huyện»"),
)


def _titles(sheet: Sheet, *keys: str) -> dict[str, str]:
    return {column.key: f"«{column.title}»" for column in sheet.columns if column.key in keys}


_WORDS = {
    **_titles(STAFF, "title", "leader", "birth_date", "home_town", "birthplace", "family",
              "middle", "given"),
    **_titles(DECISIONS, "type", "effective", "until", "successor", "former_name"),
    **_titles(UNIT, "kind", "place", "functions", "manager"),
    **_titles(DELEGATES, "document"),
    "mailbox.name": "«Tên hộp thư»",
    "full": "«Họ và tên»",
    "sections": f"trang «{SECTIONS.title}»",
    "delegates": f"trang «{DELEGATES.title}»",
    "decisions": f"trang «{DECISIONS.title}»",
    **DECISION_NAMES,
    **UNIT_KINDS,
}  # fmt: skip
_WORD = re.compile(
    r"(?<![\w«@.-])(" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")"
    r"(?![\w»@-])"
)


def in_workbook_words(sentence: str) -> str:
    """Return a finding's sentence with columns instead of keys, and labels instead of values.

    >>> in_workbook_words("hãy ghi chức danh ở title; lúc đó chỉ có thể: retire (nghỉ hưu)")
    'hãy ghi chức danh ở «Chức vụ»; lúc đó chỉ có thể: nghỉ hưu'
    """
    for pattern, words in _PHRASES:
        sentence = pattern.sub(words, sentence)
    sentence = _WORD.sub(lambda match: _WORDS[match[1]], sentence)
    return re.sub(r" {2,}", " ", sentence).replace(" ;", ";").replace(" .", ".").strip()
