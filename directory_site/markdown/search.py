"""The search page: the theme's form above, answers by script below, ways to browse without it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from directory_site.markdown.parts import Page, page
from directory_site.source import Source
from directory_site.text import in_html

_BROWSE = (
    '<a href="../#don-vi">theo đơn vị</a>, <a href="../viec/">theo việc cần làm</a>, '
    '<a href="../a-z/">theo tên từ A đến Z</a>'
)


def search_page(source: Source) -> Page:
    """Return the search page; assets/search/page.js adds the answers."""
    return page(
        "tim-kiem.md",
        "Tìm kiếm",
        f"Tìm hộp thư công vụ của đơn vị, cán bộ, công chức, viên chức {source.office.name}",
        _blocks(source),
        template="search.html",
    )


def _blocks(source: Source) -> Iterator[str]:
    yield "# Tìm kiếm"
    yield (
        f'<noscript><p class="note">Tìm kiếm cần JavaScript, mà trình duyệt này đang tắt. '
        f"Vẫn có thể tìm {_BROWSE}.</p></noscript>"
    )
    yield "\n".join(
        [
            '<div id="ket-qua">',
            '<p id="so-ket-qua" class="quiet" hidden></p>',
            '<p id="doc-ket-qua" class="unseen" role="status"></p>',
            "</div>",
        ]
    )
    yield "\n".join(
        [
            '<div id="goi-y">',
            "<p>Gõ tên người, chức danh, tên đơn vị, việc cần làm, tên xã hoặc địa chỉ thư; có dấu "
            "hay không dấu đều được, chỉ cần vài chữ đầu.</p>",
            '<ul class="choices">',
            *(
                f'<li><a href="?{urlencode({"q": text})}">{in_html(text)}</a></li>'
                for text in _examples(source)
            ),
            "</ul>",
            f"<p>Hoặc tìm {_BROWSE}.</p>",
            "</div>",
        ]
    )


def _examples(source: Source) -> Iterator[str]:
    """Yield example queries: a unit's function, the title of its head, the name of its head."""
    unit = next((unit for unit in source.directory.units if unit.place and unit.functions), None)
    if unit is None:
        return
    yield f"{unit.functions[0]} {unit.place}"
    if unit.head is not None and unit.head.name:
        yield f"{unit.head.title} {unit.place}"
        yield unit.head.name
