"""The clerks' page of all rules, generated from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.rules import GROUPS, Rule

_INTRODUCTION = """\
# Các quy tắc kiểm tra

<!-- Trang này do lệnh «bin/congvu schema» ghi từ congvu/rules.py. Không sửa bằng tay. -->

Lệnh `bin/congvu check` và mỗi yêu cầu hợp nhất (merge request) đều kiểm tra các quy tắc dưới đây,
mọi tệp cùng lúc. Mỗi thông báo cho biết tệp, dòng, điều sai, cách viết đúng và mã của quy tắc
trong ngoặc vuông, ví dụ `[name-invalid]`.

- **Lỗi**: yêu cầu hợp nhất không được nhận, máy chủ thư không thay đổi cho đến khi sửa.
- **Cảnh báo**: nên xem lại; không ngăn việc hợp nhất.
"""
_LEVELS = {"error": "Lỗi", "warning": "Cảnh báo"}


def rules_page() -> str:
    """Return the page as Markdown, with a table for each group of rules."""
    return "\n".join([_INTRODUCTION, *_groups()])


def _groups() -> Iterator[str]:
    for title, rules in GROUPS.items():
        yield f"## {title}\n"
        yield "| Phải như thế nào | Mức | Điều | Mã |"
        yield "|---|---|---|---|"
        yield from map(_row, rules)
        yield ""


def _row(rule: Rule) -> str:
    meaning = rule.meaning.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
    level = _LEVELS[rule.severity]
    return f'| {meaning} | {level} | {rule.article} | <a id="{rule.code}"></a>`{rule.code}` |'
