"""The page of recent changes and of dissolved units."""

from __future__ import annotations

from itertools import groupby

from congvu.alphabet import order
from congvu.days import written
from congvu.directory import ChangeEntry
from directory_site.markdown.browsing import Head, browsing_page
from directory_site.markdown.parts import Page
from directory_site.source import Source
from directory_site.text import escape


def changes_page(source: Source) -> Page:
    """Return the page: changes with the newest day first, then all dissolved units."""
    name = source.office.name
    blocks = [
        "# Thay đổi",
        "Những thay đổi gần đây của danh bạ, theo ngày có hiệu lực. Có thể theo dõi bằng trình đọc "
        'tin ở địa chỉ <a href="../thay-doi.xml">thay-doi.xml</a>.',
    ]
    if not source.directory.changes:
        blocks.append("Gần đây danh bạ không có thay đổi nào.")
    for day, changes in groupby(source.directory.changes, key=lambda change: change.day):
        lines = [line for change in changes for line in _change(change)]
        blocks += [f"## Ngày {written(day)}", "\n".join(lines)]
    if source.directory.gone:
        lines = [
            f"- [{escape(entry.name)}](don-vi/{entry.id}.md), từ ngày "
            f"{written(entry.decision.starts)}"
            for entry in sorted(source.directory.gone, key=lambda entry: order(entry.name))
        ]
        blocks += ["## Đơn vị đã giải thể", "\n".join(lines)]
    description = f"Đơn vị, chức danh và địa chỉ nào của danh bạ {name} vừa thay đổi"
    return browsing_page(source, "thay-doi.md", Head("Thay đổi", description), blocks)


def _change(change: ChangeEntry) -> list[str]:
    unit = f"[{escape(change.unit_name)}](don-vi/{change.unit_id}.md)"
    return [f"- {unit}: {escape(sentence)}" for sentence in change.sentences]
